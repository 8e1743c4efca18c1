"""Audiences: which groups and which people a scope such as `全体 除 外科党支部` reaches.

People count once, in their home unit (组织关系), whatever posts they hold and groups they sit in.

Groups: a directive goes to the 支部群 of every unit of the scope, and to the 群众群 where representatives are
addressed. A 工作群 holds the officers of the units below, who read the directive in their own branch's group; so it
is a target only where its unit has no 支部群 and either has no units below it, or is the home of members
whom no 支部群 above reaches. A unit without a group of its own (a 党小组) is reached through the nearest unit above
it within the scope; representatives sit in the 支部群 where there is no 群众群.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plugins.gateway.directory import BoundGroup, GroupKind, UnitView
from plugins.storage import read
from plugins.storage.errors import DomainError, NotFound

from . import domain
from .bindings import load_bound
from .domain import Membership
from .units import UnitTree, UnknownUnit, load_tree, stored_path


class EmptyScope(DomainError):
    """The text names nobody, or everything it names is excluded again."""


class OutsideUnit(NotFound):
    """The unit exists, but not below the unit the sender acts in."""

    def __init__(self, name: str, acting: UnitView) -> None:
        super().__init__(name)
        self.name = name
        self.acting = acting


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom something is for: `included` units with all below them, less `excluded` ones with all below them."""

    text: str
    """As typed."""
    acting: UnitView
    whole: bool
    """The acting unit with all below (全体)."""
    included: tuple[UnitView, ...]
    excluded: tuple[UnitView, ...]
    members: bool
    representatives: bool


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person of an audience; `unit_id` is the home unit, `account` None when no QQ is known."""

    person_id: int
    unit_id: int
    unit_name: str
    name: str
    account: str | None


@dataclass(frozen=True, slots=True)
class Reach:
    """What a scope comes to at one moment."""

    groups: tuple[BoundGroup, ...]
    people: int
    units: int
    """Units that are the home of somebody addressed."""
    without_account: int
    """People addressed whose QQ is not known: they cannot answer for themselves."""
    units_without_group: tuple[UnitView, ...]
    """Units with people addressed whom no target group reaches."""


async def parse_scope(text: str, acting: UnitView, *, representatives: bool = False) -> Scope:
    """Reads 全体 | unit names | 群众群, with `除 …`, within `acting` and all below it.

    `representatives` adds the 群众代表 (含: 群众代表); 群众群 alone addresses only them.
    Raises EmptyScope, UnknownUnit(name, candidates), OutsideUnit(name, acting).
    """
    words = domain.read_scope(text)
    if not (words.whole or words.names or words.public):
        raise EmptyScope
    tree = await load_tree()
    named = [_find(tree, name, acting) for name in words.names]
    whole = words.whole or not named
    included = [acting] if whole else _topmost(named)
    excluded = _topmost([_find(tree, name, acting) for name in words.excluded])
    if all(_is_within(unit, excluded) for unit in included):
        raise EmptyScope
    members = words.whole or bool(words.names)
    return Scope(
        text.strip(), acting, whole, tuple(included), tuple(excluded), members, words.public or representatives
    )


async def describe(scope: Scope) -> Reach:
    """The groups and the number of people a scope reaches now: three small queries."""
    tree = await load_tree()
    bound: dict[int, list[BoundGroup]] = {}
    for group in await load_bound():
        bound.setdefault(group.unit.id, []).append(group)
    where, params = _where(scope)
    rows = await read(
        "SELECT p.home_unit_id AS unit_id, p.home_membership AS membership, "
        f"COUNT(*) AS people, COUNT(p.account) AS reachable {where} GROUP BY p.home_unit_id, p.home_membership",
        params,
    )
    homes: dict[int, list[bool]] = {}
    for row in rows:
        homes.setdefault(row["unit_id"], []).append(row["membership"] == Membership.REPRESENTATIVE)
    targets, lost = _spread(scope, _units_of(scope, tree), tree, bound, homes)
    people = sum(row["people"] for row in rows)
    return Reach(
        tuple(targets), people, len(homes), people - sum(row["reachable"] for row in rows), units_without_group=lost
    )


async def groups_of(scope: Scope) -> list[BoundGroup]:
    """The groups that get it, each once, in the roster's order of units."""
    return list((await describe(scope)).groups)


async def units_without_group(scope: Scope) -> list[UnitView]:
    """Units with people addressed whom no group reaches."""
    return list((await describe(scope)).units_without_group)


async def people_of(scope: Scope) -> list[Addressee]:
    """Everybody addressed, each once, in their home unit; by unit, then in the roster's order."""
    audience, params = people_sql(scope)
    rows = await read(
        f"SELECT a.person_id, a.unit_id, u.name AS unit_name, p.name, p.account FROM ({audience}) a "
        "JOIN org_person p ON p.id = a.person_id JOIN org_unit u ON u.id = a.unit_id ORDER BY a.unit_id, a.person_id",
        params,
    )
    return [Addressee(**row) for row in rows]


def people_sql(scope: Scope) -> tuple[str, list[str]]:
    """A SELECT with columns person_id and unit_id, one row a person addressed, and its `?` parameters.

    For `INSERT … SELECT` inside a use case (`Transaction.execute`).
    """
    where, params = _where(scope)
    return f"SELECT p.id AS person_id, p.home_unit_id AS unit_id {where}", params


def _where(scope: Scope) -> tuple[str, list[str]]:
    below = [stored_path(unit.path) + "%" for unit in scope.included]
    not_below = [stored_path(unit.path) + "%" for unit in scope.excluded]
    conditions = ["p.active", "u.active", f"({' OR '.join(['u.path LIKE ?'] * len(below))})"]
    conditions += ["u.path NOT LIKE ?"] * len(not_below)
    params = below + not_below
    if scope.members is not scope.representatives:
        conditions.append("p.home_membership = ?" if scope.representatives else "p.home_membership <> ?")
        params.append(Membership.REPRESENTATIVE.value)
    return f"FROM org_person p JOIN org_unit u ON u.id = p.home_unit_id WHERE {' AND '.join(conditions)}", params


def _find(tree: UnitTree, name: str, acting: UnitView) -> UnitView:
    try:
        return tree.find(name, acting)
    except UnknownUnit as unknown:
        if unknown.candidates:
            raise
        try:
            tree.find(name)
        except UnknownUnit:
            raise unknown from None
        raise OutsideUnit(name, acting) from None


def _is_within(unit: UnitView, units: Iterable[UnitView]) -> bool:
    return any(other.id in unit.path for other in units)


def _topmost(units: Sequence[UnitView]) -> list[UnitView]:
    """Each once, without those that stand below another of them."""
    once = {unit.id: unit for unit in units}
    return [unit for unit in once.values() if not any(part in once for part in unit.path[:-1])]


def _units_of(scope: Scope, tree: UnitTree) -> list[UnitView]:
    units = [unit for top in scope.included for unit in tree.below(top)]
    return [unit for unit in units if not _is_within(unit, scope.excluded)]


def _spread(
    scope: Scope,
    units: Sequence[UnitView],
    tree: UnitTree,
    bound: dict[int, list[BoundGroup]],
    homes: dict[int, list[bool]],
) -> tuple[list[BoundGroup], tuple[UnitView, ...]]:
    """The target groups, and the units whose people none of them reaches. `homes`: by unit, for each kind of person
    at home there, whether it is the representatives."""
    inside = {unit.id for unit in units}

    def own(unit_id: int, kind: GroupKind) -> list[BoundGroup]:
        return [group for group in bound.get(unit_id, ()) if group.kind is kind]

    def reached(unit: UnitView, kind: GroupKind) -> bool:
        """By a group of the unit or of one above it within the scope."""
        return any(part in inside and own(part, kind) for part in unit.path)

    targets: list[BoundGroup] = []
    lost: list[UnitView] = []
    for unit in units:
        through_branch = scope.members and reached(unit, GroupKind.BRANCH)
        here = homes.get(unit.id, ())
        mine: list[BoundGroup] = []
        if scope.members:
            mine += own(unit.id, GroupKind.BRANCH)
            if not through_branch and (False in here or not tree.children(unit)):
                mine += own(unit.id, GroupKind.WORK)
        through_branch = through_branch or bool(mine)
        if scope.representatives:
            mine += own(unit.id, GroupKind.PUBLIC)
        targets += mine
        through_public = scope.representatives and reached(unit, GroupKind.PUBLIC)
        if not all(through_branch or (through_public and outsider) for outsider in here):
            lost.append(unit)
    return targets, tuple(lost)
