"""报平安: who is asked, who has answered. One answer a person, whatever they were asked how often."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from . import errors, names
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
_ASKS = (
    "SELECT r.id AS number, r.title, r.state, MAX(s.answered_at) AS answered_at, MAX(s.said) AS said FROM incidents_safety s "
    "JOIN incidents_incident i ON i.id = s.incident_id JOIN incidents_incident r ON r.id = COALESCE(i.merged_into, i.id) "
    "WHERE s.person_id = ? GROUP BY r.id, r.title, r.state ORDER BY r.id DESC"
)
_ANNOUNCED = (
    "SELECT COALESCE(i.merged_into, i.id) AS number, MAX(o.id) AS newest FROM gateway_outbox o "
    "JOIN incidents_incident i ON i.id = o.number WHERE o.chat = ? AND o.kind = ? "
    f"AND o.state IN ('sending', 'sent', 'uncertain', 'needs_human') AND i.state IN ({_OPEN}, 'merged') "
    "GROUP BY COALESCE(i.merged_into, i.id) ORDER BY newest DESC"
)
_ANSWER = (
    "UPDATE incidents_safety SET answered_at = ?, answered_by = ?, said = ? "
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
    return (await _tally(tx, number))[1]


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
    """Records a batch inside a use case; each incident is counted once."""
    outcomes = [await _answer(tx, claim) for claim in claims]
    counts = {one.number: await _tally(tx, one.number) for one in outcomes if isinstance(one, Safe)}
    storage.failpoint("incidents.safety.before_commit")
    return [Safe(one.number, one.name, *counts[one.number]) if isinstance(one, Safe) else one for one in outcomes]


_combined: Combined[Claim, Outcome] = Combined(answer_all)


async def _answer(tx: Transaction, claim: Claim) -> Outcome:
    found = await tx.execute("SELECT id, name FROM org_person WHERE account = ? AND active", [claim.account])
    if not found:
        return Nobody()
    person, name = found[0]["id"], found[0]["name"]
    asks = [_ask(row) for row in await tx.execute(_ASKS, [person])]
    number = await _number_of(tx, claim, asks)
    if number is None:
        choices = tuple((one.number, one.title) for one in asks if one.open and one.answered_at is None)
        return WhichAsk(choices) if choices else NotAsked(None)
    mine = next((one for one in asks if one.number == number), None)
    if mine is None:
        return NotAsked(number)
    if mine.answered_at is not None:
        return SafeBefore(number, name, mine.answered_at)
    said = claim.said[:SAID_LIMIT]
    await tx.execute(_ANSWER, [claim.time, claim.account, said, person, number, number])
    return Safe(number, name, 0, 0)


async def _number_of(tx: Transaction, claim: Claim, asks: Sequence[Ask]) -> int | None:
    if claim.number is not None:
        try:
            return (await root_of(claim.number)).id
        except errors.NoSuchIncident:
            return claim.number
    announced = await tx.execute(_ANNOUNCED, [claim.chat.key, names.BROADCAST]) if claim.chat.is_group else ()
    return safety.meant(asks, [row["number"] for row in announced])


async def _tally(tx: Transaction, number: int) -> tuple[int, int]:
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
    )


async def asks_of(person_id: int) -> list[Ask]:
    """Where a person is asked, the newest first."""
    return [_ask(row) for row in await read(_ASKS, (person_id,))]


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
