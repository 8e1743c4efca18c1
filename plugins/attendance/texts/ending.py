"""What goes out by itself: the reminder before, the summary and the host's list after."""

from collections.abc import Sequence
from datetime import datetime

from plugins.gateway.times import when as _when
from plugins.storage import clock

from ..domain import Counts
from .shared import counts_text, topic

NAMES_LIMIT = 1200
"""Characters of names in one answer."""


def reminder_text(number: int, title: str, begins: datetime, place: str, link: str) -> str:
    """To the groups, a little before: nobody is named."""
    where = ",".join(part for part in (place, link) if part)
    return f"{topic(number, title)}:{_when(begins, clock.zone())} 开始{f'({where})' if where else ''}。引用本条回复:签到 / 请假 事由"


def summary_text(number: int, title: str, counts: Counts) -> str:
    """To a group after the end: counts only."""
    return f"{topic(number, title)} 已结束:{counts_text(counts)}"


def report_text(
    number: int,
    title: str,
    counts: Counts,
    silent: Sequence[tuple[str, Sequence[str]]],
    asked: Sequence[str],
    decided_at: datetime,
    *,
    settled: bool,
) -> str:
    """To the host, once: who was silent, by unit, and what can be done about it until `decided_at`."""
    lines = [f"{topic(number, title)} 已结束:{counts_text(counts)}"]
    if asked:
        lines.append(f"请假待批 {len(asked)} 人:{_some(asked)}。请发:准假 {number} 全部,或:不准 {number} 姓名")
    if silent:
        lines.append("缺席的:" if settled else f"待核的({_when(decided_at, clock.zone())}起算缺席):")
        lines += names_by_unit(silent)
        lines.append(f"其实在场的请发:现场 {number} 姓名;其他更正请发:补签 {number} 姓名 请假 事由")
    return "\n".join(lines)


def names_by_unit(units: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """A line a unit with its names, until there is no more room."""
    lines: list[str] = []
    room = NAMES_LIMIT
    total = sum(len(names) for _, names in units)
    shown = 0
    for unit, names in units:
        line = f"{unit}({len(names)}):" + " ".join(names)
        if len(line) > room:
            lines.append(f"……另 {total - shown} 人,人多请分支部看")
            break
        lines.append(line)
        room -= len(line)
        shown += len(names)
    return lines


def _some(names: Sequence[str]) -> str:
    return " ".join(names[:20]) + (f" 等 {len(names)} 人" if len(names) > 20 else "")
