"""How a session stands, by unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from .counts import Counts
from .quorum import Quorum
from .record import Leave, Means, RecordState
from .session import Proposal, Session

LINES = 60
"""Units on one board at most."""


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """One unit of a session; `path` is the ids from the root down to it."""

    unit_id: int
    name: str
    path: tuple[int, ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Stand:
    """How a session stands, by unit in the order of the roster."""

    lines: tuple[UnitCounts, ...]

    @property
    def totals(self) -> Counts:
        return _sum(self.lines)

    def below(self, unit_id: int) -> Counts:
        """A unit with all below it."""
        return _sum(line for line in self.lines if unit_id in line.path)


@dataclass(frozen=True, slots=True)
class Board:
    """A session as officers see it: all of it, or the part of it that is theirs. `quorum` only with `表决`, of the whole."""

    session: Session
    proposal: Proposal
    unit_name: str
    stand: Stand
    quorum: Quorum | None
    whole: bool


@dataclass(frozen=True, slots=True)
class Own:
    """One session of a person's own, and what they count as there."""

    session: Session
    title: str
    state: RecordState
    leave: Leave
    official: bool
    made_up: bool


@dataclass(frozen=True, slots=True)
class Corrected:
    """One 补签 of a record; `at` is aware UTC."""

    before: RecordState
    after: RecordState
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept on a person about one session. Times are aware UTC."""

    own: Own
    signed_in_at: datetime | None
    means: Means | None
    signed_out_at: datetime | None
    leave_reason: str
    made_up_text: str
    corrections: tuple[Corrected, ...]
    roll_answers: int


def rolled_up(lines: Sequence[UnitCounts], names: Mapping[int, str], most: int) -> tuple[UnitCounts, ...]:
    """The lines, summed up by the units above them level by level until there are at most `most`; order is kept.
    Where all of them stand directly below one unit they stay apart, for one sum would say nothing."""
    level = max((len(line.path) for line in lines), default=0)
    while len(lines) > most and level > 1:
        level -= 1
        sums: dict[tuple[int, ...], list[UnitCounts]] = {}
        for line in lines:
            sums.setdefault(line.path[:level], []).append(line)
        if len(sums) == 1:
            break
        lines = [
            parts[0] if len(parts) == 1 else UnitCounts(path[-1], names.get(path[-1], ""), path, _sum(parts))
            for path, parts in sums.items()
        ]
    return tuple(lines)


def _sum(lines: Iterable[UnitCounts]) -> Counts:
    total = Counts()
    for line in lines:
        total += line.counts
    return total
