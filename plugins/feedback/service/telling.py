"""Who is told what: handlers by private message, authors where they can be reached. No message holds what anybody wrote.

Handlers of a case are told its number and what to type. The author of a named case likewise. The author of an anonymous
one only where they chose push: the route is sealed, and opened by the sender alone.
"""

from collections.abc import Iterable
from datetime import datetime

from plugins.gateway import outbox
from plugins.gateway.chats import Chat, private
from plugins.gateway.segments import text
from plugins.org.models import PersonRow
from plugins.remind import quiet_until
from plugins.storage import Transaction

from ..models import CaseRow, SubmitterRow
from . import sealing

KIND = "reminder.feedback"
"""A doubt about such a message is never put to a person."""


def reference_of(number: int) -> str:
    """What the outbox knows a case by."""
    return f"feedback:{number}"


async def tell(tx: Transaction, accounts: Iterable[str], number: int, step: str, sentence: str, now: datetime) -> None:
    """A private message about a case to each, not in the quiet hours. The same step again changes nothing."""
    await tell_about(tx, accounts, f"{reference_of(number)}:{step}", reference_of(number), sentence, now)


async def tell_about(
    tx: Transaction, accounts: Iterable[str], key: str, ref: str, sentence: str, now: datetime
) -> None:
    """A private message to each under `key`, not in the quiet hours."""
    for account in dict.fromkeys(accounts):
        await outbox.enqueue(
            tx,
            key=key,
            chat=private(account),
            segments=[text(sentence)],
            kind=KIND,
            ref=ref,
            not_before=quiet_until(now),
        )


async def tell_author(tx: Transaction, row: CaseRow, sentence: str, now: datetime) -> None:
    """The author of a named case, where they have an account."""
    if row.anonymous:
        return
    submitter = await SubmitterRow.get_or_none(case_id=row.id)
    account = await account_of(submitter) if submitter else None
    if account:
        await tell(tx, [account], row.number, f"author:{row.steps}", sentence, now)


async def account_of(submitter: SubmitterRow) -> str | None:
    """The author's account now: the roster's, or the one they wrote from."""
    if submitter.person_id is None:
        return submitter.account
    person = await PersonRow.get_or_none(id=submitter.person_id)
    return person.account if person else None


def seal_route(key: bytes, case_id: int, chat: Chat) -> bytes:
    """The author's route, sealed under the case key."""
    return sealing.seal_json(key, {"chat": chat.key, "via": chat.via}, "route", case_id)
