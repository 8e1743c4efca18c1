"""出勤: how a session stands, and my own."""

from collections.abc import Sequence
from datetime import datetime

from plugins.gateway.phrases import slash, when

from ..domain import LINES, RULES, Board, Leave, Own, Phase, RecordState, Session, UnitCounts, phase
from .ending import names_by_unit
from .shared import EXAMPLE, counts_text, quorum_text, span

STATES = {
    RecordState.WAITING: "未签到",
    RecordState.PRESENT: "实到",
    RecordState.LATE: "迟到",
    RecordState.LEAVE: "请假",
    RecordState.PENDING: "待核",
    RecordState.ABSENT: "缺席",
}


def board_text(board: Board, now: datetime, *, by_unit: bool = True, filed: bool = False) -> str:
    """Counts, `by_unit` in the order of the roster: nobody is ranked, nobody named. `filed`: the units are in a file."""
    session = board.session
    stands = phase(session, now)
    lines = [
        f"#{session.number} 〔会议〕{board.proposal.title}({stands.value})",
        span(session.begins, session.ends),
        counts_text(board.stand.totals) + ("" if board.whole else "(本单位)"),
    ]
    if stands is Phase.CANCELLED:
        return "\n".join([*lines[:2], "已取消,不计出勤"])
    if board.proposal.mode.value == "both":
        totals = board.stand.totals
        lines.append(f"现场 {totals.present - totals.online} 线上 {totals.online}")
    if board.quorum:
        lines.append("表决:" + quorum_text(board.quorum, RULES[board.quorum.vote].source))
    if filed:
        lines.append(in_file_text(len(board.stand.lines)))
    elif by_unit and len(board.stand.lines) > 1:
        lines += _unit_lines(board.stand.lines)
    return "\n".join(lines)


def in_file_text(units: int) -> str:
    """Where so many units stand."""
    return f"{units} 个单位的在后面的文件里"


def board_file_name(number: int) -> str:
    """Without a suffix."""
    return f"出勤_{number}"


def _unit_lines(units: Sequence[UnitCounts]) -> list[str]:
    """A line a unit; where those are too many, only units where somebody is missing."""
    shown = units
    if len(units) > LINES:
        shown = [one for one in units if one.counts.waiting or one.counts.pending or one.counts.absent][:LINES]
    listed = [f"{one.name} {counts_text(one.counts)}" for one in shown]
    rest = len(units) - len(shown)
    return [*listed, f"单位太多,其余 {rest} 个不列"] if rest else listed


def names_text(
    units: Sequence[tuple[str, Sequence[str], Sequence[str], Sequence[str], Sequence[str]]], word: str
) -> str:
    """Who is missing: for each unit its name, who is silent (`word`: 未签到, 待核, 缺席), who waits for a decision on leave, who
    is on leave, who on duty. For private chats and work groups only. "" for nobody."""
    lines: list[str] = []
    for place, title in ((1, word), (2, "请假待批"), (3, "请假"), (4, "因公请假")):
        listed = [(unit[0], unit[place]) for unit in units if unit[place]]
        if listed:
            lines.append(f"{title}:")
            lines += names_by_unit([(str(name), people) for name, people in listed])
    return "\n".join(lines)


def latest_text(latest: Sequence[tuple[Session, str, int, int]], now: datetime, *, in_group: bool) -> str:
    """The latest sessions of a unit with how many were there of how many, the newest first."""
    if not latest:
        return f"还没有开过会。例如:\n{EXAMPLE}"
    lines = [
        f"#{session.number} {when(session.begins)} {title}({phase(session, now).value}) {present}/{expected}"
        for session, title, present, expected in latest
    ]
    sessions = [session for session, *_ in latest]
    meant = next((one for one in sessions if phase(one, now) is Phase.RUNNING), sessions[0])
    return "\n".join([*lines, f"看一次:{slash(in_group)}出勤 {meant.number}"])


def own_line(own: Own, now: datetime) -> str:
    """One session of a person's own."""
    session = own.session
    done = " 已补学" if own.made_up else ""
    return f"#{session.number} {when(session.begins)} {own.title[:20]} {_own_word(own, now)}{done}"


def _own_word(own: Own, now: datetime) -> str:
    """What one counts as; of silence, why that is no matter yet."""
    if own.state is RecordState.LEAVE and own.official:
        return "因公请假"
    if own.state is not RecordState.WAITING:
        return STATES[own.state]
    match phase(own.session, now):
        case Phase.CANCELLED:
            return "已取消"
        case Phase.ENDED:
            return STATES[RecordState.PENDING]
        case _ if own.leave is Leave.ASKED:
            return "请假待批"
        case _ if own.leave is Leave.REFUSED:
            return "没有准假"
        case Phase.ANNOUNCED:
            return "还没开始"
    return STATES[RecordState.WAITING]


def own_text(owns: Sequence[Own], now: datetime) -> str:
    """出勤 of one's own, and where it stands what there is to do."""
    if not owns:
        return "还没有您应到的会议"
    lines = ["您的出勤:", *(own_line(own, now) for own in owns)]
    if any(own.state in (RecordState.WAITING, RecordState.ABSENT) for own in owns):
        lines.append("等着您办的请发:我的")
    return "\n".join(lines)


def own_title(years: int) -> str:
    return f"组织生活与出勤(保留{years}年,请假事由90天)"
