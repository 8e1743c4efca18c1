"""监督台账 and 意见统计: months in figures, for people who do not see the cases, and for handlers those in their hands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plugins.gateway.directory import Actor, UnitView
from plugins.org.acting import NotOfficerOver
from plugins.org.contribute import LedgerSheet
from plugins.org.domain import Membership
from plugins.org.units import UnitTree, load_tree

from .. import domain, texts
from ..config import settings
from ..domain import Kind, Mask, Range, Tally, UnitFigures
from . import figures, rights
from .errors import NotHandler

COLUMNS = ("received", "answered", "closed", "overdue", "content", "discontent")
"""Of 监督台账."""
MONTHS = 6
"""Months told in one line each, the one asked for among them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of figures: of kinds, or of a month. A cell is None where the column is not broken down."""

    kinds: tuple[Kind, ...]
    first: date
    cells: Mapping[str, Range | None]


@dataclass(frozen=True, slots=True)
class Ledger:
    """监督台账 of a month: by kinds, in all, by units (what they received, as far as the reader looks after them),
    and the months before it in all."""

    first: date
    running: bool
    rows: tuple[Row, ...]
    total: Row
    units: tuple[tuple[str, Range], ...]
    months: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """意见统计: the figures of a unit, or of the cases in a handler's hands (`unit` ""). `asked` is the unit asked for
    where that is too small to stand by itself. `hidden` are columns that are not broken down by unit."""

    first: date
    running: bool
    unit: str
    asked: str
    counts: Mapping[str, Range]
    hidden: frozenset[str]
    median_days: float | None


async def ledger(actor: Actor, first: date, today: date) -> Ledger:
    """监督台账. Who is officer sees exact figures from 5 on; others see what is not fixed yet in steps of five, and
    nobody the ratings in it otherwise."""
    tree = await load_tree()
    running = _is_running(first, today)
    officer = bool(actor.officer_units())

    def mask(fixed: bool) -> Mask:
        if fixed:
            return Mask.SMALL
        return Mask.MOVING if officer else Mask.COARSE

    found, is_fixed = await figures.month(first)
    tops = [post.unit for post in actor.posts if post.officer or post.membership == Membership.REPRESENTATIVE]
    months = [first]
    for _ in range(MONTHS - 1):
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    before: list[Row] = []
    for month in months[1:]:
        tally, month_is_fixed = await figures.whole(month)
        before.append(Row((), month, _whole(tally, mask(month_is_fixed))))
    return Ledger(
        first,
        running,
        tuple(_by_kind(found, first, mask(is_fixed))),
        Row((), first, _whole(domain.total(found.values()), mask(is_fixed))),
        tuple(_by_unit(await _units(tree, found), tree, tops, mask(is_fixed))),
        tuple(row for row in before if any(cell and cell.high for cell in row.cells.values())),
    )


async def of_hands(actor: Actor, first: date, today: date) -> Statistics:
    """意见统计 of the cases in a handler's hands, nothing hidden. Raises NotHandler."""
    desks = {one.unit for one in await rights.desks_of(actor)}
    if actor.account in settings.oversight():
        desks.add(domain.OVERSIGHT)
    found = await figures.of_hands(actor.account, first, desks)
    return Statistics(
        first, _is_running(first, today), "", "", _bounds(found, Mask.OPEN), frozenset(), found.median_days()
    )


async def of_unit(actor: Actor, unit: UnitView | None, name: str, first: date, today: date) -> Statistics:
    """意见统计 of a unit with all below it, to its officers. Raises NotOfficerOver, UnknownUnit."""
    tree = await load_tree()
    led = actor.officer_units()
    chosen = tree.find(name) if name else unit or (led[0] if led else None)
    if chosen is None or not actor.is_officer_over(chosen):
        raise NotOfficerOver(chosen.name if chosen else "")
    return await _of_unit(tree, chosen, first, today)


async def statistics(actor: Actor, unit: UnitView | None, name: str, first: date, today: date) -> Statistics:
    """Whose figures these are: a handler's own cases where no unit is named, else a unit's. Raises as of_unit."""
    if not name:
        try:
            return await of_hands(actor, first, today)
        except NotHandler:
            pass
    return await of_unit(actor, unit, name, first, today)


async def month_sheet(unit: UnitView, first: date) -> LedgerSheet:
    """feedback's part of 台账: one line for the unit, as 意见统计 has it."""
    found = await _of_unit(await load_tree(), unit, first, first)
    return LedgerSheet(texts.figures.SHEET_NAME, texts.figures.SHEET_HEADING, (texts.figures.sheet_row(found),))


async def _of_unit(tree: UnitTree, chosen: UnitView, first: date, today: date) -> Statistics:
    found, fixed = await figures.month(first)
    units = await _units(tree, found)
    apart = domain.units_apart(units, settings.feedback_min_unit)
    path = domain.published_unit(chosen.path, units, apart, settings.feedback_min_unit)
    shown = tree.get(path[-1]) or chosen
    tally = _within(tree, found, path)
    hidden = frozenset[str]()
    if len(path) > 1:
        parts = [_within(tree, found, one.path, [other.path for other in apart]) for one in apart]
        hidden = frozenset(
            name for name in COUNTED if not domain.broken_down([part_count(part, name) for part in parts])
        )
    counts = {
        name: shown_
        for name, shown_ in _bounds(tally, Mask.SMALL if fixed else Mask.MOVING).items()
        if name not in hidden
    }
    told = "closed" not in hidden and tally.closed >= domain.SMALL_CELL
    return Statistics(
        first,
        _is_running(first, today),
        shown.name,
        "" if shown.id == chosen.id else chosen.name,
        counts,
        hidden,
        tally.median_days() if told else None,
    )


RATINGS = ("rated", "content", "discontent")
COUNTED = (*domain.COUNTS, "discontent")


def part_count(tally: Tally, name: str) -> int:
    """A count of a tally, those who were not content too."""
    return tally.rated - tally.content if name == "discontent" else getattr(tally, name)


def _bounds(tally: Tally, mask: Mask) -> dict[str, Range]:
    """Every count as it is shown. Those rated are what the two ratings come to, so that they tell no more."""
    found = {name: _bound(tally, name, mask) for name in COUNTED}
    found["rated"] = domain.plus(found["content"], found["discontent"])
    return found


def _whole(tally: Tally, mask: Mask) -> dict[str, Range | None]:
    return {name: _bound(tally, name, mask) for name in COLUMNS}


def _bound(tally: Tally, name: str, mask: Mask) -> Range:
    """A count as it is shown; ratings are their authors' alone, and in steps while they move: the first one too."""
    value = part_count(tally, name)
    if name in RATINGS and tally.received and mask in (Mask.MOVING, Mask.COARSE):
        return domain.step(value)
    return domain.bounds(value, Mask.SMALL if mask is Mask.MOVING else mask)


def _by_kind(found: Mapping[figures.Key, Tally], first: date, mask: Mask) -> list[Row]:
    by_kind = {kind: domain.total(tally for (_, one), tally in found.items() if one is kind) for kind in Kind}
    groups = domain.kinds_apart({kind: tally.received for kind, tally in by_kind.items()})
    if len(groups) < 2:
        return []
    tallies = [domain.total(by_kind[kind] for kind in kinds) for kinds, _ in groups]
    apart = {name: domain.broken_down([part_count(one, name) for one in tallies]) for name in COLUMNS}
    return [
        Row(
            kinds,
            first,
            {name: _bound(tally, name, mask) if apart[name] else None for name in COLUMNS},
        )
        for (kinds, _), tally in zip(groups, tallies, strict=True)
    ]


def _by_unit(
    units: Sequence[UnitFigures], tree: UnitTree, tops: Sequence[UnitView], mask: Mask
) -> list[tuple[str, Range]]:
    """What each unit received, where there are several to tell apart, and only within what the reader looks after."""
    apart = domain.units_apart(units, settings.feedback_min_unit)
    if len(apart) < 2:
        return []
    return [
        (unit.name, domain.bounds(one.cells[domain.RECEIVED], mask))
        for one in apart
        if (unit := tree.get(one.path[-1])) is not None
        and one.cells[domain.RECEIVED]
        and any(top.id in one.path for top in tops)
    ]


async def _units(tree: UnitTree, found: Mapping[figures.Key, Tally]) -> list[UnitFigures]:
    """Every unit with the people at home there and what came in about it. What is about a unit that is no more counts
    with the root."""
    root = tree.root
    if root is None:
        return []
    units = tree.below(root)
    people = await figures.people_at_home([unit.id for unit in units])
    received = dict.fromkeys((unit.id for unit in units), 0)
    for (unit_id, _), tally in found.items():
        received[unit_id if unit_id in received else root.id] += tally.received
    return [UnitFigures(unit.path, people[unit.id], {domain.RECEIVED: received[unit.id]}) for unit in units]


def _within(
    tree: UnitTree,
    found: Mapping[figures.Key, Tally],
    path: domain.Path,
    apart: Sequence[domain.Path] | None = None,
) -> Tally:
    """All that came in about the unit at `path` and those below it; with `apart` only what no deeper one of these has."""
    own: list[Tally] = []
    for (unit_id, _), tally in found.items():
        unit = tree.get(unit_id) or tree.root
        if unit is None or unit.path[: len(path)] != path:
            continue
        if apart is None or max((one for one in apart if unit.path[: len(one)] == one), key=len) == path:
            own.append(tally)
    return domain.total(own)


def _is_running(first: date, today: date) -> bool:
    return (first.year, first.month) == (today.year, today.month)
