"""What officers see: deliveries and receipts, within the units they may look at."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plugins.gateway import outbox
from plugins.gateway.directory import Actor, UnitView
from plugins.gateway.kinds import Matter
from plugins.org.domain import Membership
from plugins.org.units import load_tree, path_of
from plugins.storage import read

from .. import domain, texts
from ..domain import Arrival, Board, Summary, UnitLine
from ..models import DirectiveRow
from .errors import NoSuchDirective, NotRemindable
from .saying import reference_of

LATEST = 5

_READ_BY_UNIT = """
SELECT r.unit_id, u.name, u.path, COUNT(*) AS people, COUNT(r.read_at) AS done
FROM relay_receipt r JOIN org_unit u ON u.id = r.unit_id WHERE r.directive_id = ? GROUP BY r.unit_id, u.name, u.path
"""

_REPRESENTS = f"p.home_membership = '{Membership.REPRESENTATIVE.value}'"

_READ_BY_KIND = f"""
SELECT r.unit_id, u.name, u.path, {_REPRESENTS} AS representatives,
    COUNT(*) AS people, COUNT(r.read_at) AS done, COUNT(r.told_by) AS told
FROM relay_receipt r JOIN org_unit u ON u.id = r.unit_id JOIN org_person p ON p.id = r.person_id
WHERE r.directive_id = ? GROUP BY r.unit_id, u.name, u.path, {_REPRESENTS}
"""

_TARGETS = """
SELECT t.chat, t.unit_id, u.name, u.path FROM relay_target t JOIN org_unit u ON u.id = t.unit_id
WHERE t.directive_id = ?
"""

_UNREAD = """
SELECT u.name AS unit, u.path, p.name, p.account FROM relay_receipt r
JOIN org_person p ON p.id = r.person_id JOIN org_unit u ON u.id = r.unit_id
WHERE r.directive_id = ? AND r.read_at IS NULL AND p.active ORDER BY r.unit_id, r.person_id
"""

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The units somebody looks at: these, with all below them."""

    units: tuple[UnitView, ...]

    def covers(self, path: Path) -> bool:
        return any(unit.id in path for unit in self.units)


async def view_of_all() -> View:
    """All units: for the command line, whose user has the whole database anyway."""
    root = (await load_tree()).root
    return View((root,) if root is not None else ())


def view_of(actor: Actor, here: UnitView | None) -> View:
    """In a group its unit, in private all units the person is an officer of."""
    return View((here,) if here is not None else actor.officer_units())


async def latest(view: View) -> list[Summary]:
    """The LATEST directives that concern the view, the newest first."""
    below = [f"%/{unit.id}/%" for unit in view.units]
    inside = " OR ".join(["u.path LIKE ?"] * len(below))
    concerned = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} x JOIN org_unit u ON u.id = x.unit_id "
        f"WHERE x.directive_id = d.id AND ({inside}))"
        for table in ("relay_target", "relay_receipt")
    )
    rows = await read(
        f"SELECT d.id, d.title, d.read_count, d.people, d.receipts FROM relay_directive d WHERE {concerned} "
        "ORDER BY d.id DESC LIMIT ?",
        [*below, *below, LATEST],
    )
    return [Summary(r["id"], r["title"], r["read_count"], r["people"], bool(r["receipts"])) for r in rows]


async def look(number: int) -> Matter | None:
    """A directive whoever may see it; open while it takes receipts, goes out or waits for its time."""
    row = await DirectiveRow.get_or_none(id=number).only("id", "title", "state", "unit_id")
    if row is None:
        return None
    return Matter(row.id, row.title, row.state in (domain.State.OPEN, domain.State.SCHEDULED), row.unit_id)


async def board(view: View, number: int, *, most: int | None = domain.LINES) -> Board:
    """Deliveries and receipts of a directive by unit, in the order of the roster. Raises NoSuchDirective.

    More than `most` units are summed up by the units above them where that is possible; None lists every unit.
    """
    directive = await DirectiveRow.get_or_none(id=number)
    if directive is None:
        raise NoSuchDirective(number)
    names: dict[Path, str] = {}
    members: dict[Path, dict[str, Any]] = {}
    outside: dict[Path, dict[str, Any]] = {}
    for row in await read(_READ_BY_KIND, (number,)):
        path = path_of(row["path"])
        names[path] = row["name"]
        (outside if row["representatives"] else members)[path] = row
    groups: dict[Path, Counter[Arrival]] = defaultdict(Counter)
    arrivals = await arrivals_of(number)
    for row in await read(_TARGETS, (number,)):
        path = path_of(row["path"])
        names[path] = row["name"]
        groups[path][arrivals.get(row["chat"], Arrival.WAITING)] += 1
    lines: list[UnitLine] = []
    for path in sorted(names):
        if not view.covers(path):
            continue
        here, reached = groups.get(path, {}), _reached(path, groups)
        if path in members or path not in outside:
            lines.append(_line(names[path], path, members.get(path), here, reached))
            here = {}
        if path in outside:
            lines.append(_line(texts.representatives_of(names[path]), path, outside[path], here, reached))
    if not lines:
        raise NoSuchDirective(number)
    every = {row["id"]: row["name"] for row in await read("SELECT id, name FROM org_unit")}
    if most is not None:
        lines = list(domain.rolled_up(lines, every, most))
    return Board(
        number,
        directive.title,
        directive.state is domain.State.STOPPED,
        directive.deadline,
        directive.receipts,
        domain.told_apart(lines, every),
        directive.state is domain.State.RECALLED,
        directive.not_before if directive.state is domain.State.SCHEDULED else None,
        directive.corrected,
    )


def _line(
    name: str,
    path: Path,
    row: Mapping[str, Any] | None,  # of _READ_BY_KIND
    groups: Mapping[Arrival, int],
    reached: bool,
) -> UnitLine:
    people, done, told = (row["people"], row["done"], row["told"]) if row else (0, 0, 0)
    return UnitLine(path[-1], name, path, people, done, groups, reached, told)


def _reached(path: Path, groups: Mapping[Path, object]) -> bool:
    return any(path[:length] in groups for length in range(1, len(path) + 1))


async def read_by_unit(number: int) -> dict[Path, tuple[str, int, int]]:
    """The units whose people a directive addresses: name, people, how many of them have read it."""
    return {
        path_of(row["path"]): (row["name"], row["people"], row["done"]) for row in await read(_READ_BY_UNIT, (number,))
    }


async def arrivals_of(number: int) -> dict[str, Arrival]:
    """How far a directive is in each group, by the chat's key. Where it had failed, what a correction said instead counts:
    the whole directive."""
    parts: dict[str, list[str]] = defaultdict(list)
    for delivery in await outbox.states(reference_of(number)):
        said = parts[delivery.chat.key]
        if said and delivery.part == 1 and domain.arrival(said) is Arrival.FAILED:
            said.clear()
        taken_back = delivery.state is outbox.State.SENT and delivery.recall
        said.append(f"sent, {delivery.recall}" if taken_back else delivery.state)
    return {chat: domain.arrival(states) for chat, states in parts.items()}


async def unread(view: View, number: int, only: str = "") -> list[tuple[str, list[tuple[str, bool]]]]:
    """Who has not read it, by unit in the order of the roster; each with whether an account is known.

    `only` narrows it to a unit of the view with all below it. People who left since are not waited for.
    Raises NoSuchDirective, UnknownUnit, NotRemindable (it takes no receipts).
    """
    if only:
        tree = await load_tree()
        unit = tree.find(only)
        if not view.covers(unit.path):
            raise NoSuchDirective(number)
        view = View((unit,))
    directive = await DirectiveRow.get_or_none(id=number)
    if directive is None or not await concerns(view, number):
        raise NoSuchDirective(number)
    ended = directive.state in (domain.State.STOPPED, domain.State.RECALLED)
    if ended or not directive.receipts:
        raise NotRemindable(number, stopped=ended)
    units = await unread_by_unit(number)
    return [units[path] for path in sorted(units) if view.covers(path)]


async def unread_by_unit(number: int) -> dict[Path, tuple[str, list[tuple[str, bool]]]]:
    """Name and people (as `unread` gives them) of each unit in which somebody has not read it."""
    units: dict[Path, tuple[str, list[tuple[str, bool]]]] = {}
    for row in await read(_UNREAD, (number,)):
        people = units.setdefault(path_of(row["path"]), (row["unit"], []))[1]
        people.append((row["name"], row["account"] is not None))
    return units


async def concerns(view: View, number: int) -> bool:
    """Whether it addresses somebody in the units of `view`."""
    rows = await read(
        "SELECT DISTINCT u.path FROM relay_receipt r JOIN org_unit u ON u.id = r.unit_id WHERE r.directive_id = ?",
        (number,),
    )
    return any(view.covers(path_of(row["path"])) for row in rows)
