"""What tasks keep on one person, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins.gateway.directory import UnitView
from plugins.org.units import stored_path
from plugins.storage import Transaction, moment, read

from ..domain import Act

_MINE = (
    "SELECT t.id, t.title, e.at, e.act FROM tasks_event e JOIN tasks_assignment a ON a.id = e.assignment_id "
    "JOIN tasks_task t ON t.id = a.task_id WHERE e.person_id = ? ORDER BY e.id DESC"
)
_MONTH = (
    "SELECT t.id, t.title, t.unit_name, COUNT(*) AS units, SUM(CASE WHEN a.state = 'done' THEN 1 ELSE 0 END) AS done "
    "FROM tasks_task t JOIN tasks_assignment a ON a.task_id = t.id JOIN org_unit u ON u.id = t.unit_id "
    "WHERE u.path LIKE ? AND t.issued_at >= ? AND t.issued_at < ? GROUP BY t.id, t.title, t.unit_name ORDER BY t.id"
)
_OLD = "SELECT id FROM tasks_task WHERE closed_at < ?"


@dataclass(frozen=True, slots=True)
class OwnEvent:
    """Something a person did about a task; `at` aware UTC."""

    number: int
    title: str
    at: datetime
    act: Act


async def events_of(person_id: int) -> Sequence[OwnEvent]:
    """All that is kept on a person, the newest first."""
    rows = await read(_MINE, (person_id,))
    return [OwnEvent(row["id"], row["title"], moment(row["at"]), Act(row["act"])) for row in rows]


async def erase_person(tx: Transaction, person_id: int) -> None:
    """Their events stay as the unit's, without a name."""
    await tx.execute("UPDATE tasks_event SET person_id = NULL WHERE person_id = ?", (person_id,))


async def erase_old(tx: Transaction, before: datetime) -> None:
    """Erases tasks that were closed before that moment, with all that was said about them."""
    for sql in (
        f"DELETE FROM tasks_event WHERE assignment_id IN (SELECT id FROM tasks_assignment WHERE task_id IN ({_OLD}))",
        f"DELETE FROM tasks_assignment WHERE task_id IN ({_OLD})",
        "DELETE FROM tasks_task WHERE closed_at < ?",
    ):
        await tx.execute(sql, (before,))


async def month_of(unit: UnitView, begins: datetime, ends: datetime) -> list[tuple[int, str, str, int, int]]:
    """Tasks issued in a month by a unit or below it: number, title, issuer, units, done."""
    rows = await read(_MONTH, (stored_path(unit.path) + "%", begins, ends))
    return [(row["id"], row["title"], row["unit_name"], row["units"], int(row["done"])) for row in rows]
