"""代阅: an officer says for somebody without an account that they were told; kept as such, with who, when and how."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins import storage
from plugins.gateway import inbox, previews
from plugins.gateway.chats import Chat
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.org.units import path_of
from plugins.storage import Transaction, audit, read

from ..domain import State, WhyNot
from ..models import DirectiveRow
from . import planning
from .board import View
from .errors import NobodyToAnswerFor, NoSuchDirective, SeveralOfThatName
from .receipts import Closed

WORD = "代阅"

_NAMED = """
SELECT r.id, r.read_at, p.name, p.account, u.name AS unit, u.path FROM relay_receipt r
JOIN org_person p ON p.id = r.person_id JOIN org_unit u ON u.id = r.unit_id
WHERE r.directive_id = ? AND p.active AND p.name = ? ORDER BY r.id
"""


@dataclass(frozen=True, slots=True)
class Told:
    """A person who was told of a directive by somebody."""

    receipt_id: int
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Answerable:
    """Who is answered for, and how they were told."""

    number: int
    people: tuple[Told, ...]
    how: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Whose receipts are there now; `done` of `people` of the directive have read it."""

    number: int
    names: tuple[str, ...]
    how: str
    done: int
    people: int


async def propose_answers(
    account: str, view: View, chat: Chat, origin: Origin, number: int, names: Sequence[str], how: str, now: datetime
) -> Answerable | Closed:
    """Keeps a preview of who is answered for. A name may be `内科党支部/张三`, to tell namesakes apart.

    Raises NoSuchDirective, SeveralOfThatName, NobodyToAnswerFor.
    """

    async def work(tx: Transaction) -> Answerable | Closed:
        await inbox.first_time(tx, origin, now)
        row = await DirectiveRow.get_or_none(id=number)
        if row is None or row.state is State.SCHEDULED:
            raise NoSuchDirective(number)
        if row.state is not State.OPEN or not row.receipts:
            return Closed(number, stopped=row.state is not State.OPEN)
        people = tuple([await _find(view, number, name) for name in dict.fromkeys(names)])
        payload = {"how": how, "receipts": [one.receipt_id for one in people]}
        await previews.offer(tx, owner=account, chat=chat, word=WORD, number=number, payload=payload, now=now)
        storage.failpoint("relay.answer_preview.before_commit")
        return Answerable(number, people, how)

    found = await storage.write(work)
    storage.failpoint("relay.answer_preview.after_commit")
    return found


async def _find(view: View, number: int, named: str) -> Told:
    *units, name = [part for part in named.replace("／", "/").split("/") if part]
    found = [row for row in await read(_NAMED, (number, name)) if view.covers(path_of(row["path"]))]
    if units:
        found = [row for row in found if row["unit"].startswith(units[-1])]
    if not found:
        raise NobodyToAnswerFor(number, name, WhyNot.UNKNOWN)
    without = [row for row in found if row["account"] is None]
    if not without:
        raise NobodyToAnswerFor(number, name, WhyNot.HAS_ACCOUNT)
    waiting = [row for row in without if row["read_at"] is None]
    if not waiting:
        raise NobodyToAnswerFor(number, name, WhyNot.DONE)
    if len(waiting) > 1:
        raise SeveralOfThatName(name, [row["unit"] for row in waiting])
    return Told(waiting[0]["id"], name, waiting[0]["unit"])


async def answer_for(account: str, view: View, preview: Preview, origin: Origin, now: datetime) -> Answered:
    """Records the receipts of the preview as told by this officer. Raises NoSuchDirective, NobodyToAnswerFor (somebody
    has answered meanwhile, or is out of the officer's reach now)."""
    how = str(preview.payload["how"])

    async def work(tx: Transaction) -> Answered:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        names: list[str] = []
        for receipt in preview.payload["receipts"]:
            names.append(await _record(tx, view, preview.number, int(receipt), account, how, now))
        row = await DirectiveRow.get_or_none(id=preview.number)
        if row is None or row.state is not State.OPEN:
            raise NoSuchDirective(preview.number)
        counted = await tx.execute(
            "UPDATE relay_directive SET read_count = read_count + ? WHERE id = ? RETURNING read_count",
            (len(names), row.id),
        )
        if counted[0]["read_count"] == row.people:
            await planning.forget(tx, row.id)
        detail = {"people": len(names), "how": how}
        await audit.record(tx, account, "relay.answer_for", f"directive:{row.id}", detail)
        storage.failpoint("relay.answer.before_commit")
        return Answered(row.id, tuple(names), how, counted[0]["read_count"], row.people)

    answered = await storage.write(work)
    storage.failpoint("relay.answer.after_commit")
    return answered


_WHO = """
SELECT p.name, u.path FROM relay_receipt r JOIN org_person p ON p.id = r.person_id JOIN org_unit u ON u.id = r.unit_id
WHERE r.id = ?
"""


async def _record(tx: Transaction, view: View, number: int, receipt: int, account: str, how: str, now: datetime) -> str:
    """One receipt; the person's name."""
    who = await tx.execute(_WHO, (receipt,))
    if not who or not view.covers(path_of(who[0]["path"])):
        raise NobodyToAnswerFor(number, who[0]["name"] if who else "", WhyNot.UNKNOWN)
    done = await tx.execute(
        "UPDATE relay_receipt SET read_at = ?, told_by = ?, told_how = ? WHERE id = ? AND read_at IS NULL RETURNING id",
        (now, account, how, receipt),
    )
    if not done:
        raise NobodyToAnswerFor(number, who[0]["name"], WhyNot.DONE)
    return str(who[0]["name"])
