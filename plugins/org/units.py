"""The tree of units, and how a unit's name is looked up."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from plugins.gateway.directory import UnitView
from plugins.storage import read
from plugins.storage.errors import NotFound

from . import domain

_UNITS = "SELECT id, name, path FROM org_unit WHERE active ORDER BY id"


class UnknownUnit(NotFound):
    """No single active unit has this name: `candidates` (names, told apart by their paths) are what it may mean."""

    def __init__(self, name: str, candidates: Sequence[str] = ()) -> None:
        super().__init__(name)
        self.name = name
        self.candidates = tuple(candidates)


def path_of(stored: str) -> tuple[int, ...]:
    """The ids in a stored path `/1/5/`."""
    return tuple(int(part) for part in stored.split("/") if part)


def stored_path(ids: Iterable[int]) -> str:
    return "/" + "".join(f"{part}/" for part in ids)


class UnitTree:
    """The active units at one moment, in the roster's order."""

    def __init__(self, units: Iterable[UnitView]) -> None:
        self._units = {unit.id: unit for unit in units}
        self._children: dict[int, list[UnitView]] = defaultdict(list)
        for unit in self._units.values():
            if len(unit.path) > 1:
                self._children[unit.path[-2]].append(unit)

    def __len__(self) -> int:
        return len(self._units)

    @property
    def root(self) -> UnitView | None:
        """The one unit above all, or None in an empty roster."""
        return next((unit for unit in self._units.values() if len(unit.path) == 1), None)

    def get(self, identifier: int) -> UnitView | None:
        return self._units.get(identifier)

    def children(self, unit: UnitView) -> tuple[UnitView, ...]:
        return tuple(self._children[unit.id])

    def below(self, unit: UnitView) -> tuple[UnitView, ...]:
        """The unit itself and all below it, every unit before its children."""
        found = [unit]
        for one in found:
            found.extend(self._children[one.id])
        return tuple(found)

    def full_name(self, unit: UnitView) -> str:
        """`院党委/内科党支部`."""
        return "/".join(self._units[part].name for part in unit.path if part in self._units)

    def find(self, text: str, within: UnitView | None = None) -> UnitView:
        """The unit of this name: exact, else a unique prefix; `内科党支部/第一党小组` tells namesakes apart.

        Looks among `within` and all below it, else everywhere. Raises UnknownUnit.
        """
        *above, name = [part for part in re.split(r"[/／]", text.strip()) if part] or [""]
        units = self._units.values() if within is None else self.below(within)
        found = domain.match(name, ((unit.name, unit) for unit in units))
        found = [unit for unit in found if self._stands_below(unit, above)]
        if len(found) != 1:
            raise UnknownUnit(text.strip(), self._told_apart(found))
        return found[0]

    def _stands_below(self, unit: UnitView, names: Sequence[str]) -> bool:
        parents = [self._units[part].name for part in unit.path[:-1] if part in self._units]
        return not names or parents[-len(names) :] == list(names)

    def _told_apart(self, units: Sequence[UnitView]) -> list[str]:
        names = [unit.name for unit in units]
        return [unit.name if names.count(unit.name) == 1 else self.full_name(unit) for unit in units]


async def load_tree() -> UnitTree:
    """The active units as they are now: one query."""
    return UnitTree(UnitView(row["id"], row["name"], path_of(row["path"])) for row in await read(_UNITS))
