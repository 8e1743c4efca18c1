"""What incidents keep on one person, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins.gateway.directory import UnitView
from plugins.org.units import stored_path
from plugins.storage import Transaction, moment, read

from ..domain import Entry, State

_MINE = (
    "SELECT i.id, i.title, r.at, r.kind FROM incidents_report r JOIN incidents_incident i ON i.id = r.incident_id "
    "WHERE r.person_id = ? ORDER BY r.id DESC"
)
_MONTH = (
    "SELECT i.id, i.title, i.unit_name, i.state, i.reported_at, "
    "(SELECT COUNT(*) FROM incidents_report r WHERE r.incident_id = i.id) AS lines "
    "FROM incidents_incident i WHERE i.unit_path LIKE ? AND i.reported_at >= ? AND i.reported_at < ? ORDER BY i.id"
)
_OLD = "SELECT id FROM incidents_incident WHERE closed_at < ?"


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """Something a person reported or did; `at` aware UTC."""

    number: int
    title: str
    at: datetime
    kind: Entry


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One incident in a month's ledger; `reports` is how many lines its timeline has."""

    number: int
    title: str
    unit: str
    state: State
    reported_at: datetime
    reports: int


async def entries_of(person_id: int) -> Sequence[OwnEntry]:
    """All that is kept on a person, the newest first."""
    rows = await read(_MINE, (person_id,))
    return [OwnEntry(row["id"], row["title"], moment(row["at"]), Entry(row["kind"])) for row in rows]


async def erase_person(tx: Transaction, person_id: int) -> None:
    """What they reported stays as the unit's, without a name or an account."""
    for sql in (
        "UPDATE incidents_report SET person_id = NULL, name = '', account = '' WHERE person_id = ?",
        "UPDATE incidents_incident SET reporter_id = NULL, reporter_name = '', reporter_account = '' WHERE reporter_id = ?",
        "UPDATE incidents_incident SET handler_id = NULL, handler_name = '' WHERE handler_id = ?",
        "UPDATE incidents_broadcast SET person_id = NULL, name = '', account = '' WHERE person_id = ?",
        "DELETE FROM incidents_alerted WHERE person_id = ?",
        "UPDATE incidents_safety SET told_by = NULL WHERE told_by = ?",
        "DELETE FROM incidents_safety WHERE person_id = ?",
    ):
        await tx.execute(sql, (person_id,))


async def erase_old(tx: Transaction, before: datetime) -> None:
    """Erases incidents that were over before that moment, with all that was said about them."""
    for table in ("report", "alerted", "broadcast", "safety"):
        await tx.execute(f"DELETE FROM incidents_{table} WHERE incident_id IN ({_OLD})", (before,))
    await tx.execute("DELETE FROM incidents_incident WHERE closed_at < ?", (before,))


async def month_of(unit: UnitView, begins: datetime, ends: datetime) -> list[MonthRow]:
    """Incidents reported in a month in a unit or below it."""
    rows = await read(_MONTH, (stored_path(unit.path) + "%", begins, ends))
    return [
        MonthRow(
            row["id"], row["title"], row["unit_name"], State(row["state"]), moment(row["reported_at"]), row["lines"]
        )
        for row in rows
    ]
