"""Days that come again: 每月第2个周五, 每月25日, 每周三. A rule says the day, not the hour."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from .days import month_end, next_month_of
from .scan import NUMBER, normalised, number
from .values import Problem, TimeProblem, Wanted

_WEEK = r"(?:周|星期|礼拜)"
_WEEKDAY = rf"{_WEEK}([一二三四五六日天]|[1-7])"
_MONTHS = r"(?:每个?月|每个?季度(?:的)?(首|末|第[一二三1-3]个|最后一个)月)(?:的)?"
_FORTNIGHT = re.compile(rf"(?:隔|每({NUMBER})个?){_WEEK}(?:的)?{_WEEKDAY}")
_EVERY_WEEK = re.compile(rf"每个?(?:{_WEEK}的?)?{_WEEKDAY}")
_NTH = re.compile(rf"{_MONTHS}(?:第({NUMBER})个|(最后)一?个){_WEEKDAY}")
_DAY = re.compile(rf"{_MONTHS}({NUMBER})[日号]")
_LAST = re.compile(rf"{_MONTHS}(?:[底末]|最后[一1]天)|每个?月[底末]")
_OF_QUARTER = {
    "首": 1,
    "末": 3,
    "最后一个": 3,
    "第一个": 1,
    "第二个": 2,
    "第三个": 3,
    "第1个": 1,
    "第2个": 2,
    "第3个": 3,
}
_WEEKDAYS = {char: index for index, char in enumerate("一二三四五六日")} | {"天": 6}
MOST_MONTHS = 60
"""A rule that finds no day within five years (第5个周五 does) has none."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule. Weekly: `weekday` (0 = Monday) every `weeks`. Monthly: `nth` weekday (-1 the last one) or `day` of each month
    (-1 the last one); `month` 1 to 3 is the month of each quarter, 0 every month."""

    weekday: int | None = None
    weeks: int = 0
    nth: int = 0
    day: int = 0
    month: int = 0

    def after(self, day: date) -> date:
        """The first day of the rule after `day`. With `weeks` over 1 it is counted from `day`.

        每月31日 is the last day of a shorter month; a month without a fifth Friday has no 第5个周五.
        """
        if self.weeks:
            ahead = ((self.weekday or 0) - day.weekday()) % 7
            return day + timedelta(days=ahead or 7 * self.weeks)
        for months in range(MOST_MONTHS):
            year, month = next_month_of(day.year, day.month, months)
            found = self._in(year, month)
            if found and found > day:
                return found
        raise TimeProblem(Problem.NO_SUCH_TIME)

    def _in(self, year: int, month: int) -> date | None:
        if self.month and (month - self.month) % 3:
            return None
        end = month_end(year, month)
        if self.weekday is None:
            return end if self.day == -1 else end.replace(day=min(self.day, end.day))
        if self.nth == -1:
            return end - timedelta(days=(end.weekday() - self.weekday) % 7)
        first = end.replace(day=1)
        found = first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1))
        return found if found.month == month else None


def recurrence(text: str) -> Recurrence:
    """Reads a rule. Raises TimeProblem and nothing else."""
    try:
        return _read(normalised(text))
    except TimeProblem as problem:
        problem.wanted = Wanted.RECURRENCE
        raise


def _read(text: str) -> Recurrence:
    if found := _FORTNIGHT.fullmatch(text):
        return Recurrence(_weekday(found[2]), weeks=_between(number(found[1]) if found[1] else 2, 1, 8))
    if found := _EVERY_WEEK.fullmatch(text):
        return Recurrence(_weekday(found[1]), weeks=1)
    if found := _NTH.fullmatch(text):
        nth = -1 if found[3] else _between(number(found[2]), 1, 5)
        return Recurrence(_weekday(found[4]), nth=nth, month=_OF_QUARTER.get(found[1], 0))
    if found := _DAY.fullmatch(text):
        return Recurrence(day=_between(number(found[2]), 1, 31), month=_OF_QUARTER.get(found[1], 0))
    if found := _LAST.fullmatch(text):
        return Recurrence(day=-1, month=_OF_QUARTER.get(found[1], 0))
    raise TimeProblem(Problem.UNKNOWN)


def _weekday(char: str) -> int:
    return _WEEKDAYS[char] if char in _WEEKDAYS else int(char) - 1


def _between(value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        raise TimeProblem(Problem.NO_SUCH_TIME)
    return value
