"""出勤: how sessions stand, by unit; counted by the database, as domain.count counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.gateway.directory import Actor, UnitView
from plugins.gateway.kinds import Matter
from plugins.org.units import path_of
from plugins.storage import moment, read

from .. import domain
from ..domain import Board, Counts, Mode, Own, Quorum, SessionState, Stand, UnitCounts
from ..models import SessionRow
from .rows import load, proposal_of, reach, session_of

LATEST = 5

_IN_ROOM = "r.means IN ('room', 'scanned', 'seen')"
_COLUMNS = """
    COUNT(CASE WHEN r.role = 'expected' THEN 1 END) AS expected,
    COUNT(CASE WHEN r.role = 'expected' AND r.state IN ('present', 'late') THEN 1 END) AS present,
    COUNT(CASE WHEN r.role = 'expected' AND r.state = 'late' THEN 1 END) AS late,
    COUNT(CASE WHEN r.role = 'expected' AND r.state = 'leave' THEN 1 END) AS leave,
    COUNT(CASE WHEN r.role = 'expected' AND r.state = 'leave' AND r.official THEN 1 END) AS official,
    COUNT(CASE WHEN r.role = 'expected' AND r.state = 'absent' THEN 1 END) AS absent,
    COUNT(CASE WHEN r.role = 'expected' AND r.state = 'pending' THEN 1 END) AS pending,
    COUNT(CASE WHEN r.role = 'expected' AND r.state = 'waiting' THEN 1 END) AS waiting,
    COUNT(CASE WHEN r.role = 'observer' AND r.state IN ('present', 'late') THEN 1 END) AS observers,
    COUNT(CASE WHEN r.role = 'expected' AND r.made_up_at IS NOT NULL THEN 1 END) AS made_up,
"""
_ONLINE = {
    Mode.ON_SITE: "0 AS online",
    Mode.ONLINE: "COUNT(CASE WHEN r.role = 'expected' AND r.state IN ('present', 'late') THEN 1 END) AS online",
    Mode.BOTH: "COUNT(CASE WHEN r.role = 'expected' AND r.state IN ('present', 'late') AND "
    f"(r.means IS NULL OR NOT {_IN_ROOM}) THEN 1 END) AS online",
}
_BY_UNIT = (
    "SELECT r.unit_id, u.name, u.path,{columns}{online} FROM attendance_record r JOIN org_unit u ON u.id = r.unit_id "
    "WHERE r.session_id = ? GROUP BY r.unit_id, u.name, u.path"
)
_VOTERS = f"""
SELECT COUNT(*) AS voters, COUNT(CASE WHEN r.state IN ('present', 'late') THEN 1 END) AS present,
       COUNT(CASE WHEN r.state IN ('present', 'late') AND {_IN_ROOM} THEN 1 END) AS in_room
FROM attendance_record r WHERE r.session_id = ? AND r.role = 'expected' AND r.voter
"""
_NAMES = """
SELECT u.name AS unit, u.path, r.unit_id, p.name, r.state, r.official, r.leave FROM attendance_record r
JOIN org_person p ON p.id = r.person_id JOIN org_unit u ON u.id = r.unit_id
WHERE r.session_id = ? AND r.role = 'expected' AND r.state IN ('waiting', 'pending', 'absent', 'leave')
ORDER BY r.unit_id, r.person_id
"""


async def stand_of(row: SessionRow) -> Stand:
    """How a session stands, by unit."""
    found = await read(_BY_UNIT.format(columns=_COLUMNS, online=_ONLINE[row.mode]), (row.id,))
    lines = [UnitCounts(one["unit_id"], one["name"], path_of(one["path"]), _counts(one)) for one in found]
    return Stand(tuple(sorted(lines, key=lambda line: line.path)))


def _counts(row: Mapping[str, Any]) -> Counts:  # a raw row
    return Counts(**{name: row[name] for name in Counts.__slots__})


async def totals(number: int) -> Counts:
    """The whole of a session."""
    return (await stand_of(await load(number))).totals


async def quorum_of(row: SessionRow) -> Quorum | None:
    """Whether enough voters are there, where the session votes."""
    if row.vote is None:
        return None
    found = (await read(_VOTERS, (row.id,)))[0]
    on_site = {Mode.ON_SITE: found["present"], Mode.ONLINE: 0, Mode.BOTH: found["in_room"]}[row.mode]
    return domain.quorum(row.vote, found["voters"], on_site, found["present"] - on_site)


@dataclass(frozen=True, slots=True)
class Names:
    """Who is missing in one unit: each with what they are."""

    unit: str
    waiting: tuple[str, ...]
    """未签到, 待核 or 缺席."""
    asked: tuple[str, ...]
    """Asked for leave, not decided."""
    leave: tuple[str, ...]
    official: tuple[str, ...]


async def board(account: str, number: int, here: UnitView | None = None) -> Board:
    """A session by unit, as far as the account may see it; in a group as far as its unit goes.
    Raises NoSuchSession, NotOfficerOver."""
    row = await load(number)
    mine = await reach(account, row)
    stand = await stand_of(row)
    lines = tuple(line for line in stand.lines if mine.covers(line.unit_id) and (here is None or here.id in line.path))
    whole = len(lines) == len(stand.lines)
    every = {one["id"]: one["name"] for one in await read("SELECT id, name FROM org_unit")}
    shown = domain.rolled_up(lines, every, domain.LINES)
    return Board(session_of(row), proposal_of(row), row.unit_name, Stand(shown), await quorum_of(row), whole)


async def names(account: str, number: int, here: UnitView | None = None) -> Sequence[Names]:
    """Who is missing, by unit, as far as the account may see it. For private chats and work groups."""
    row = await load(number)
    mine = await reach(account, row)
    units: dict[tuple[int, ...], tuple[str, dict[str, list[str]]]] = {}
    for one in await read(_NAMES, (number,)):
        path = path_of(one["path"])
        if not mine.covers(one["unit_id"]) or (here is not None and here.id not in path):
            continue
        kind = one["state"] if one["state"] == "leave" else ("asked" if one["leave"] == "asked" else "waiting")
        if kind == "leave" and one["official"]:
            kind = "official"
        units.setdefault(path, (one["unit"], {}))[1].setdefault(kind, []).append(one["name"])
    return [_names(*units[path]) for path in sorted(units)]


def _names(unit: str, kinds: Mapping[str, Sequence[str]]) -> Names:
    return Names(unit, *(tuple(kinds.get(kind, ())) for kind in ("waiting", "asked", "leave", "official")))


@dataclass(frozen=True, slots=True)
class Summary:
    """A session in one line. Times aware UTC."""

    session: domain.Session
    title: str
    present: int
    expected: int


_LATEST = """
SELECT s.id FROM attendance_session s WHERE s.state <> 'cancelled' AND {concerned} ORDER BY s.begins DESC, s.id DESC LIMIT ?
"""


async def latest(actor: Actor, here: UnitView | None) -> list[Summary]:
    """The LATEST sessions that concern the units the actor leads (or the group's), the newest first."""
    units = (here,) if here is not None else actor.officer_units()
    below = [f"%/{unit.id}/%" for unit in units]
    inside = " OR ".join(["u.path LIKE ?"] * len(below)) or "FALSE"
    concerned = (
        "EXISTS (SELECT 1 FROM attendance_record r JOIN org_unit u ON u.id = r.unit_id "
        f"WHERE r.session_id = s.id AND ({inside}))"
    )
    found = await read(_LATEST.format(concerned=concerned), [*below, LATEST])
    rows = {row.id: row for row in await SessionRow.filter(id__in=[one["id"] for one in found])}
    ordered = [rows[one["id"]] for one in found]
    return [summary_of(row) for row in ordered]


async def look(number: int) -> Matter | None:
    """A session, whoever may see it; open until it is over."""
    row = await SessionRow.get_or_none(id=number).only("id", "title", "state", "unit_id")
    return row and Matter(row.id, row.title, row.state is SessionState.OPEN, row.unit_id)


def summary_of(row: SessionRow) -> Summary:
    """A session in one line."""
    return Summary(session_of(row), row.title, row.present, row.expected)


_OWN = """
SELECT s.id, s.title, s.begins, s.ends, s.state AS stands, r.state, r.leave, r.official, r.made_up_at
FROM attendance_record r JOIN attendance_session s ON s.id = r.session_id
WHERE r.person_id = ? AND r.role = 'expected' AND {which} ORDER BY s.begins DESC, s.id DESC LIMIT {latest}
"""
OWN_LATEST = 10


async def own(person_id: int, number: int | None = None) -> list[Own]:
    """The OWN_LATEST sessions of a person's own, the newest first; with a number that one alone, cancelled or not."""
    which, params = ("s.state <> 'cancelled'", ()) if number is None else ("s.id = ?", (number,))
    found = await read(_OWN.format(which=which, latest=OWN_LATEST), (person_id, *params))
    return [own_of(one) for one in found]


def own_of(
    row: Mapping[str, Any],
) -> Own:  # a raw row: session's id, title, begins, ends, state as stands; the record's
    """One session of a person's own."""
    session = domain.Session(row["id"], SessionState(row["stands"]), moment(row["begins"]), moment(row["ends"]))
    return Own(
        session,
        row["title"],
        domain.RecordState(row["state"]),
        domain.Leave(row["leave"]),
        official=bool(row["official"]),
        made_up=row["made_up_at"] is not None,
    )
