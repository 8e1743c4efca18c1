"""What the sentences of every capability have in common: times, the / of a group, how a preview is answered, lists of names."""

from collections.abc import Sequence
from datetime import date, datetime

from plugins.storage import clock

from . import times

SHOWN = 8
"""How many of a long list are spelled out."""


def when(at: datetime) -> str:
    """`11月27日(周五)15:00`, local."""
    return times.when(at, clock.zone())


def slash(in_group: bool) -> str:
    """What a command word needs before it in a group."""
    return "/" if in_group else ""


def answers_at(number: int, in_group: bool) -> tuple[str, str]:
    """How the preview `number` is confirmed and cancelled where it stands."""
    return (f"/确认 {number}", f"/取消 {number}") if in_group else ("确认", "取消")


def cut(words: str, most: int) -> str:
    """`words` in one line, at most so many characters."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def listed(names: Sequence[str], shown: int = SHOWN, *, of: str = "个") -> str:
    """`内科党支部、外科党支部 等 12 个`: the first `shown` of the names, and how many there are in all."""
    return "、".join(names[:shown]) + (f" 等 {len(names)} {of}" if len(names) > shown else "")


def holiday_text(day: date) -> str:
    """What the officer must know of a day that a rule gives: "" for nothing."""
    rest = times.rest_day(day)
    if rest.name and rest.rest:
        return f"{day.month}月{day.day}日是{rest.name}假期"
    if rest.rest and rest.known:
        return f"{day.month}月{day.day}日是休息日"
    if not rest.known:
        return f"{day.year}年的放假安排还没有,请留意{day.month}月{day.day}日是不是假期"
    return ""
