"""改期, 取消会议, 结束."""

from datetime import datetime

from plugins.gateway.phrases import answers_at, slash, when

from ..domain import Counts
from .shared import counts_text, span, topic


def move_preview_text(
    number: int,
    title: str,
    old: tuple[datetime, datetime],
    new: tuple[datetime, datetime],
    signed_in: int,
    *,
    heard: bool,
    in_group: bool,
) -> str:
    """`heard`: some group has been told of the session."""
    confirm, cancel = answers_at(number, in_group)
    told = "各群会收到改期通知" if heard else "群里还没有通知过,只按新的时间通知"
    said = f"{topic(number, title)}:{span(*old)} 改到 {span(*new)},{told}"
    if signed_in:
        said += f";已签到的 {signed_in} 人要重新签到"
    return f"{said}\n改期请回:{confirm};不改请回:{cancel}"


def move_how_text(number: int | None) -> str:
    return f"改到什么时候?例如:改期 {number or 8} 周五15:00-16:30"


def moved_text(
    number: int, new: tuple[datetime, datetime], groups: int, not_before: datetime | None, *, in_group: bool
) -> str:
    told = f"{when(not_before)} 通知" if not_before else "正在通知"
    return f"#{number} 已改期:{span(*new)},{told} {groups} 个群。看出勤:{slash(in_group)}出勤 {number}"


def cancel_preview_text(number: int, title: str, begins: datetime, present: int, repeat: str, *, in_group: bool) -> str:
    confirm, cancel = answers_at(number, in_group)
    said = f"{topic(number, title)}({when(begins)}):取消后不计出勤"
    if present:
        said += f",已签到的 {present} 人也不计"
    ways = f"取消会议请回:{confirm};不取消请回:{cancel}"
    if repeat:
        ways = f"只取消这一次请回:{confirm};“{repeat}”以后都不开请回:{confirm} 全部;不取消请回:{cancel}"
    return f"{said}\n{ways}"


def cancelled_text(number: int, groups: int, next_number: int | None) -> str:
    said = f"#{number} 会议已取消" + (f",正在通知 {groups} 个群" if groups else ",群里还没有通知过")
    return f"{said};下一次是 #{next_number}" if next_number else said


def cancellation_text(number: int, title: str, begins: datetime, *, over: bool) -> str:
    """What the groups see; `over`: its time has gone by."""
    if over:
        return f"{topic(number, title)}:原定 {when(begins)},没有开,不计出勤"
    return f"{topic(number, title)}:原定 {when(begins)},取消,不用来了"


def end_preview_text(number: int, title: str, counts: Counts, *, in_group: bool) -> str:
    confirm, cancel = answers_at(number, in_group)
    return f"{topic(number, title)}:{counts_text(counts)}\n现在结束,签到即停,请回:{confirm};不结束请回:{cancel}"


def ended_text(number: int, counts: Counts, *, in_group: bool) -> str:
    said = f"#{number} 已结束:{counts_text(counts)}"
    return f"{said}。核对名单:{slash(in_group)}出勤 {number}" if counts.pending else said
