"""Clock times as people write them: 15:00, 下午三点半, 今晚12点."""

import re
from dataclasses import dataclass

from .scan import NUMBER, Scan, number
from .values import Problem, TimeProblem

DAY = 24 * 60


def _same(first: int, last: int) -> dict[int, int]:
    return {hour: hour for hour in range(first, last + 1)}


def _later(first: int, last: int) -> dict[int, int]:
    return {hour: hour + 12 for hour in range(first, last + 1)}


_PARTS = {
    ("凌晨",): _same(0, 6),
    ("清晨", "早晨", "早上", "早"): _same(4, 11),
    ("上午",): _same(6, 12),
    ("中午", "正午"): _same(11, 14) | _later(1, 2),
    ("下午", "午后"): _same(12, 19) | _later(1, 7),
    ("傍晚",): _same(16, 20) | _later(4, 8),
    ("晚上", "晚间", "晚"): _same(17, 24) | _later(5, 12),
    ("夜里", "夜间", "深夜", "半夜", "午夜", "夜"): _same(21, 23) | _later(9, 12),
}
PERIODS = {name: hours for names, hours in _PARTS.items() for name in names}
"""What each part of the day makes of a written hour; 24 is the midnight that ends the day."""

_PERIOD = re.compile("|".join(sorted(PERIODS, key=len, reverse=True)))
_COLON = re.compile(r"(\d{1,2}):(\d{2})(?::00)?(?![\d:])(?:分)?")
_POINT = re.compile(
    rf"({NUMBER})[点时](?:(半)|([一三])刻|({NUMBER})分|(\d{{2}}|[二三四五]?十[一二三四五六七八九]?|[零〇][一二三四五六七八九])(?!\d)|[钟整])?"
)
_BARE = re.compile(rf"({NUMBER})(?=[-~到至]{NUMBER}[点时])")
_VAGUE = re.compile(r"[上下]班|午休|交班|晨会|饭")


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour and a minute as written; `exact`: written so that only the 24-hour reading is left."""

    period: str
    hour: int
    minute: int
    exact: bool

    def minutes(self, period: str = "") -> int:
        """Minutes since the day's midnight, up to 24:30 (晚上12点半). `period` stands in for a missing one.

        Raises TimeProblem: NO_SUCH_TIME, or AMBIGUOUS for 3点 and the like.
        """
        period = self.period or period
        if self.minute > 59 or self.hour > 24:
            raise TimeProblem(Problem.NO_SUCH_TIME)
        if period:
            return self._in(period) * 60 + self.minute
        if self.hour == 24 and self.minute:
            raise TimeProblem(Problem.NO_SUCH_TIME)
        if not self.exact:
            raise TimeProblem(Problem.AMBIGUOUS, hour=self.hour)
        return self.hour * 60 + self.minute

    def _in(self, period: str) -> int:
        hours = PERIODS[period]
        if self.hour == 24 and self.minute:
            raise TimeProblem(Problem.NO_SUCH_TIME)
        if self.hour in hours:
            return hours[self.hour]
        doubtful = self.hour <= 12 and period[0] in "凌晚夜半深午"
        raise TimeProblem(Problem.AMBIGUOUS if doubtful else Problem.NO_SUCH_TIME)


def read_clock(scan: Scan) -> Clock | None:
    """The clock time at this place, or None. Raises NEEDS_CLOCK_TIME for a part of the day alone, and 下班前."""
    if scan.take(_VAGUE):
        raise TimeProblem(Problem.NEEDS_CLOCK_TIME)
    found = scan.take(_PERIOD)
    period = found[0] if found else ""
    clock = _read_after(scan, period)
    if period and clock is None:
        raise TimeProblem(Problem.NEEDS_CLOCK_TIME)
    return clock


def _read_after(scan: Scan, period: str) -> Clock | None:
    if found := scan.take(_COLON):
        hour = int(found[1])
        return Clock(period, hour, int(found[2]), exact=len(found[1]) == 2 or not 1 <= hour <= 6)
    if found := scan.take(_POINT) or scan.take(_BARE):
        hour = number(found[1])
        return Clock(period, hour, _minute(found), exact=not 1 <= hour <= 7)
    return None


def _minute(found: re.Match[str]) -> int:
    if found.re is _BARE:
        return 0
    if found[2]:
        return 30
    if found[3]:
        return 15 * number(found[3])
    written = found[4] or found[5]
    return number(written) if written else 0
