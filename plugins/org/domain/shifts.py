"""The lines of a rota: `姓名,日期,班`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

SHIFTS = {"白": (8, 16), "中": (16, 24), "夜": (0, 8)}
"""Local hours of each shift, from the day's beginning."""

_HOURS = re.compile(r"(\d{1,2})(?:[:：](\d\d))?\s*[-–~～至到]\s*(\d{1,2})(?:[:：](\d\d))?")
_OFF = frozenset({"休", "休息", "假", "-", "—", ""})
_HEADING = frozenset({"姓名", "名字"})


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One span of one person; `line` counts from 1."""

    line: int
    name: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be read."""

    line: int
    text: str


def read_rota(text: str, zone: tzinfo, day_of: Callable[[str], date | None]) -> tuple[list[ShiftRow], list[BadLine]]:
    """The spans of a rota, and the lines that cannot be read. Days off (休) are passed over; `day_of` reads a date."""
    rows: list[ShiftRow] = []
    bad: list[BadLine] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in re.split(r"[,，\t;；]", line)]
        if not any(cells) or cells[0] in _HEADING:
            continue
        hours = _hours(cells[2]) if len(cells) >= 3 else None
        day = day_of(cells[1]) if len(cells) >= 3 else None
        if len(cells) >= 3 and cells[0] and day and cells[2] in _OFF:
            continue
        if hours is None or day is None or not cells[0]:
            bad.append(BadLine(number, line.strip()[:30]))
            continue
        midnight = datetime.combine(day, time(), zone)
        rows.append(ShiftRow(number, cells[0], midnight + hours[0], midnight + hours[1]))
    return rows, bad


def _hours(cell: str) -> tuple[timedelta, timedelta] | None:
    name = cell.removesuffix("班")
    if name in SHIFTS:
        first, last = SHIFTS[name]
        return timedelta(hours=first), timedelta(hours=last)
    found = _HOURS.fullmatch(cell)
    if not found:
        return None
    begins = timedelta(hours=int(found[1]), minutes=int(found[2] or 0))
    ends = timedelta(hours=int(found[3]), minutes=int(found[4] or 0))
    if begins >= timedelta(days=1) or ends > timedelta(days=1) or begins == ends:
        return None
    return (begins, ends) if begins < ends else (begins, ends + timedelta(days=1))
