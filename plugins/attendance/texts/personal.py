"""attendance's part of 我的, 我的数据 and 台账."""

from datetime import datetime

from plugins.gateway.phrases import when

from ..domain import Counts, Kept, Means
from .boards import STATES, own_line
from .shared import span

SHEET_NAME = "组织生活"
SHEET_HEADING = ("编号", "单位", "标题", "时间", "应到", "实到", "迟到", "请假", "缺席", "待核", "补学")

AUDITED = {
    "attendance.issue": "发会议通知",
    "attendance.move": "会议改期",
    "attendance.cancel": "取消会议",
    "attendance.end": "结束会议",
    "attendance.room": "登记现场到会",
    "attendance.correct": "补签",
    "attendance.make_up": "登记补学",
    "attendance.minutes": "写会议纪要",
    "attendance.leave.grant": "准假",
    "attendance.leave.refuse": "不准假",
}
"""What attendance's actions in the audit are called."""


MEANS = {
    Means.TYPED: "打字",
    Means.SCANNED: "扫码",
    Means.SEEN: "打字,现场记过",
    Means.ROOM: "现场记的",
    Means.CORRECTED: "补签",
}


def kept_line(kept: Kept, now: datetime) -> str:
    """A line of 我的数据: all that is kept on one session."""
    said = [own_line(kept.own, now)]
    if kept.signed_in_at:
        said.append(f"签到 {when(kept.signed_in_at)}{f'({MEANS[kept.means]})' if kept.means else ''}")
    said += [f"签退 {when(kept.signed_out_at)}"] if kept.signed_out_at else []
    said += [f"点名应答 {kept.roll_answers} 次"] if kept.roll_answers else []
    said += [f"事由:{kept.leave_reason}"] if kept.leave_reason else []
    said += [f"心得:{kept.made_up_text}"] if kept.made_up_text else []
    for one in kept.corrections:
        reason = f"({one.reason})" if one.reason else ""
        said.append(f"{when(one.at)} 补签:{STATES[one.before]} 改为 {STATES[one.after]}{reason}")
    return " ".join(said)


def waiting_words(number: int, *, begun: bool | None, opens: datetime, now: datetime) -> str:
    """What to type; `begun` None where the session is over. `opens` is from when on one may sign in."""
    if begun is None:
        return f"补学 {number} 已学"
    if begun:
        return f"签到 {number}"
    if now >= opens:
        return f"签到 {number} 或 请假 {number} 事由"
    return f"请假 {number} 事由(来得了的,{when(opens)} 起发 签到 {number})"


def sheet_row(
    unit: str, number: int, title: str, times: tuple[datetime, datetime], counts: Counts
) -> tuple[str | int, ...]:
    """One session in the ledger of a month."""
    return (
        number,
        unit,
        title,
        span(*times),
        counts.expected,
        counts.present,
        counts.late,
        counts.leave,
        counts.absent,
        counts.pending,
        counts.made_up,
    )
