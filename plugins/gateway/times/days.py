"""Days as people write them: dates, weekdays, 明天, 月底."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .scan import NUMBER, Scan, number
from .values import Problem, TimeProblem

HALF_A_YEAR = timedelta(days=183)
HALF_A_MONTH = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Day:
    """A date, or only a weekday (0 = Monday) that may go with a date beside it."""

    date: date | None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """What days are counted from: `today`, and `ref`, the day an end is read after (today for a beginning)."""

    today: date
    ref: date

    def weekday(self, weekday: int) -> date:
        """周五 alone is this week's, over or not. For an end: the first one from `ref` on."""
        ahead = weekday - self.ref.weekday()
        return self.ref + timedelta(days=ahead if self.ref == self.today else ahead % 7)


def a_date(year: int, month: int, day: int) -> date:
    """Raises TimeProblem(NO_SUCH_TIME) when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        raise TimeProblem(Problem.NO_SUCH_TIME) from None


def next_month_of(year: int, month: int, by: int) -> tuple[int, int]:
    """The year and month that lie `by` months later."""
    years, index = divmod(month - 1 + by, 12)
    return year + years, index + 1


def month_end(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise TimeProblem(Problem.NO_SUCH_TIME)
    return a_date(year, month, calendar.monthrange(year, month)[1])


def _month_day(month: int, day: int, ref: date) -> date:
    """1月5日 in November is next year's; 11月20日 on the 23rd is a slip and stays in the past: the nearer one."""
    found = _maybe(ref.year, month, day)
    if found and found >= ref:
        return found
    later = _maybe(ref.year + 1, month, day)
    if later and later - ref <= HALF_A_YEAR:
        return later
    return found or a_date(ref.year, month, day)


def _maybe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day_of_month(day: int, ref: date) -> date:
    """5号 on the 28th is next month's; 20号 on the 23rd is a slip and stays in the past."""
    found = a_date(ref.year, ref.month, day)
    later = _maybe(*next_month_of(ref.year, ref.month, 1), day)
    return later if found < ref and later and later - ref <= HALF_A_MONTH else found


def _full(found: re.Match[str], cal: Calendar) -> Day:
    return Day(a_date(number(found[1]), number(found[2]), number(found[3])))


_YEARS = {"去": -1, "今": 0, "本": 0, "明": 1, "后": 2}


def _named_year(found: re.Match[str], cal: Calendar) -> Day:
    return Day(a_date(cal.today.year + _YEARS[found[1]], number(found[2]), number(found[3])))


def _month_and_day(found: re.Match[str], cal: Calendar) -> Day:
    return Day(_month_day(number(found[1]), number(found[2]), cal.ref))


_MONTHS = {"上": -1, "本": 0, "这": 0, "下": 1}


def _named_month(found: re.Match[str], cal: Calendar) -> Day:
    year, month = next_month_of(cal.today.year, cal.today.month, _MONTHS[found[1]])
    return Day(a_date(year, month, number(found[2])))


def _named_month_end(found: re.Match[str], cal: Calendar) -> Day:
    return Day(month_end(*next_month_of(cal.today.year, cal.today.month, _MONTHS[found[1] or "本"])))


def _numbered_month_end(found: re.Match[str], cal: Calendar) -> Day:
    end = month_end(cal.ref.year, number(found[1]))
    later = month_end(cal.ref.year + 1, number(found[1]))
    return Day(later if end < cal.ref and later - cal.ref <= HALF_A_YEAR else end)


def _year_end(found: re.Match[str], cal: Calendar) -> Day:
    return Day(a_date(cal.today.year + _YEARS[found[1] or "今"], 12, 31))


def _only_day(found: re.Match[str], cal: Calendar) -> Day:
    return Day(_day_of_month(number(found[1]), cal.ref))


_RELATIVE = {"大前天": -3, "前天": -2, "昨": -1, "今": 0, "明": 1, "后天": 2, "大后天": 3}


def _relative(found: re.Match[str], cal: Calendar) -> Day:
    return Day(cal.today + timedelta(days=_RELATIVE[found[1] or found[2]]))


def _day_after(found: re.Match[str], cal: Calendar) -> Day:
    return Day(cal.ref + timedelta(days=1))


_WEEKS = {"上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
_WEEKDAYS = {char: index for index, char in enumerate("一二三四五六日")} | {"天": 6}


def _weekday(found: re.Match[str], cal: Calendar) -> Day:
    day = _WEEKDAYS[found[2]] if found[2] in _WEEKDAYS else int(found[2]) - 1
    if not found[1]:
        return Day(None, day)
    monday = cal.today - timedelta(days=cal.today.weekday())
    return Day(monday + timedelta(weeks=_WEEKS[found[1].rstrip("个")], days=day))


def _two_ways(found: re.Match[str], cal: Calendar) -> Day:
    raise TimeProblem(Problem.AMBIGUOUS)


_WEEK = r"(?:周|星期|礼拜)"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Calendar], Day]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(\d{{4}}|[零〇一二三四五六七八九]{{4}})年({NUMBER})月({NUMBER})(?:日|号|(?!\d))", _full),
        (r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})日?(?!\d)", _full),
        (rf"(去|今|本|明|后)年({NUMBER})月({NUMBER})(?:日|号|(?!\d))", _named_year),
        (rf"({NUMBER})月[底末]", _numbered_month_end),
        (rf"({NUMBER})月({NUMBER})(?:日|号|(?!\d))", _month_and_day),
        (rf"(上|本|这|下)个?月({NUMBER})[日号]", _named_month),
        (r"(?:(上|本|这|下)个?)?月[底末]|本月(?=内)", _named_month_end),
        (r"(?:(今|本|明|后)年年?|年)[底末]", _year_end),
        (rf"({NUMBER})[日号]", _only_day),
        (r"(\d{1,2})[-/.](\d{1,2})(?![\d:点时])", _month_and_day),
        (r"(大前天|前天|大后天|后天)|(今|昨|明)(?:天|日|(?=[早晚夜]))", _relative),
        (r"次日|第二天", _day_after),
        (rf"(上|本|这个?|下下|下)?{_WEEK}([一二三四五六日天]|[1-7](?!\d))", _weekday),
        (rf"下个{_WEEK}|(?:本|这个?|下)?{_WEEK}末|(?:本|这|下){_WEEK}", _two_ways),
    )
)


def read_day(scan: Scan, cal: Calendar) -> Day | None:
    """The day at this place, or None. Raises TimeProblem when it is none of the calendar's."""
    for pattern, read in _FORMS:
        if found := scan.take(pattern):
            return read(found, cal)
    return None
