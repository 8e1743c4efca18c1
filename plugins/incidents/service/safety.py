"""报平安: who is asked, who has answered. One answer a person, whatever they were asked how often."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

from plugins import remind, storage
from plugins.gateway.chats import Chat
from plugins.org import audience
from plugins.org.audience import Scope
from plugins.storage import Combined, Transaction, moment, read

from .. import texts
from ..domain import OPEN, Ask, is_open, safety
from ..models import IncidentRow
from . import names
from .views import root_of

SAID_LIMIT = 200
"""Characters of what is kept beside an answer."""

_OPEN = ", ".join(f"'{state.value}'" for state in OPEN)
_FAMILY = "SELECT id FROM incidents_incident WHERE id = ? OR merged_into = ?"
_ASK = (
    "INSERT INTO incidents_safety (incident_id, person_id, unit_id, unit_name, asked_at, answered_by, said) "
    "SELECT b.id, a.person_id, a.unit_id, u.name, {at}, '', '' FROM ({people}) a JOIN org_unit u ON u.id = a.unit_id "
    "JOIN incidents_incident b ON b.id = ? "
    f"WHERE NOT EXISTS (SELECT 1 FROM incidents_safety s WHERE s.person_id = a.person_id AND s.incident_id IN ({_FAMILY}))"
)
_TALLY = (
    "SELECT COUNT(DISTINCT s.person_id) AS people, "
    "COUNT(DISTINCT CASE WHEN s.answered_at IS NULL THEN NULL ELSE s.person_id END) AS done "
    "FROM incidents_safety s JOIN org_person p ON p.id = s.person_id "
    f"WHERE s.incident_id IN ({_FAMILY}) AND (p.active OR s.answered_at IS NOT NULL)"
)
_PEOPLE = "SELECT id, name, account FROM org_person WHERE active AND account IN ({among})"
_ROOTS = "SELECT id, COALESCE(merged_into, id) AS root FROM incidents_incident WHERE id IN ({among})"
_ASKS = (
    "SELECT s.person_id, r.id AS number, r.title, r.state, MAX(s.answered_at) AS answered_at, MAX(s.said) AS said, "
    "MAX(s.told_how) AS told_how "
    "FROM incidents_safety s JOIN incidents_incident i ON i.id = s.incident_id JOIN incidents_incident r ON r.id = COALESCE(i.merged_into, i.id) "
    "WHERE s.person_id IN ({among}) GROUP BY s.person_id, r.id, r.title, r.state ORDER BY r.id DESC"
)
_ANNOUNCED = (
    "SELECT o.chat, COALESCE(i.merged_into, i.id) AS number, MAX(o.id) AS newest FROM gateway_outbox o "
    "JOIN incidents_incident i ON i.id = o.number WHERE o.kind = ? AND o.chat IN ({among}) "
    f"AND o.state IN ('sending', 'sent', 'uncertain', 'needs_human') AND i.state IN ({_OPEN}, 'merged') "
    "GROUP BY o.chat, COALESCE(i.merged_into, i.id) ORDER BY newest DESC"
)
_ANSWER = (
    "UPDATE incidents_safety SET answered_at = ?, answered_by = ?, said = ? "
    f"WHERE person_id = ? AND answered_at IS NULL AND incident_id IN ({_FAMILY})"
)
_ANSWER_FOR = (
    "UPDATE incidents_safety SET answered_at = ?, told_by = ?, told_how = ? "
    f"WHERE person_id = ? AND answered_at IS NULL AND incident_id IN ({_FAMILY})"
)
_OWING = (
    "SELECT s.person_id, s.unit_id FROM incidents_safety s JOIN incidents_incident i ON i.id = s.incident_id "
    "JOIN incidents_incident r ON r.id = COALESCE(i.merged_into, i.id) "
    f"WHERE s.incident_id = ? AND s.answered_at IS NULL AND r.state IN ({_OPEN}) AND NOT EXISTS ("
    "SELECT 1 FROM incidents_safety o JOIN incidents_incident x ON x.id = o.incident_id "
    "WHERE o.person_id = s.person_id AND COALESCE(x.merged_into, x.id) = r.id "
    "AND (o.answered_at IS NOT NULL OR o.id < s.id))"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One 报平安 as typed at `time` (aware UTC), with what was said beside it. `number` None: see safety.meant."""

    account: str
    chat: Chat
    number: int | None
    time: datetime
    said: str = ""


@dataclass(frozen=True, slots=True)
class Safe:
    """Recorded now: `done` of `people` are safe."""

    number: int
    name: str
    done: int
    people: int


@dataclass(frozen=True, slots=True)
class SafeBefore:
    """Was recorded before, at `since`."""

    number: int
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class NotAsked:
    """The person is not asked in this incident; in none at all with None."""

    number: int | None


@dataclass(frozen=True, slots=True)
class WhichAsk:
    """Several open ones could be meant: numbers and titles, the newest first."""

    choices: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Nobody:
    """The account is in no roster."""


Outcome: TypeAlias = Safe | SafeBefore | NotAsked | WhichAsk | Nobody


async def ask(tx: Transaction, number: int, scope: Scope, now: datetime) -> int:
    """Everybody of the scope who was not asked before is asked from now on; returns how many are asked in all. A step of
    a use case."""
    addressed, params = audience.people_sql(scope)
    at = "CAST(? AS TIMESTAMPTZ)" if tx.dialect == "postgres" else "?"
    await tx.execute(_ASK.format(at=at, people=addressed), [now, *params, number, number, number])
    return (await tally(tx, number))[1]


async def asked_in(number: int) -> bool:
    """Whether anybody is asked in an incident or one that was joined to it."""
    return bool(
        await read(f"SELECT 1 FROM incidents_safety WHERE incident_id IN ({_FAMILY}) LIMIT 1", (number, number))
    )


async def answer(claim: Claim) -> Outcome:
    """Records one 报平安, together with all that wait; returns once it is kept on disk.

    No inbox key: the answer itself is the record, and a second time changes nothing. It is taken after 终报 too.
    """
    outcome = await _combined.add(claim)
    storage.failpoint("incidents.safety.after_commit")
    return outcome


async def answer_all(tx: Transaction, claims: Sequence[Claim]) -> Sequence[Outcome]:
    """Records a batch inside a use case: a handful of statements for all of it, each incident counted once."""
    known = await _Known.load(tx, claims)
    outcomes = [known.decide(claim) for claim in claims]
    await tx.execute_many(_ANSWER, known.answers)
    counts = {number: await tally(tx, number) for number in {one.number for one in outcomes if isinstance(one, Safe)}}
    storage.failpoint("incidents.safety.before_commit")
    return [Safe(one.number, one.name, *counts[one.number]) if isinstance(one, Safe) else one for one in outcomes]


_combined: Combined[Claim, Outcome] = Combined(answer_all)


class _Known:
    """What a batch is decided by, in the order it came; what one claim does, the next one sees."""

    def __init__(self) -> None:
        self.people: dict[str, tuple[int, str]] = {}
        """Id and name, by account."""
        self.asks: dict[int, list[Ask]] = defaultdict(list)
        """By person, the newest first."""
        self.announced: dict[str, list[int]] = defaultdict(list)
        """By chat, the newest first."""
        self.roots: dict[int, int] = {}
        """Where each typed number lives."""
        self.answers: list[tuple[datetime, str, str, int, int, int]] = []
        """Parameters of _ANSWER."""

    @classmethod
    async def load(cls, tx: Transaction, claims: Sequence[Claim]) -> "_Known":
        known = cls()
        for row in await _among(tx, _PEOPLE, {claim.account for claim in claims}):
            known.people[row["account"]] = (row["id"], row["name"])
        for row in await _among(tx, _ASKS, {person for person, _ in known.people.values()}):
            known.asks[row["person_id"]].append(_ask(row))
        for row in await _among(tx, _ROOTS, {claim.number for claim in claims if claim.number is not None}):
            known.roots[row["id"]] = row["root"]
        chats = {claim.chat.key for claim in claims if claim.number is None and claim.chat.is_group}
        for row in await _among(tx, _ANNOUNCED, chats, names.BROADCAST):
            known.announced[row["chat"]].append(row["number"])
        return known

    def decide(self, claim: Claim) -> Outcome:
        if claim.account not in self.people:
            return Nobody()
        person, name = self.people[claim.account]
        asks = self.asks[person]
        if claim.number is not None:
            number = self.roots.get(claim.number, claim.number)
        else:
            number = safety.meant(asks, self.announced[claim.chat.key])
        if number is None:
            choices = tuple((one.number, one.title) for one in asks if one.open and one.answered_at is None)
            return WhichAsk(choices) if choices else NotAsked(None)
        place = next((place for place, one in enumerate(asks) if one.number == number), None)
        if place is None:
            return NotAsked(number)
        if (since := asks[place].answered_at) is not None:
            return SafeBefore(number, name, since)
        asks[place] = replace(asks[place], answered_at=claim.time)
        self.answers.append((claim.time, claim.account, claim.said[:SAID_LIMIT], person, number, number))
        return Safe(number, name, 0, 0)


async def _among(
    tx: Transaction, sql: str, values: Collection[int] | Collection[str], *more: str
) -> list[dict[str, Any]]:  # rows as the database gives them
    """The rows of a query whose `{among}` is these values; none without any."""
    if not values:
        return []
    return await tx.execute(sql.format(among=", ".join("?" * len(values))), [*more, *values])


async def record_for(tx: Transaction, number: int, person: int, by: int | None, how: str, now: datetime) -> None:
    """An officer's word that a person is safe, and how they know; a step of a use case."""
    await tx.execute(_ANSWER_FOR, [now, by, how, person, number, number])


async def tally(tx: Transaction, number: int) -> tuple[int, int]:
    """How many of those asked are safe: (done, people)."""
    row = (await tx.execute(_TALLY, [number, number]))[0]
    return row["done"], row["people"]


def _ask(row: dict[str, Any]) -> Ask:  # a row of _ASKS
    answered = row["answered_at"]
    return Ask(
        row["number"],
        row["title"],
        row["state"] in OPEN,
        moment(answered) if answered is not None else None,
        row["said"],
        row["told_how"],
    )


async def asks_of(person_id: int) -> list[Ask]:
    """Where a person is asked, the newest first."""
    return [_ask(row) for row in await read(_ASKS.format(among="?"), (person_id,))]


def owing(ref: str) -> remind.Query:
    """Who is asked, has not answered, and whose incident goes on."""
    return _OWING, [int(ref)]


async def line(ref: str, now: datetime) -> str | None:
    """What they are reminded of; None when the incident is over or another's."""
    row = await IncidentRow.get_or_none(id=int(ref))
    if row is None:
        return None
    row = await root_of(row.id)
    return texts.safety_reminder_text(row.id, row.title) if is_open(row.state) else None


remind.register(names.SAFETY, owing=owing, line=line, any_hour=True)
