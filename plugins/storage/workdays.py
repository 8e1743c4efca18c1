"""Working days of China: weekdays less public holidays, and the Saturdays and Sundays worked in their place.

The calendar is chinesecalendar's, which knows the years the State Council has announced. For another year weekdays
count as working days, and the log says so once a year asked for.
"""

from datetime import date, timedelta

import chinese_calendar
from nonebot.log import logger

_told: set[int] = set()


def is_known(day: date) -> bool:
    """Whether the holidays of that year are known."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_working(day: date) -> bool:
    """Whether people work on that day; by weekday alone where the year is not known."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        if day.year not in _told:
            _told.add(day.year)
            logger.warning("the public holidays of {} are not known: weekdays count as working days", day.year)
        return day.weekday() < 5


def after(day: date, count: int) -> date:
    """The `count`-th working day after `day`; the day itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working(day)
    return day
