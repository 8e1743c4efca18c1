"""A task as its people see it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .states import State, is_overdue


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of a task. `said` is what it last reported; times aware UTC."""

    unit: str
    state: State
    deadline: datetime
    said: str

    def overdue(self, now: datetime) -> bool:
        return is_overdue(self.state, self.deadline, now)


@dataclass(frozen=True, slots=True)
class Board:
    """A whole task, its units in the roster's order."""

    number: int
    title: str
    issuer: str
    deadline: datetime
    closed: bool
    lines: tuple[Line, ...]
    recalled: bool = False
    """It was taken back (撤回): closed, too."""
    repeat: str = ""


@dataclass(frozen=True, slots=True)
class Mine:
    """One assignment of a unit somebody is an officer of."""

    number: int
    title: str
    unit: str
    state: State
    deadline: datetime


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task somebody's unit has issued and not closed."""

    number: int
    title: str
    deadline: datetime
    units: int
    done: int
    submitted: int


def counted(lines: Iterable[Line], now: datetime) -> tuple[dict[State, int], int]:
    """How many units are in each state, and how many of all are overdue."""
    lines = tuple(lines)
    return dict(Counter(line.state for line in lines)), sum(line.overdue(now) for line in lines)
