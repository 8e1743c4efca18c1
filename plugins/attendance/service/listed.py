"""People of a session's list, looked up by the names an officer types."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plugins.org import people
from plugins.org.domain import tidy_name
from plugins.storage import Transaction, read

from ..domain import Record, RecordState, Role
from ..models import AttendanceRow, SessionRow
from .errors import NamesUnclear
from .rows import Reach, record_of

_LISTED = (
    "SELECT r.id, r.person_id, r.unit_id, p.name, u.name AS unit, r.role, r.voter, r.signed_in_at, r.means, "
    "r.signed_out_at, r.leave, r.official, r.correction, r.made_up_at FROM attendance_record r "
    "JOIN org_person p ON p.id = r.person_id JOIN org_unit u ON u.id = r.unit_id WHERE r.session_id = ? "
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One person on the list: `id` is the record's."""

    id: int
    person_id: int
    unit_id: int
    name: str
    unit: str
    record: Record


async def everybody(number: int, reach: Reach, more: str = "") -> list[Listed]:
    """All within reach, in the roster's order; `more` narrows it ("AND r.leave = 'asked'")."""
    rows = await read(f"{_LISTED}{more} ORDER BY r.unit_id, r.person_id", (number,))
    return [_listed(row) for row in rows if reach.covers(row["unit_id"])]


async def named(number: int, reach: Reach, names: Sequence[str]) -> list[Listed]:
    """These people of the list: exact names, else unique beginnings. Raises NamesUnclear with all that is unclear."""
    found, unknown, several = await _search(number, reach, names)
    if unknown or several:
        raise NamesUnclear(number, unknown, several)
    return found


async def named_or_added(tx: Transaction, row: SessionRow, reach: Reach, names: Sequence[str]) -> list[Listed]:
    """The same, within a use case; who is in the roster but not on the list (joined later) is added as 列席."""
    found, unknown, several = await _search(row.id, reach, names)
    unit = reach.tree.get(row.unit_id)
    strangers = []
    for name in unknown:
        seen = [one for one in await people.find(name, unit) if one.name == name] if unit else []
        if len(seen) == 1 and reach.covers(seen[0].unit.id):
            added = await _add(tx, row.id, seen[0])
            found.append(added)
        else:
            strangers.append(name)
    if strangers or several:
        raise NamesUnclear(row.id, strangers, several)
    return found


async def _add(tx: Transaction, number: int, person: people.PersonView) -> Listed:
    record = Record(role=Role.OBSERVER, voter=False)
    row = await AttendanceRow.create(
        session_id=number,
        person_id=person.id,
        unit_id=person.unit.id,
        role=record.role,
        voter=False,
        state=RecordState.WAITING,
    )
    return Listed(row.id, person.id, person.unit.id, person.name, person.unit.name, record)


async def _search(
    number: int, reach: Reach, names: Sequence[str]
) -> tuple[list[Listed], list[str], list[tuple[str, tuple[str, ...]]]]:
    found: list[Listed] = []
    unknown: list[str] = []
    several: list[tuple[str, tuple[str, ...]]] = []
    for name in dict.fromkeys(map(tidy_name, names)):
        rows = await read(f"{_LISTED} AND p.name = ? ORDER BY r.person_id", (number, name))
        if not rows and len(name) > 1:
            rows = await read(f"{_LISTED} AND substr(p.name, 1, ?) = ? ORDER BY r.person_id", (number, len(name), name))
        mine = [_listed(row) for row in rows if reach.covers(row["unit_id"])]
        if len(mine) == 1:
            found.append(mine[0])
        elif mine:
            several.append((name, tuple(f"{one.name}({one.unit})" for one in mine)))
        else:
            unknown.append(name)
    return found, unknown, several


def _listed(row: dict[str, Any]) -> Listed:  # a raw row of _LISTED
    return Listed(row["id"], row["person_id"], row["unit_id"], row["name"], row["unit"], record_of(row))
