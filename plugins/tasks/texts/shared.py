"""What several texts need."""

from datetime import datetime

from plugins.gateway import times
from plugins.storage import clock

from ..domain import Act, State

EXAMPLE = "任务 全体\n标题: 上报党员花名册\n截止: 周五18:00\n请各支部核对后上报"

STATES = {
    State.ASSIGNED: "已布置",
    State.ACCEPTED: "已签收",
    State.WORKING: "进行中",
    State.SUBMITTED: "待审核",
    State.DONE: "已完成",
    State.RETURNED: "已退回",
}
ACTS = {
    Act.ACCEPT: "签收",
    Act.REPORT: "进度",
    Act.SUBMIT: "完成",
    Act.PASS: "审核通过",
    Act.RETURN: "退回",
    Act.EXTEND: "延期",
}


def when(at: datetime) -> str:
    """`11月27日(周五)15:00`, local."""
    return times.when(at, clock.zone())


def slash(in_group: bool) -> str:
    """What a command word needs before it in a group."""
    return "/" if in_group else ""


def cut(words: str, most: int) -> str:
    """`words` in one line, at most so many characters."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def listed(names: tuple[str, ...] | list[str], most: int = 8) -> str:
    """`内科党支部、外科党支部等 12 个`."""
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown}等 {len(names)} 个"
