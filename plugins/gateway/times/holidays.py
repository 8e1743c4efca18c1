"""Public holidays of China as chinesecalendar knows them: for the years the State Council has announced."""

from dataclasses import dataclass
from datetime import date

import chinese_calendar


@dataclass(frozen=True, slots=True)
class RestDay:
    """What is known of a day. `known`: the holidays of its year are; otherwise only weekends are told. `name`: of the
    holiday (国庆节), "" on a plain weekend. `rest`: people do not work that day; a Saturday worked in exchange is no rest."""

    rest: bool
    name: str
    known: bool


def rest_day(day: date) -> RestDay:
    """Whether people rest on that day, and why."""
    try:
        rest, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return RestDay(day.weekday() >= 5, "", known=False)
    name = str(getattr(chinese_calendar.Holiday(name), "chinese", "")) if rest and name else ""
    return RestDay(rest, name, known=True)
