"""Reminders, 催办, and what officers are told at 截止."""

from collections.abc import Sequence
from datetime import datetime

from plugins.gateway.phrases import slash, when
from plugins.remind import Reminded
from plugins.remind.texts import asked_lines

from ..domain import Notice, UnitState
from .boards import unread_text
from .problems import no_receipts_text, stopped_before_text
from .shared import tally

TITLE_LIMIT = 30
UNITS_LIMIT = 20
"""Units that lag behind, spelled out in one notice."""


def reminder_line(number: int, title: str, deadline: datetime | None, now: datetime) -> str:
    """What a person is asked for, in one line."""
    over = deadline is not None and now >= deadline
    limit = f",{'已过' if over else ''}截止 {when(deadline)}" if deadline else ""
    return f"#{number} 〔传达〕{short(title)}{limit},还没有已阅。看过请回:已阅 {number}"


def short(title: str) -> str:
    """A title in a line with other words."""
    return title if len(title) <= TITLE_LIMIT else f"{title[:TITLE_LIMIT]}…"


def nudged_text(number: int, outcome: Reminded, *, in_group: bool) -> str:
    """What 催办 came to, in counts: nobody is named."""
    if not outcome.owing:
        return f"#{number} 都已阅,不用催"
    said = [f"#{number} 还有 {outcome.owing} 人没有已阅", *asked_lines(outcome)]
    return "\n".join([*said, f"看名单请发:{slash(in_group)}未阅 {number}"])


def not_remindable_text(number: int, *, stopped: bool) -> str:
    return stopped_before_text(number) if stopped else no_receipts_text(number)


def not_sent_yet_text(number: int, at: datetime) -> str:
    return f"#{number} 定时 {when(at)} 才发,还不用催"


def closing_text(number: int, title: str, deadline: datetime, notice: Notice, percent: int) -> str:
    """What the officers of a unit are told when the deadline has come: in the order of the roster, nobody is ranked."""
    said = [f"#{number} 〔传达〕{short(title)} 已到截止 {when(deadline)}"]
    if notice.unread:
        said.append(unread_text(number, [(unit.name, unit.unread) for unit in notice.unread]))
    if notice.lagging:
        said.append(f"已阅不到 {percent}% 的单位:{_units(notice.lagging)}")
    return "\n".join([*said, f"再提醒一次请发:催办 {number}"])


def _units(units: Sequence[UnitState]) -> str:
    listed = " ".join(f"{unit.name} {tally(unit.read, unit.people)}" for unit in units[:UNITS_LIMIT])
    rest = len(units) - UNITS_LIMIT
    return f"{listed},另 {rest} 个单位" if rest > 0 else listed
