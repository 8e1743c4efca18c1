"""What several texts need."""

from datetime import datetime

from plugins.gateway import times
from plugins.storage import clock

EXAMPLE = "传达 全体\n截止: 周五18:00\n各党支部:……"


def when(at: datetime) -> str:
    """`11月27日(周五)15:00`, local."""
    return times.when(at, clock.zone())


def slash(in_group: bool) -> str:
    """What a command word needs before it in a group."""
    return "/" if in_group else ""


def tally(done: int, people: int) -> str:
    """`18/32`."""
    return f"{done}/{people}"


def answers_at(number: int, in_group: bool) -> tuple[str, str]:
    """How a preview is confirmed and cancelled where it stands."""
    return (f"/确认 {number}", f"/取消 {number}") if in_group else ("确认", "取消")
