"""已阅: the hot path. Whatever has gathered while the writer was busy is recorded by three statements."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from plugins import storage
from plugins.gateway.chats import Chat
from plugins.storage import Combined, Transaction

from ..domain import State
from . import planning

CHOICES = 6
"""How many open directives are listed when it is not clear which is meant."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One 已阅 as typed: by word, number, quote or reaction. `time` is when, aware UTC.

    Without a number it means the newest open directive announced in `chat`, else the only one the person has not read.
    """

    account: str
    chat: Chat
    number: int | None
    time: datetime


@dataclass(frozen=True, slots=True)
class First:
    """Recorded now: `done` of `people` have read it."""

    number: int
    name: str
    read_at: datetime
    deadline: datetime | None
    done: int
    people: int


@dataclass(frozen=True, slots=True)
class Again:
    """Was recorded before, at `since`."""

    number: int
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class NotAddressed:
    """The directive is not for this person."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class UnknownPerson:
    """The account is in no roster."""


@dataclass(frozen=True, slots=True)
class NoSuch:
    """No directive has this number."""

    number: int


@dataclass(frozen=True, slots=True)
class Closed:
    """It takes no receipts: it was stopped or recalled, or never asked for any."""

    number: int
    stopped: bool


@dataclass(frozen=True, slots=True)
class Unclear:
    """Several unread ones (or none) could be meant: numbers and titles, the newest first."""

    choices: tuple[tuple[int, str], ...]


Outcome: TypeAlias = First | Again | NotAddressed | UnknownPerson | NoSuch | Closed | Unclear

_WANTED = "(CAST(? AS INTEGER), CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT))"

# A claim's directive is the typed number, else the newest open one that may have been seen in its chat.
_LOOK_UP = """
WITH wanted (place, number, chat, account) AS (VALUES {wanted})
SELECT wanted.place, d.id AS number, d.state, d.receipts, d.deadline, d.people, d.read_count,
       p.id AS person_id, p.name, r.id AS receipt_id, r.read_at
FROM wanted
LEFT JOIN org_person p ON p.account = wanted.account AND p.active
LEFT JOIN relay_directive d ON d.id = COALESCE(wanted.number, (
    SELECT t.directive_id FROM relay_target t JOIN relay_directive o ON o.id = t.directive_id
    WHERE t.chat = wanted.chat AND o.state = 'open' AND o.receipts AND EXISTS (
        SELECT 1 FROM gateway_outbox b WHERE b.key = 'relay:' || t.directive_id AND b.chat = t.chat
        AND b.state IN ('sending', 'sent', 'uncertain', 'needs_human'))
    ORDER BY t.directive_id DESC LIMIT 1))
LEFT JOIN relay_receipt r ON r.directive_id = d.id AND r.person_id = p.id
ORDER BY wanted.place
"""

_UNREAD = """
SELECT d.id AS number, d.title FROM relay_receipt r JOIN relay_directive d ON d.id = r.directive_id
WHERE r.person_id = ? AND r.read_at IS NULL AND d.state = 'open' ORDER BY d.id DESC LIMIT ?
"""


async def record_all(tx: Transaction, claims: Sequence[Claim]) -> Sequence[Outcome]:
    """Records a batch inside a use case: one look-up, one write of the receipts, one of the counts."""
    rows = await _look_up(tx, claims)
    for place, (claim, row) in enumerate(zip(claims, rows, strict=True)):
        if row["number"] is None and claim.number is None and row["person_id"] is not None:
            unread = await tx.execute(_UNREAD, (row["person_id"], CHOICES))
            if len(unread) == 1:
                meant = Claim(claim.account, claim.chat, unread[0]["number"], claim.time)
                rows[place] = (await _look_up(tx, (meant,)))[0]
            else:
                row["choices"] = tuple((one["number"], one["title"]) for one in unread)
    batch = _Batch()
    outcomes = [batch.decide(claim, row) for claim, row in zip(claims, rows, strict=True)]
    await tx.execute_many("UPDATE relay_receipt SET read_at = ? WHERE id = ?", batch.read.values())
    await tx.execute_many(
        "UPDATE relay_directive SET read_count = read_count + ? WHERE id = ?",
        [(count, number) for number, count in sorted(batch.counts.items())],
    )
    for number in batch.complete:
        await planning.forget(tx, number)
    storage.failpoint("relay.receipt.before_commit")
    return outcomes


async def _look_up(tx: Transaction, claims: Sequence[Claim]) -> list[dict[str, Any]]:  # rows as the database gives them
    params: list[Any] = []  # of the statement's own types
    for place, claim in enumerate(claims):
        params += (place, claim.number, claim.chat.key, claim.account)
    return await tx.execute(_LOOK_UP.format(wanted=", ".join([_WANTED] * len(claims))), params)


class _Batch:
    """Decides a batch in the order it came; what one claim does, the next one sees."""

    def __init__(self) -> None:
        self.read: dict[int, tuple[datetime, int]] = {}
        """Time and id of each receipt that is read now, by its id."""
        self.counts: Counter[int] = Counter()
        """How many of them, by directive."""
        self.complete: set[int] = set()
        """Directives that everybody has read now."""

    def decide(self, claim: Claim, row: dict[str, Any]) -> Outcome:
        if row["person_id"] is None:
            return UnknownPerson()
        number, name = row["number"], row["name"]
        if number is None:
            return Unclear(row["choices"]) if claim.number is None else NoSuch(claim.number)
        if row["state"] == State.SCHEDULED:
            return NoSuch(number)
        if row["state"] != State.OPEN or not row["receipts"]:
            return Closed(number, stopped=row["state"] != State.OPEN)
        receipt = row["receipt_id"]
        if receipt is None:
            return NotAddressed(number, name)
        if row["read_at"] is not None:
            return Again(number, name, _moment(row["read_at"]))
        if receipt in self.read:
            return Again(number, name, self.read[receipt][0])
        self.read[receipt] = (claim.time, receipt)
        self.counts[number] += 1
        done = row["read_count"] + self.counts[number]
        if done == row["people"]:
            self.complete.add(number)
        deadline = row["deadline"] and _moment(row["deadline"])
        return First(number, name, claim.time, deadline, done, row["people"])


def _moment(value: datetime | str) -> datetime:
    """SQLite gives a raw statement's times as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


_combined: Combined[Claim, Outcome] = Combined(record_all)


async def record(claim: Claim) -> Outcome:
    """Records one 已阅, together with all that wait; returns once it is kept on disk.

    No audit row and no inbox key: the receipt itself is the record, and a second time changes nothing.
    Receipts stay open after the deadline (domain.is_late tells them).
    """
    outcome = await _combined.add(claim)
    storage.failpoint("relay.receipt.after_commit")
    return outcome
