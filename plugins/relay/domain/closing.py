"""What officers are told at a deadline: who has not read in their own unit, and which units below lag behind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Path = tuple[int, ...]
Names = tuple[tuple[str, bool], ...]
"""People, each with whether an account is known."""


@dataclass(frozen=True, slots=True)
class UnitState:
    """How a directive stands in one unit: `read` of `people` have read it, `unread` are those who have not."""

    path: Path
    name: str
    people: int
    read: int
    unread: Names = ()

    def lags(self, percent: int) -> bool:
        """Whether less than `percent` of its people have read it; never with 0."""
        return self.read * 100 < self.people * percent


@dataclass(frozen=True, slots=True)
class Notice:
    """What the officers of the unit at `path` are told: its unread people (of all units, for the unit that issued it),
    and the units directly below that lag, both in the order of the roster."""

    path: Path
    unread: tuple[UnitState, ...]
    lagging: tuple[UnitState, ...]


def notices(states: Iterable[UnitState], issuer: Path, percent: int) -> Sequence[Notice]:
    """The notices of a directive that the unit at `issuer` issued, its own first. Nobody above it is told, and nobody
    to whom there is nothing to tell."""
    ordered = sorted(states, key=lambda state: state.path)
    lagging: dict[Path, list[UnitState]] = {}
    for state in ordered:
        if len(state.path) > len(issuer) and state.lags(percent):
            lagging.setdefault(state.path[:-1], []).append(state)
    waiting = {state.path: state for state in ordered if state.unread}
    places = sorted({issuer, *waiting, *lagging}, key=lambda path: (path != issuer, path))
    found = []
    for path in places:
        own = tuple(waiting.values()) if path == issuer else tuple(filter(None, (waiting.get(path),)))
        if own or path in lagging:
            found.append(Notice(path, own, tuple(lagging.get(path, ()))))
    return found
