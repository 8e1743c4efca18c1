"""The grammar: a day and a clock time, a length from now, or two of them with - or 到 between."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from .clocks import DAY, Clock, read_clock
from .days import Calendar, Day, read_day
from .durations import read_duration
from .scan import Scan, normalised
from .values import DailySpan, Moment, Problem, Span, TimeProblem, Wanted

FARTHEST = timedelta(days=5 * 366)
LONGEST_NIGHT = timedelta(hours=16)
"""周五20:00-8:00 runs over midnight; a longer one (15:00-14:00) is a slip."""
NIGHTS_BEGIN = 16 * 60
"""From this minute of the day on what begins may end in the small hours, as evening shifts do."""

_FROM = re.compile("[从自]")
_BETWEEN = re.compile("[-~]+|到|至")
_LIMIT = re.compile("之前|以前|前|为止|截?止|之内|以内|内")
_OVER = re.compile("(之后|以后|过后|后)|(之内|以内|内)")
_AGO = re.compile("之前|以前|前")
_OPEN = re.compile(r"\(")
_CLOSE = re.compile(r"\)")
_GAP = re.compile("[ ,、]?T?")


@dataclass(frozen=True, slots=True)
class _Point:
    """A day and a clock time as written; either may be missing, not both."""

    day: date | None
    clock: Clock | None


def parse(text: str, now: datetime) -> Moment | Span:
    """Reads a written time against `now` (aware); what comes back is in now's zone, which days are counted in.

    Pass the local time, not UTC. The result lies after `now`. Raises TimeProblem and nothing else.
    """
    return _reading(text, now, begun=False)


def deadline(text: str, now: datetime) -> datetime:
    """One time by which something is due; a day alone is its 23:59. As parse."""
    found = _reading(text, now, begun=False)
    if isinstance(found, Span):
        raise _told(TimeProblem(Problem.NEEDS_ONE_TIME), now, Wanted.MOMENT)
    return found.at


def beginning(text: str, now: datetime) -> datetime:
    """One time at which something begins: a day alone or a limit (周五前) is refused. As parse."""
    found = _reading(text, now, begun=False)
    if isinstance(found, Span):
        raise _told(TimeProblem(Problem.NEEDS_ONE_TIME), now, Wanted.MOMENT)
    if found.date_only or found.limit:
        kind = Problem.NEEDS_CLOCK_TIME if found.date_only else Problem.ONLY_A_LIMIT
        raise _told(TimeProblem(kind), now, Wanted.MOMENT)
    return found.at


def span(text: str, now: datetime, *, begun: bool = False) -> Span:
    """A beginning and an end. With `begun` the beginning may have passed (值班 of today), the end may not. As parse."""
    try:
        found = _reading(text, now, begun=begun)
    except TimeProblem as problem:
        problem.wanted = Wanted.SPAN
        raise
    if isinstance(found, Moment):
        kind = Problem.NEEDS_CLOCK_TIME if found.date_only else Problem.NEEDS_END
        raise _told(TimeProblem(kind), now, Wanted.SPAN)
    return found


def daily(text: str) -> DailySpan:
    """The same hours of every day: `22:00-07:00`, `晚上10点到早上7点`. Raises TimeProblem."""
    try:
        scan = Scan(normalised(text))
        begins = read_clock(scan)
        if begins is None or not scan.take(_BETWEEN) or not (ends := read_clock(scan)) or not scan.done:
            raise TimeProblem(Problem.UNKNOWN)
        first, last = begins.minutes() % DAY, ends.minutes() % DAY
        if first == last:
            raise TimeProblem(Problem.END_BEFORE_START)
        return DailySpan(time(first // 60, first % 60), time(last // 60, last % 60))
    except TimeProblem as problem:
        problem.wanted = Wanted.DAILY
        raise


def _reading(text: str, now: datetime, *, begun: bool) -> Moment | Span:
    try:
        scan = Scan(normalised(text))
        found = _read(scan, now)
        _check(found, now, begun=begun)
        return found
    except TimeProblem as problem:
        raise _told(problem, now, problem.wanted) from None
    except OverflowError:
        raise _told(TimeProblem(Problem.TOO_FAR), now, Wanted.MOMENT) from None


def _told(problem: TimeProblem, now: datetime, wanted: Wanted) -> TimeProblem:
    problem.now, problem.wanted = now, wanted
    return problem


def _check(found: Moment | Span, now: datetime, *, begun: bool) -> None:
    first, last = (found.begins, found.ends) if isinstance(found, Span) else (found.at, found.at)
    present = now.astimezone(UTC)
    if first.astimezone(UTC) >= last.astimezone(UTC) and isinstance(found, Span):
        raise TimeProblem(Problem.END_BEFORE_START)
    if (last if begun else first).astimezone(UTC) <= present:
        raise TimeProblem(Problem.PAST, at=first)
    if last.astimezone(UTC) - present > FARTHEST:
        raise TimeProblem(Problem.TOO_FAR)


def _read(scan: Scan, now: datetime) -> Moment | Span:
    today = now.date()
    later = _from_now(scan, now)
    if isinstance(later, Moment):
        return later
    scan.take(_FROM)
    begins = _point(scan, Calendar(today, today), later)
    if scan.take(_BETWEEN):
        return _span(scan, begins, today, now)
    limit = scan.take(_LIMIT) is not None
    if not scan.done:
        raise TimeProblem(Problem.UNKNOWN)
    if begins.clock:
        return Moment(_at(begins.day or today, begins.clock.minutes(), now), limit=limit)
    return Moment(_at(begins.day or today, DAY - 1, now), date_only=True, limit=limit)


def _from_now(scan: Scan, now: datetime) -> Moment | date | None:
    """3天后 and 两周内 as a moment; the day of 3天后 when a clock time follows; None when no length stands here."""
    found = read_duration(scan, now.replace(tzinfo=None))
    if found is None:
        return None
    length, whole_days = found
    if over := scan.take(_OVER):
        later = _later(now, length, whole_days)
        if scan.done:
            return Moment(later, limit=bool(over[2]))
        if whole_days and not over[2]:
            return later.date()
        raise TimeProblem(Problem.UNKNOWN)
    if scan.take(_AGO) and scan.done:
        raise TimeProblem(Problem.PAST)
    scan.at = 0
    return None


def _later(now: datetime, length: timedelta, whole_days: bool) -> datetime:
    """Days keep the hour on the wall, hours pass as they do. To the minute."""
    later = now + length if whole_days else (now.astimezone(UTC) + length).astimezone(now.tzinfo)
    return later.replace(second=0, microsecond=0)


def _point(scan: Scan, cal: Calendar, day: date | None = None) -> _Point:
    """A day, a clock time, or both; `day` is already known from before this place."""
    day = _day(scan, cal, day)
    start = scan.at
    scan.take(_GAP)
    clock = read_clock(scan)
    if clock is None:
        scan.at = start
        if day is None:
            raise TimeProblem(Problem.UNKNOWN)
    return _Point(day, clock)


def _day(scan: Scan, cal: Calendar, day: date | None) -> date | None:
    """All the days written side by side, which must be the same one: 明天(11月24日,周二)."""
    weekday: int | None = None
    while found := _one_more(scan, cal, bracket=day is not None or weekday is not None):
        if (found.date and day and found.date != day) or (
            None not in (found.weekday, weekday) and found.weekday != weekday
        ):
            raise TimeProblem(Problem.AMBIGUOUS)
        day = found.date or day
        weekday = weekday if found.weekday is None else found.weekday
    if day is None:
        return None if weekday is None else cal.weekday(weekday)
    if weekday not in (None, day.weekday()):
        raise TimeProblem(Problem.WEEKDAY_MISMATCH, day=day)
    return day


def _one_more(scan: Scan, cal: Calendar, *, bracket: bool) -> Day | None:
    start = scan.at
    opened = bracket and scan.take(_OPEN) is not None
    if not opened:
        scan.take(_GAP)
    found = read_day(scan, cal)
    if found is None:
        scan.at = start
    elif opened and not scan.take(_CLOSE):
        raise TimeProblem(Problem.UNKNOWN)
    return found


def _span(scan: Scan, begins: _Point, today: date, now: datetime) -> Span:
    first_day = begins.day or today
    ends = _point(scan, Calendar(today, first_day))
    if not scan.done:
        raise TimeProblem(Problem.UNKNOWN)
    if begins.clock is None or ends.clock is None:
        raise TimeProblem(Problem.NEEDS_CLOCK_TIME)
    days = None if ends.day is None else (ends.day - first_day).days
    last = _end_minutes(begins.clock, ends.clock, days)
    return Span(_at(first_day, begins.clock.minutes(), now), _at(first_day, last, now))


def _end_minutes(begins: Clock, ends: Clock, days: int | None) -> int:
    """Minutes from the midnight before the beginning to the end, which is written so many `days` later, or (None) without a
    day: then the next day's where it would not lie after the beginning. 下午3点到5点: it goes with the beginning's part of
    the day where it can."""
    first = begins.minutes()
    if not days and begins.period and not ends.period:
        with suppress(TimeProblem):
            if (last := ends.minutes(begins.period)) > first:
                return last
    try:
        last = ends.minutes()
    except TimeProblem as problem:
        small_hours = DAY + ends.hour * 60 + ends.minute
        if problem.kind is not Problem.AMBIGUOUS or not _is_night(begins, small_hours, days):
            raise
        return small_hours
    if days is None and last <= first:
        last += DAY
        if timedelta(minutes=last - first) > LONGEST_NIGHT:
            raise TimeProblem(Problem.END_BEFORE_START)
        return last
    return last + DAY * (days or 0)


def _is_night(begins: Clock, small_hours: int, days: int | None) -> bool:
    """Whether an end that can be read two ways is the small hours of the next day: 23:00-1:00 is, for 13:00 would lie before
    the beginning, and the next day's be more than half a day away. 17:00-6:00 (an hour, or thirteen) stays a question, and
    今晚6点到明天6点 (half a day, or a whole one)."""
    length = small_hours - begins.minutes()
    longest = DAY // 2 - (1 if begins.period else 0)
    return days in (None, 1) and begins.minutes() >= NIGHTS_BEGIN and 0 < length <= longest


def _at(day: date, minutes: int, now: datetime) -> datetime:
    days, minutes = divmod(minutes, DAY)
    return datetime.combine(day + timedelta(days=days), time(minutes // 60, minutes % 60), now.tzinfo)
