"""What officers see of a directive: how far it is in the groups, who has read it, by unit."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

LINES = 60
"""Units on one board at most."""

PICTURE_FROM = 4
"""Fewer units are said in words: a picture would tell no more."""

CELLS = 80
"""Units in detail on one picture at most, where they cannot be summed up; they stand in two columns."""


class Arrival(StrEnum):
    """How far a directive has come in one group, the worst first."""

    FAILED = "failed"
    DOUBTFUL = "doubtful"
    STAYED = "stayed"
    """It was to be taken back, and could not be."""
    WAITING = "waiting"
    LEAVING = "leaving"
    """It is there, and is being taken back."""
    STOPPED = "stopped"
    TAKEN = "taken"
    """It was there, and was taken back."""
    ARRIVED = "arrived"


SETTLED = frozenset({Arrival.ARRIVED, Arrival.TAKEN})
"""Nobody has to see to these."""


_ARRIVALS: Mapping[str, Arrival] = {
    "sent": Arrival.ARRIVED,
    "sent, wanted": Arrival.LEAVING,
    "sent, done": Arrival.TAKEN,
    "sent, failed": Arrival.STAYED,
    "queued": Arrival.WAITING,
    "sending": Arrival.WAITING,
    "held": Arrival.WAITING,
    "uncertain": Arrival.DOUBTFUL,
    "needs_human": Arrival.DOUBTFUL,
    "rejected": Arrival.FAILED,
    "expired": Arrival.FAILED,
    "cancelled": Arrival.STOPPED,
}


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit on the board. `groups` counts its groups by arrival; `read` of `people` have answered."""

    unit_id: int
    name: str
    path: tuple[int, ...]
    people: int
    read: int
    groups: Mapping[Arrival, int]
    reached: bool = True
    """A group of its own or of a unit above it was a target."""
    told: int = 0
    """Of those who have read, for whom somebody else said so (代阅)."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A directive in one line. `read` of `people` of all it addresses."""

    number: int
    title: str
    read: int
    people: int
    receipts: bool


@dataclass(frozen=True, slots=True)
class Board:
    """A directive by unit."""

    number: int
    title: str
    stopped: bool
    deadline: datetime | None
    receipts: bool
    lines: tuple[UnitLine, ...]
    recalled: bool = False
    scheduled: datetime | None = None
    """When it will go out (aware UTC), while it waits for that."""
    corrections: int = 0


def arrival(states: Iterable[str]) -> Arrival:
    """How far a directive is in a group, from the outbox states of its parts: as far as its worst part. Behind `sent` may
    stand what became of taking it back."""
    found = {_ARRIVALS[state] for state in states}
    return next((worst for worst in Arrival if worst in found), Arrival.WAITING)


def totals(lines: Iterable[UnitLine]) -> tuple[int, int, Mapping[Arrival, int]]:
    """People, read and groups by arrival of all lines together."""
    people = read = 0
    groups: Counter[Arrival] = Counter()
    for line in lines:
        people += line.people
        read += line.read
        groups.update(line.groups)
    return people, read, groups


def rolled_up(lines: Sequence[UnitLine], names: Mapping[int, str], most: int) -> tuple[UnitLine, ...]:
    """The lines, summed up by the units above them level by level until there are at most `most`.

    Where all of them stand directly below one unit they stay apart, for one sum would say nothing.
    `names` names the units by id. Order is kept: a sum stands where its first line stood.
    """
    level = max((len(line.path) for line in lines), default=0)
    while len(lines) > most and level > 1:
        level -= 1
        sums: dict[tuple[int, ...], list[UnitLine]] = {}
        for line in lines:
            sums.setdefault(line.path[:level], []).append(line)
        if len(sums) == 1:
            break
        lines = [_sum_of(path, parts, names) for path, parts in sums.items()]
    return tuple(lines)


def troubled(lines: Iterable[UnitLine]) -> tuple[UnitLine, ...]:
    """The lines whose groups do not all have the directive, or that have no group at all."""
    return tuple(line for line in lines if not line.reached or set(line.groups) - SETTLED)


def is_finished(line: UnitLine) -> bool:
    """All its groups have the directive, and all its people have answered."""
    return line.reached and not set(line.groups) - SETTLED and line.read >= line.people


def told_apart(lines: Iterable[UnitLine], names: Mapping[int, str]) -> tuple[UnitLine, ...]:
    """The lines with the unit above before the name wherever two have the same (`内科党支部/第一党小组`)."""
    lines = tuple(lines)
    often = {name for name, count in Counter(line.name for line in lines).items() if count > 1}
    return tuple(
        replace(line, name=f"{names[line.path[-2]]}/{line.name}") if line.name in often and len(line.path) > 1 else line
        for line in lines
    )


def _sum_of(path: tuple[int, ...], parts: Sequence[UnitLine], names: Mapping[int, str]) -> UnitLine:
    if len(parts) == 1:
        return parts[0]
    people, read, groups = totals(parts)
    reached, told = all(part.reached for part in parts), sum(part.told for part in parts)
    return UnitLine(path[-1], names[path[-1]], path, people, read, groups, reached, told)
