"""What a written time can come to, and how it can fail."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class Problem(StrEnum):
    """Why a written time was refused. times_texts.problem_text says each in Chinese."""

    UNKNOWN = "unknown"
    """Not in the grammar."""
    AMBIGUOUS = "ambiguous"
    """Can be read two ways (3点, 周五 with another date beside it)."""
    PAST = "past"
    NO_SUCH_TIME = "no_such_time"
    """25:00, 2月30日, 上午15点."""
    WEEKDAY_MISMATCH = "weekday_mismatch"
    """A date with another weekday beside it; `day` is the date."""
    NEEDS_CLOCK_TIME = "needs_clock_time"
    """A day alone, or 下班前, where an hour is needed."""
    NEEDS_END = "needs_end"
    """One time where a beginning and an end are needed."""
    NEEDS_ONE_TIME = "needs_one_time"
    """A beginning and an end where one time is needed."""
    ONLY_A_LIMIT = "only_a_limit"
    """周五18:00前, 两周内 where something begins."""
    END_BEFORE_START = "end_before_start"
    TOO_FAR = "too_far"
    """More than FARTHEST ahead: most often a slip in the year."""


class Wanted(StrEnum):
    """The shape that was asked for; decides the example in the answer."""

    MOMENT = "moment"
    SPAN = "span"
    DURATION = "duration"
    DAILY = "daily"
    RECURRENCE = "recurrence"


class TimeProblem(Exception):
    """A written time that is refused. Holds facts only; what was typed is not kept."""

    def __init__(
        self, kind: Problem, *, day: date | None = None, hour: int | None = None, at: datetime | None = None
    ) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.day = day
        """The day as far as it was understood (WEEKDAY_MISMATCH)."""
        self.hour = hour
        """The hour that can be read two ways (AMBIGUOUS)."""
        self.at = at
        """What was read, in now's zone (PAST)."""
        self.now: datetime | None = None
        """The time the text was read at; None for durations and daily spans."""
        self.wanted = Wanted.MOMENT


@dataclass(frozen=True, slots=True)
class Moment:
    """One point in time, aware, to the minute. `date_only`: only a day was written, `at` is its 23:59.

    `limit`: written as the end of something (前, 内), so it cannot be a beginning.
    """

    at: datetime
    date_only: bool = False
    limit: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A beginning and an end, both aware and to the minute, half-open: [begins, ends)."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class DailySpan:
    """The same hours every day, half-open, wall-clock; over midnight when `ends` is not after `begins`."""

    begins: time
    ends: time

    def covers(self, local: datetime) -> bool:
        """Whether this local time lies in the span."""
        clock = local.time().replace(tzinfo=None)
        if self.begins < self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends

    def end_after(self, local: datetime) -> datetime:
        """The first end of the span after this local time, in the same zone."""
        end = local.replace(hour=self.ends.hour, minute=self.ends.minute, second=0, microsecond=0)
        return end if end > local else end + timedelta(days=1)
