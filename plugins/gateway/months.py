"""A month as people type it before a name: `2026-11`, `2026年11月`, `11月`, `上月`; nothing is this month.

A month without its year is the last one of that name: what is asked for has been."""

import re
from datetime import date, timedelta

_MONTH = re.compile(r"(?:(\d{4})\s*[-年./])?\s*(\d{1,2})\s*月?(?=\s|$)")
_NAMED = re.compile(r"(本月|这个月|上月|上个月)(?=\s|$)")


class NoMonth(ValueError):
    """What stands for a month is none."""


def read_month(said: str, today: date) -> tuple[date, str]:
    """The first day of the month that `said` begins with, and what follows it. Raises NoMonth."""
    plain = said.strip()
    this = today.replace(day=1)
    if named := _NAMED.match(plain):
        last = (this - timedelta(days=1)).replace(day=1)
        return (last if named[1].startswith("上") else this), plain[named.end() :].strip()
    if found := _MONTH.match(plain):
        number = int(found[2])
        year = int(found[1]) if found[1] else today.year - (number > today.month)
        if not 1 <= number <= 12 or not 2000 <= year <= 2999:
            raise NoMonth(plain)
        return date(year, number, 1), plain[found.end() :].strip()
    return this, plain
