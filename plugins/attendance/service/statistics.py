"""出勤统计: a month by unit, summed by the database over an index that has all it needs."""

from collections.abc import Sequence
from datetime import date, datetime

from plugins.gateway.directory import Actor, UnitView
from plugins.org.acting import NotOfficerOver
from plugins.org.units import UnitTree, load_tree, stored_path
from plugins.storage import clock, read

from ..domain import Month, UnitRates

_SESSIONS = (
    "SELECT s.id FROM attendance_session s WHERE s.begins >= ? AND s.begins < ? AND s.state IN ('ended', 'settled')"
)
_BY_UNIT = """
SELECT r.unit_id, r.state, COUNT(*) AS people FROM attendance_record r
WHERE r.session_id IN ({sessions}) AND r.role = 'expected' GROUP BY r.unit_id, r.state
"""
_HELD = """
SELECT x.unit_id, COUNT(*) AS sessions FROM (
    SELECT DISTINCT r.session_id, r.unit_id FROM attendance_record r
    WHERE r.session_id IN ({sessions}) AND r.role = 'expected'
) x GROUP BY x.unit_id
"""
"""Distinct pairs come in the order of the index; counting distinct sessions of each unit would sort all records."""
COLUMNS = ("expected", "present", "late", "leave", "absent", "pending")
_AS = {"present": ("present",), "late": ("present", "late"), "leave": ("leave",), "absent": ("absent",)}


async def month(actor: Actor, unit: UnitView | None, name: str, first: date) -> Month:
    """The sessions that began in the local month of `first`, by unit below the one that is named (else `unit`, else the
    first the actor leads). Raises NotOfficerOver, UnknownUnit."""
    tree = await load_tree()
    led = actor.officer_units()
    chosen = tree.find(name) if name else unit or (led[0] if led else None)
    if chosen is None or not actor.is_officer_over(chosen):
        raise NotOfficerOver(chosen.name if chosen else "")
    begins, ends = clock.month_bounds(first)
    lines = await _lines(tree, chosen, begins, ends)
    held = await read(f"SELECT COUNT(*) AS sessions FROM ({_of_unit(_SESSIONS)}) x", _params(chosen, begins, ends))
    return Month(chosen.name, begins, held[0]["sessions"], lines)


def _of_unit(sessions: str) -> str:
    return (
        f"{sessions} AND EXISTS (SELECT 1 FROM org_unit u WHERE u.path LIKE ? AND EXISTS (SELECT 1 FROM attendance_record r "
        "WHERE r.session_id = s.id AND r.unit_id = u.id AND r.role = 'expected'))"
    )


def _params(unit: UnitView, begins: datetime, ends: datetime) -> Sequence[datetime | str]:
    return begins, ends, stored_path(unit.path) + "%"


async def _lines(tree: UnitTree, chosen: UnitView, begins: datetime, ends: datetime) -> list[UnitRates]:
    found: dict[int, dict[str, int]] = {}
    for row in await read(_BY_UNIT.format(sessions=_SESSIONS), (begins, ends)):
        counts = found.setdefault(row["unit_id"], dict.fromkeys(COLUMNS, 0))
        counts["expected"] += row["people"]
        for column in _AS.get(row["state"], ("pending",)):
            counts[column] += row["people"]
    held = {row["unit_id"]: row["sessions"] for row in await read(_HELD.format(sessions=_SESSIONS), (begins, ends))}
    return [
        UnitRates(unit.name, unit.path, held[unit.id], found[unit.id])
        for unit in sorted(tree.below(chosen), key=lambda one: one.path)
        if unit.id in found
    ]
