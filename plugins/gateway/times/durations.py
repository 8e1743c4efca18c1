"""Lengths of time: 3分钟, 一个半小时, 两周."""

import re
from datetime import datetime, timedelta

from .days import month_end, next_month_of
from .scan import NUMBER, Scan, normalised, number
from .values import Problem, TimeProblem, Wanted

_COUNT = rf"(\d{{1,3}}|{NUMBER})"
_HOURS_AND_MINUTES = re.compile(rf"{_COUNT}个?(?:小时|钟头)零?{_COUNT}分钟?")
_HALF_HOURS = re.compile(rf"(?:{_COUNT}个)?半个?(?:小时|钟头)|{_COUNT}(?:小时|钟头)半")
_QUARTER = re.compile(r"([一三])刻钟")
_PLAIN = re.compile(rf"{_COUNT}(?:(分钟?)|个?(小时|钟头)|(天|日)|(周|个?星期|个?礼拜)|(个月))")


def read_duration(scan: Scan, now: datetime | None = None) -> tuple[timedelta, bool] | None:
    """The length at this place and whether it is in whole days, or None.

    A month is a calendar month from `now`; without it, months raise TimeProblem(UNKNOWN).
    """
    if found := scan.take(_HOURS_AND_MINUTES):
        return timedelta(hours=_count(found[1]), minutes=_count(found[2])), False
    if found := scan.take(_HALF_HOURS):
        return timedelta(hours=_count(found[1] or found[2] or "零"), minutes=30), False
    if found := scan.take(_QUARTER):
        return timedelta(minutes=15 * number(found[1])), False
    if not (found := scan.take(_PLAIN)):
        return None
    count = _count(found[1])
    if found[2]:
        return timedelta(minutes=count), False
    if found[3]:
        return timedelta(hours=count), False
    if found[4]:
        return timedelta(days=count), True
    if found[5]:
        return timedelta(weeks=count), True
    if now is None:
        raise TimeProblem(Problem.UNKNOWN)
    return _months_later(now, count) - now, True


def _count(text: str) -> int:
    return int(text) if text.isdecimal() else number(text)


def _months_later(now: datetime, months: int) -> datetime:
    """The same day and hour that many months later, or the last day of a shorter month."""
    last = month_end(*next_month_of(now.year, now.month, months))
    return now.replace(year=last.year, month=last.month, day=min(now.day, last.day))


def duration(text: str) -> timedelta:
    """Reads `3分钟`, `10天`, `两周`, `一个半小时`. Raises TimeProblem; months are refused: they differ."""
    try:
        scan = Scan(normalised(text))
        if not (found := read_duration(scan)) or not scan.done:
            raise TimeProblem(Problem.UNKNOWN)
        if not found[0]:
            raise TimeProblem(Problem.NO_SUCH_TIME)
        return found[0]
    except TimeProblem as problem:
        problem.wanted = Wanted.DURATION
        raise
