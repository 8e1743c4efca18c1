"""What figures may be shown to whom: nothing from 1 to 4 is shown, and nothing that is shown lets it be worked out.

Each column is broken down by kind, or by unit, only where every cell of it is 0 or at least SMALL_CELL; otherwise its
total stands alone. So no total less what is shown beside it leaves a small cell, whoever subtracts what from what.
Months hold different cases, and no running total over them is given. Until a month is fixed, who is no officer sees steps
of five, and everybody does of ratings, so that a single case does not show between one look and the next; from then on
its figures move once a month.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .figures import SMALL_CELL, UnitFigures, rolled_up
from .routing import Path
from .states import Kind

RECEIVED = "received"


class Mask(StrEnum):
    """For whom a figure is."""

    OPEN = "open"
    """Handlers, of the cases in their own hands."""
    SMALL = "small"
    """Others: what is small is not shown."""
    COARSE = "coarse"
    """The same in steps of five."""
    MOVING = "moving"
    """SMALL, but COARSE for ratings: what a month that is not fixed yet shows to officers."""


@dataclass(frozen=True, slots=True)
class Range:
    """A figure as far as it is shown: somewhere from `low` to `high`, both included."""

    low: int
    high: int

    @property
    def exact(self) -> bool:
        return self.low == self.high


def bounds(value: int, mask: Mask) -> Range:
    """What is shown of a figure."""
    if value == 0 or mask is Mask.OPEN:
        return Range(value, value)
    if value < SMALL_CELL:
        return Range(1, SMALL_CELL - 1)
    return step(value) if mask is Mask.COARSE else Range(value, value)


def step(value: int) -> Range:
    """A figure in steps of five, nothing and a few being one."""
    low = value - value % SMALL_CELL
    return Range(low, low + SMALL_CELL - 1)


def plus(one: Range, other: Range) -> Range:
    return Range(one.low + other.low, one.high + other.high)


def minus(one: Range, other: Range) -> Range:
    """Never below nothing."""
    return Range(max(0, one.low - other.high), max(0, one.high - other.low))


def percent(part: Range, whole: Range) -> Range | None:
    """A rate in whole percent, worked out of what is shown alone; None of nothing."""
    if whole.high == 0:
        return None
    return Range(min(100, round(100 * part.low / whole.high)), min(100, round(100 * part.high / max(1, whole.low))))


def kinds_apart(received: Mapping[Kind, int]) -> list[tuple[tuple[Kind, ...], int]]:
    """Which kinds are told apart, and how many cases each of these groups has: every group has 0 or at least
    SMALL_CELL, unless it is all there is. Small kinds become one group with those that had none, and with the next
    larger kind where they are too few, or where their number would tell each of them."""
    apart = {kind: received.get(kind, 0) for kind in Kind if received.get(kind, 0) >= SMALL_CELL}
    pool = [kind for kind in Kind if kind not in apart]

    def pooled() -> int:
        return sum(received.get(kind, 0) for kind in pool)

    while apart and (0 < pooled() < SMALL_CELL or (pooled() and pooled() == len(pool) * (SMALL_CELL - 1))):
        smallest = min(apart, key=lambda kind: apart[kind])
        del apart[smallest]
        pool.append(smallest)
    groups: list[tuple[tuple[Kind, ...], int]] = [((kind,), count) for kind, count in apart.items()]
    if pooled():
        groups.append((tuple(kind for kind in Kind if kind in pool), pooled()))
    return groups


def broken_down(cells: Sequence[int]) -> bool:
    """Whether a column may be shown cell by cell."""
    return not any(0 < cell < SMALL_CELL for cell in cells)


def units_apart(figures: Iterable[UnitFigures], min_people: int) -> list[UnitFigures]:
    """Which units are told apart by what they received: small ones become part of the unit above; what remains about
    the root itself takes the smallest other unit along where it would be small."""
    apart = rolled_up(figures, min_people)
    while len(apart) > 1 and len(apart[0].path) == 1 and 0 < apart[0].cells[RECEIVED] < SMALL_CELL:
        root, *others = apart
        least = min(others, key=lambda one: (one.cells[RECEIVED] == 0, one.cells[RECEIVED]))
        others.remove(least)
        joined = {name: count + least.cells.get(name, 0) for name, count in root.cells.items()}
        apart = [UnitFigures(root.path, root.people + least.people, joined), *others]
    return apart


def published_unit(path: Path, figures: Sequence[UnitFigures], apart: Sequence[UnitFigures], min_people: int) -> Path:
    """The unit whose figures stand for the one at `path`: itself, or the nearest above it that is large enough and
    whose cases are all told apart from those of others."""
    while len(path) > 1:
        inside = [one for one in figures if one.path[: len(path)] == path]
        people = sum(one.people for one in inside)
        cases = sum(one.cells[RECEIVED] for one in inside)
        told = sum(one.cells[RECEIVED] for one in apart if one.path[: len(path)] == path)
        if people >= min_people and cases == told:
            return path
        path = path[:-1]
    return path
