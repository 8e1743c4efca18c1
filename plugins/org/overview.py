"""The tree of units with its groups, heads and numbers, for officers (组织)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from plugins.gateway.directory import Actor, BoundGroup, UnitView
from plugins.storage import read

from .bindings import load_bound
from .service import NotOverUnit
from .units import UnitTree, load_tree

_NUMBERS = (
    "SELECT home_unit_id AS unit_id, COUNT(*) AS people, COUNT(account) AS reachable "
    "FROM org_person WHERE active GROUP BY home_unit_id"
)
_HEADS = (
    "SELECT o.unit_id, p.name, o.title FROM org_post o JOIN org_person p ON p.id = o.person_id "
    "WHERE o.officer AND p.active ORDER BY o.id"
)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit of the tree. `people` are those at home there; `depth` counts from the unit that was asked for."""

    unit: UnitView
    depth: int
    people: int
    without_account: int
    officers: tuple[tuple[str, str], ...]
    """Name and title."""
    groups: tuple[BoundGroup, ...]


async def tree(actor: Actor, name: str = "", acting: UnitView | None = None) -> list[UnitLine]:
    """The unit of this name with all below it; without a name the acting unit, else all the actor leads.

    Raises UnknownUnit, NotOverUnit.
    """
    units = await load_tree()
    tops = _tops(units, actor, name, acting)
    if not all(actor.superuser or actor.is_officer_over(top) for top in tops):
        raise NotOverUnit
    numbers = {row["unit_id"]: (row["people"], row["people"] - row["reachable"]) for row in await read(_NUMBERS)}
    officers: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in await read(_HEADS):
        officers[row["unit_id"]].append((row["name"], row["title"]))
    groups: dict[int, list[BoundGroup]] = defaultdict(list)
    for group in await load_bound():
        groups[group.unit.id].append(group)
    return [
        UnitLine(
            unit,
            len(unit.path) - len(top.path),
            *numbers.get(unit.id, (0, 0)),
            tuple(officers[unit.id]),
            tuple(groups[unit.id]),
        )
        for top in tops
        for unit in _depth_first(units, top)
    ]


def _tops(units: UnitTree, actor: Actor, name: str, acting: UnitView | None) -> Sequence[UnitView]:
    if name:
        return [units.find(name)]
    if acting:
        return [acting]
    led = actor.officer_units()
    topmost = [unit for unit in led if not any(other.id in unit.path[:-1] for other in led)]
    return topmost or [root for root in [units.root] if root]


def _depth_first(units: UnitTree, top: UnitView) -> list[UnitView]:
    return [top, *(unit for child in units.children(top) for unit in _depth_first(units, child))]
