"""重复: when something comes again, and how it is called then. What sessions and tasks that repeat have in common."""

import re
from datetime import UTC, datetime, timedelta

from plugins.storage import clock

from . import times

HOUR = 9
"""Local hour at which what comes again is told to people."""
MOST = 60
"""Dates of a rule that have passed while the bot was down are passed over, so many at most."""

NONE = ("否", "不", "无")


def rule(value: str | None) -> str:
    """The rule that a header 重复 names, as written; "" for none. Raises TimeProblem."""
    written = (value or "").strip()
    if not written or written in NONE:
        return ""
    times.recurrence(written)
    return written


def following(repeat: str, planned: datetime) -> datetime:
    """The next time after `planned` that the rule gives, at the same local hour; aware UTC."""
    local = clock.local(planned)
    day = times.recurrence(repeat).after(local.date())
    return datetime.combine(day, local.time(), clock.zone()).astimezone(UTC)


def first_after(repeat: str, planned: datetime, now: datetime) -> datetime:
    """As following; times that are over at `now` are passed over."""
    found = following(repeat, planned)
    for _ in range(MOST - 1):
        if found > now:
            break
        found = following(repeat, found)
    return found


def retitled(title: str, before: datetime, after: datetime) -> str:
    """A title with the local month of `before` in it (11月主题党日) with the month of `after`."""
    old, new = clock.local(before).month, clock.local(after).month
    return re.sub(rf"(?<!\d){old}月(?!\d)", f"{new}月", title)


def morning(at: datetime, days: int = 0) -> datetime:
    """HOUR of the local day of `at`, or of one so many days later; aware UTC."""
    local = clock.local(at) + timedelta(days=days)
    return datetime.combine(local.date(), datetime.min.time().replace(hour=HOUR), clock.zone()).astimezone(UTC)
