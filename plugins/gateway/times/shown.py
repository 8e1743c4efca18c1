"""How a time is shown: always with its weekday."""

from datetime import datetime, tzinfo

WEEKDAYS = "一二三四五六日"


def when(at: datetime, zone: tzinfo, now: datetime | None = None) -> str:
    """`11月27日(周五)15:00` in `zone`; with `now`, the year is shown where it is another one."""
    local = at.astimezone(zone)
    year = f"{local.year}年" if now is not None and now.astimezone(zone).year != local.year else ""
    return f"{year}{local.month}月{local.day}日(周{WEEKDAYS[local.weekday()]}){local:%H:%M}"


def when_span(begins: datetime, ends: datetime, zone: tzinfo, now: datetime | None = None) -> str:
    """`11月27日(周五)15:00-16:30`; the end's day is shown where it is another one."""
    first, last = begins.astimezone(zone), ends.astimezone(zone)
    end = f"{last:%H:%M}" if first.date() == last.date() else when(last, zone, now)
    return f"{when(first, zone, now)}-{end}"
