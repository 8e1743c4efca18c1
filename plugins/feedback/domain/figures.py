"""What others may see in numbers: small cells and small units are rolled up, so that no figure points at a person."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

SMALL_CELL = 5
"""Figures from 1 to below this are not shown by themselves."""

Cells = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """The figures of one unit (with all below it when rolled up). `people` are those at home there."""

    path: tuple[int, ...]
    people: int
    cells: Cells


def rolled_up(figures: Iterable[UnitFigures], min_people: int) -> list[UnitFigures]:
    """Units with fewer than `min_people` people, or with any figure from 1 to 4, become part of the unit above them,
    from the deepest level upwards. The root may stay small: `shown` hides its cells."""
    level = {one.path: one for one in figures}
    for depth in range(max((len(path) for path in level), default=0), 1, -1):
        for path in [path for path in level if len(path) == depth]:
            if not is_small(level[path], min_people):
                continue
            one = level.pop(path)
            level[path[:-1]] = _sum(path[:-1], one, level.get(path[:-1]))
    return sorted(level.values(), key=lambda one: one.path)


def is_small(one: UnitFigures, min_people: int) -> bool:
    return one.people < min_people or any(0 < value < SMALL_CELL for value in one.cells.values())


def shown(value: int) -> str:
    """A figure as it may be shown: `<5` for a small one."""
    return f"<{SMALL_CELL}" if 0 < value < SMALL_CELL else str(value)


def share(part: int, whole: int) -> float | None:
    """A rate between 0 and 1; None of nothing."""
    return part / whole if whole else None


def _sum(path: tuple[int, ...], one: UnitFigures, other: UnitFigures | None) -> UnitFigures:
    if other is None:
        return UnitFigures(path, one.people, one.cells)
    add: Callable[[str], int] = lambda name: one.cells.get(name, 0) + other.cells.get(name, 0)  # noqa: E731
    names = dict.fromkeys([*other.cells, *one.cells])
    return UnitFigures(path, one.people + other.people, {name: add(name) for name in names})
