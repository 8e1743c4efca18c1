"""The answers to 已阅."""

from collections.abc import Sequence
from datetime import datetime

from plugins.gateway.phrases import when

from ..domain import is_late
from .shared import tally


def topic(number: int) -> str:
    """How the joined line of a group begins."""
    return f"#{number} 已阅"


def read_text(number: int, read_at: datetime, deadline: datetime | None, done: int, people: int) -> str:
    late = "(已过截止)" if is_late(read_at, deadline) else ""
    return f"#{number} 已阅,记下了{late}({tally(done, people)})"


def read_before_text(number: int, name: str, since: datetime) -> str:
    return f"#{number} {name} {when(since)} 已阅,不用再回"


def not_addressed_text(number: int, name: str) -> str:
    return f"#{number} 没有传达给 {name},不用回执"


def which_directive_text(open_ones: Sequence[tuple[int, str]]) -> str:
    """`open_ones` are numbers and titles, the newest first."""
    if not open_ones:
        return "现在没有等你已阅的传达"
    listed = "\n".join(f"#{number} {title}" for number, title in open_ones)
    return f"哪一条?例如:已阅 {open_ones[0][0]}\n{listed}"


def own_receipt_line(
    number: int,
    title: str,
    read_at: datetime | None,
    earlier: datetime | None = None,
    told_by: str = "",
    told_how: str = "",
) -> str:
    """One line of 我的数据."""
    told = f"(由 {told_by} 代阅:{told_how})" if told_by else ""
    before = f"(更正前 {when(earlier)} 已阅)" if earlier else ""
    return f"#{number} {title[:30]} {when(read_at) if read_at else '未阅'}{told}{before}"


def own_receipts_title(days: int) -> str:
    return f"传达与签收(保留{days}天)"
