"""报平安: which incident is meant, who is counted, who is reminded. Times aware UTC."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

REMINDED_AFTER = (timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1))
"""After a 通报 that asks for it, whoever has not answered is reminded then."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One incident in which a person is asked whether they are safe; `open` while the incident is."""

    number: int
    title: str
    open: bool
    answered_at: datetime | None
    said: str = ""
    told_how: str | None = None
    """How an officer knew who said it for them ("": not told); None: it is their own answer."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is asked. `path` is the ids of their unit's path, `known` whether they have a QQ; `told_how` as of an
    Ask."""

    path: tuple[int, ...]
    unit: str
    name: str
    known: bool
    answered_at: datetime | None
    said: str = ""
    told_how: str | None = None


Names = tuple[tuple[str, tuple[str, ...]], ...]
"""Units in the order of the roster, with names."""


@dataclass(frozen=True, slots=True)
class Roll:
    """How 报平安 stands among some people: `done` of `people` are safe; `missing` have a QQ and have not answered,
    `to_call` have none; `said` is what people wrote beside it, with unit and name; `units` counts (done, people);
    `spoken_for` are those an officer said it for: unit, name, how it was known."""

    people: int
    done: int
    missing: Names
    to_call: Names
    said: tuple[tuple[str, str, str], ...]
    units: tuple[tuple[str, int, int], ...]
    spoken_for: tuple[tuple[str, str, str], ...] = ()


def moments(asked: datetime) -> list[datetime]:
    """When whoever has not answered is reminded."""
    return [asked + after for after in REMINDED_AFTER]


def meant(asks: Sequence[Ask], announced: Iterable[int]) -> int | None:
    """The incident that 报平安 without a number means. `asks` are the person's, the newest first; `announced` the incidents
    a chat was told of, the newest first.

    The newest open one of this chat that they are asked in; else the only open one they have not answered, or, where
    they have answered all, the newest they have. None: several are possible, or none.
    """
    still_open = {ask.number: ask for ask in asks if ask.open}
    for number in announced:
        if number in still_open:
            return number
    waiting = [ask.number for ask in still_open.values() if ask.answered_at is None]
    if not waiting:
        return next((ask.number for ask in asks if ask.open or ask.answered_at is not None), None)
    return waiting[0] if len(waiting) == 1 else None


def roll(people: Iterable[Person], within: Sequence[int] | None = None) -> Roll:
    """The roll of those in the units of these ids or below them; None: of all."""
    counted = [one for one in people if within is None or any(unit in one.path for unit in within)]
    counted.sort(key=lambda one: one.path)
    missing = [one for one in counted if one.answered_at is None]
    counts: dict[tuple[int, ...], tuple[str, int, int]] = {}
    for one in counted:
        name, done, asked = counts.get(one.path, (one.unit, 0, 0))
        counts[one.path] = (name, done + (one.answered_at is not None), asked + 1)
    return Roll(
        len(counted),
        len(counted) - len(missing),
        _by_unit(one for one in missing if one.known),
        _by_unit(one for one in missing if not one.known),
        tuple((one.unit, one.name, one.said) for one in counted if one.said),
        tuple(counts.values()),
        tuple((one.unit, one.name, one.told_how) for one in counted if one.told_how is not None),
    )


def _by_unit(people: Iterable[Person]) -> Names:
    units: dict[tuple[int, ...], tuple[str, list[str]]] = {}
    for one in people:
        units.setdefault(one.path, (one.unit, []))[1].append(one.name)
    return tuple((unit, tuple(names)) for unit, names in units.values())
