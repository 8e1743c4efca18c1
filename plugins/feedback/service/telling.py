"""Who is told what: handlers by private message, authors where they can be reached. No message holds what anybody wrote.

Handlers of a case are told its number and what to type. The author of a named case likewise. The author of an anonymous
one only where they chose push: the route is sealed, and opened by the sender alone.
"""

import base64
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from plugins.gateway import outbox
from plugins.gateway.chats import Chat, private
from plugins.gateway.segments import text
from plugins.org.models import PersonRow
from plugins.remind import quiet_until
from plugins.storage import Transaction, clock

from .. import texts
from ..domain import ENDED, PUSH_DAYS
from ..models import CaseRow, SubmitterRow
from . import erasing, sealing
from .records import key_of

KIND = "reminder.feedback"
"""A doubt about such a message is never put to a person."""
SCHEME = "feedback"
SEPARATOR = "."


def reference_of(row: CaseRow) -> str:
    """What the outbox knows a case by: its id, for a number is given out again."""
    return f"feedback:{row.id}"


async def tell(tx: Transaction, accounts: Iterable[str], row: CaseRow, step: str, sentence: str, now: datetime) -> None:
    """A private message about a case to each, not in the quiet hours. The same step again changes nothing."""
    await tell_about(tx, accounts, f"{reference_of(row)}:{step}", reference_of(row), sentence, now)


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
    """The author of a named case, where they have an account; of an anonymous one where they chose push."""
    if row.anonymous:
        await _push(tx, row, now)
        return
    submitter = await SubmitterRow.get_or_none(case_id=row.id)
    account = await account_of(submitter) if submitter else None
    if account:
        await tell(tx, [account], row, f"author:{row.steps}", sentence, now)


async def account_of(submitter: SubmitterRow) -> str | None:
    """The author's account now: the roster's, or the one they wrote from."""
    if submitter.person_id is None:
        return submitter.account
    person = await PersonRow.get_or_none(id=submitter.person_id)
    return person.account if person else None


async def _push(tx: Transaction, row: CaseRow, now: datetime) -> None:
    """A row that names nobody, neither number nor step; one sentence for everything. While the case is open the row only
    says where the route is; the notice of its end takes the route along, and the case keeps none."""
    if row.push is None:
        return
    over = row.state in ENDED
    await outbox.sealed.enqueue(
        tx,
        scheme=SCHEME,
        token=f"{row.id}{SEPARATOR}{base64.urlsafe_b64encode(row.push).decode() if over else ''}",
        key=f"{_push_reference(row)}:{row.steps}",
        segments=[text(texts.push_text())],
        kind=KIND,
        ref=_push_reference(row),
        expires_at=now + timedelta(days=PUSH_DAYS),
        not_before=quiet_until(now),
    )
    if over:
        await erasing.erase_route(row, clock.local(now).date())


async def open_route(token: str) -> Chat | None:
    """The author's chat, for the sender alone; None once they stopped it, or it or the case is erased. Raises Destroyed,
    KeysUnavailable."""
    case_id, _, taken_along = token.partition(SEPARATOR)
    row = await CaseRow.get_or_none(id=int(case_id))
    if row is None or row.wrapped_key is None:
        return None
    sealed = base64.urlsafe_b64decode(taken_along) if taken_along else row.push
    if sealed is None:
        return None
    route = sealing.unseal_json(key_of(row), sealed, "route", row.id)
    known = Chat.parse(route["chat"])
    return Chat(known.kind, known.id, known.platform, route["via"])


async def stop_push(tx: Transaction, row: CaseRow, day: date) -> None:
    """The route is erased, and what waits to go out on it."""
    await tx.execute("DELETE FROM gateway_outbox WHERE ref = ? AND sealed IS NOT NULL", (_push_reference(row),))
    if row.push is not None:
        await erasing.erase_route(row, day)


def _push_reference(row: CaseRow) -> str:
    return f"feedback:push:{row.id}"


def seal_route(key: bytes, case_id: int, chat: Chat) -> bytes:
    """The author's route, sealed under the case key."""
    return sealing.seal_json(key, {"chat": chat.key, "via": chat.via}, "route", case_id)


outbox.sealed.opens(SCHEME, open_route)
