"""Clocks in working days: 受理 within 1, 办结 within 5, one extension of at most 10. Days only, never hours.

What a working day is comes in as a function: storage.workdays knows China's calendar.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from .states import OPEN, UNACCEPTED, State

ACCEPT_DAYS = 1
FINISH_DAYS = 5
EXTENSION_DAYS = 10
PUSH_DAYS = 7
"""A notice to an author's route is given up, and erased with the route, after this many days."""

IsWorking = Callable[[date], bool]


def working_days_after(day: date, count: int, is_working: IsWorking) -> date:
    """The `count`-th working day after `day`. The day itself does not count."""
    while count:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


def working_days_between(begin: date, end: date, is_working: IsWorking) -> int:
    """How many working days lie after `begin` up to and including `end`."""
    return sum(is_working(begin + timedelta(days=step)) for step in range(1, (end - begin).days + 1))


@dataclass(frozen=True, slots=True)
class Clocks:
    """The last days on which 受理 and 办结 are in time."""

    accept_by: date
    finish_by: date

    @classmethod
    def started(cls, day: date, is_working: IsWorking) -> "Clocks":
        """The clocks of a case that reaches its handlers on `day`."""
        return cls(working_days_after(day, ACCEPT_DAYS, is_working), working_days_after(day, FINISH_DAYS, is_working))

    def passed_on(self, day: date, is_working: IsWorking) -> "Clocks":
        """After 转办 or 退单: the new unit has its day to accept, the end does not move."""
        return replace(self, accept_by=working_days_after(day, ACCEPT_DAYS, is_working))

    def extended(self, days: int, is_working: IsWorking) -> "Clocks":
        """Longer by working days. Raises ValueError outside 1..EXTENSION_DAYS."""
        if not 1 <= days <= EXTENSION_DAYS:
            raise ValueError(days)
        return replace(self, finish_by=working_days_after(self.finish_by, days, is_working))

    def is_overdue(self, state: State, today: date) -> bool:
        """Whether what is owed in this state should have been done before today."""
        if state not in OPEN:
            return False
        return today > self.finish_by or (state in UNACCEPTED and today > self.accept_by)

    def next_due(self, state: State) -> date:
        """The day the next thing is owed by."""
        return min(self.accept_by, self.finish_by) if state in UNACCEPTED else self.finish_by


def read_sweeps(text: str) -> tuple[time, ...]:
    """The times of day of FEEDBACK_SWEEPS (`08:30,17:00`), sorted. Raises ValueError."""
    return tuple(sorted({time.fromisoformat(part.strip()) for part in text.split(",")}))


def next_sweep(after: datetime, sweeps: Iterable[time], is_working: IsWorking) -> datetime:
    """The next sweep after a local moment: on working days only."""
    times, day = sorted(sweeps), after.date()
    while True:
        if is_working(day):
            for at in times:
                moment = datetime.combine(day, at, after.tzinfo)
                if moment > after:
                    return moment
        day += timedelta(days=1)


def expires_on(ended_on: date, days: int) -> date:
    """The day an ended case is erased (FEEDBACK_RETENTION_DAYS)."""
    return ended_on + timedelta(days=days)
