"""An incident as its people see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .broadcast import Told
from .states import State

TITLE_LIMIT = 40


class Entry(StrEnum):
    """What one line of a timeline is."""

    FIRST = "first"
    """首报"""
    REPORT = "report"
    """续报"""
    CLOSING = "closing"
    """终报"""
    CORRECTION = "correction"
    """更正: the next version of what was reported first."""
    TAKEN = "taken"
    """接手"""
    FALSE = "false"
    """误报"""
    MERGED = "merged"
    """并入: from here on another number's lines are here."""
    RECALLED = "recalled"
    """The author recalled the message; what it said stays."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline. `at` is when it was typed, aware UTC; `number` under which number; `version` of a
    correction (2 is the first), else None; `pieces` how many pictures and files; `name` "" when the person was erased."""

    kind: Entry
    at: datetime
    name: str
    text: str
    number: int
    version: int | None = None
    pieces: int = 0


@dataclass(frozen=True, slots=True)
class Brief:
    """One incident in a list. Times aware UTC; `next_report_at` None once it is over."""

    number: int
    title: str
    unit: str
    state: State
    reported_at: datetime
    handler: str
    next_report_at: datetime | None
    version: int = 1
    """More than 1: the title was corrected since; it is shown as it was first typed."""

    def overdue(self, now: datetime) -> bool:
        return self.next_report_at is not None and now > self.next_report_at


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole incident, its lines in the order of their times; `told` is what groups were told meanwhile."""

    brief: Brief
    lines: tuple[Line, ...]
    merged_into: int | None = None
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """How the alert stands: how many officers have it, and who has not. `pending` may still get it, `unreached` will not
    by itself or have no account."""

    sent: int
    pending: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()

    @property
    def nobody(self) -> bool:
        return self.sent == 0


def title_and_text(typed: str) -> tuple[str, str]:
    """The first line as the title, what follows as the text; a long first line is cut, and the text is all of it."""
    first, _, rest = typed.strip().partition("\n")
    first = first.strip()
    if len(first) <= TITLE_LIMIT:
        return first, rest.strip("\n").rstrip()
    return first[: TITLE_LIMIT - 1] + "…", typed.strip()


def in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines by the time they were typed; those of one moment as they came."""
    return tuple(sorted(lines, key=lambda line: line.at))
