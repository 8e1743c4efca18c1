"""出勤统计, 纪要, 会议记录: what stands in answers, pictures and papers."""

from collections.abc import Sequence
from datetime import datetime

from plugins.gateway.phrases import slash, when
from plugins.storage import clock

from ..domain import LINES, RULES, Board, Counts, Missing, Mode, Month, Protocol, UnitRates, phase
from .boards import in_file_text
from .shared import MODES, counts_text, quorum_text, span, topic

UNITS_IN_TEXT = 12
"""Units of a month in words; more come as a picture."""

_WHY = {"leave": "请假", "absent": "缺席", "pending": "待核", "waiting": "未签到"}


def month_name(begins: datetime) -> str:
    """`2026年11月`."""
    local = clock.local(begins)
    return f"{local.year}年{local.month}月"


def month_text(month: Month, *, by_unit: bool, filed: bool = False) -> str:
    """Sessions of a month with the rates by unit, in the order of the roster: nobody is ranked. `filed`: they are in a file."""
    if not month.sessions:
        return f"{month.unit} {month_name(month.begins)} 没有开完的会。看最近的会:出勤"
    lines = [f"{month.unit} {month_name(month.begins)} 出勤统计:{month.sessions} 次会议"]
    if filed:
        lines.append(in_file_text(len(month.lines)))
    elif by_unit:
        lines += [rates_line(line) for line in month.lines[:LINES]]
    return "\n".join(lines)


def month_file_name(month: Month) -> str:
    """Without a suffix."""
    return f"出勤统计_{clock.local(month.begins):%Y-%m}"


def rates_line(line: UnitRates) -> str:
    """`内科党支部 3 次 应到 96 人次 实到 90 请假 4 缺席 2,到会率 94%`."""
    c = line.counts
    open_ones = f" 待核 {c['pending']}" if c["pending"] else ""
    share = f",到会率 {line.share}%" if line.share is not None else ""
    late = f"(迟到 {c['late']})" if c["late"] else ""
    return (
        f"{line.unit} {line.sessions} 次 应到 {c['expected']} 人次 实到 {c['present']}{late} "
        f"请假 {c['leave']} 缺席 {c['absent']}{open_ones}{share}"
    )


def month_how_text() -> str:
    return "哪个月?例如:出勤统计 2026-11,或 出勤统计 2026-11 内科党支部"


def unit_note(line: UnitRates) -> str:
    """Below a unit's bar."""
    c = line.counts
    said = [f"{line.sessions} 次"]
    said += [f"请假 {c['leave']}"] if c["leave"] else []
    said += [f"缺席 {c['absent']}"] if c["absent"] else []
    said += [f"待核 {c['pending']}"] if c["pending"] else []
    return " ".join(said)


def made_text(what: str, at: datetime) -> str:
    """The foot of a page."""
    return f"{what} · {when(at)} 生成"


def board_facts(board: Board) -> list[tuple[str, str]]:
    """The lines on top of the picture of a session."""
    session, proposal = board.session, board.proposal
    facts = [("时间", span(session.begins, session.ends)), ("形式", MODES[proposal.mode])]
    facts += [("地点", proposal.place)] if proposal.place else []
    if proposal.mode is Mode.BOTH:
        totals = board.stand.totals
        facts.append(("到会", f"现场 {totals.present - totals.online} 线上 {totals.online}"))
    if board.quorum:
        facts.append(("表决", quorum_text(board.quorum, RULES[board.quorum.vote].source)))
    return facts


def minutes_kept_text(number: int, *, again: bool) -> str:
    kept = "已更新纪要,前一版留着备查" if again else "纪要已记下"
    return f"#{number} {kept}。要文件请私聊发:会议记录 {number}"


def minutes_how_text(number: int, minutes: str, *, in_group: bool) -> str:
    have = f"#{number} 现在的纪要:\n{minutes}\n要改就重发全文:" if minutes else f"#{number} 还没有纪要。请发:"
    return f"{have}{slash(in_group)}纪要 {number} 正文(可多行)"


def record_sent_text(number: int, title: str, *, in_group: bool) -> str:
    return f"{topic(number, title)}:会议记录(可改的 .docx 和 PDF)。补写纪要:{slash(in_group)}纪要 {number} 正文"


def file_name(number: int, title: str) -> str:
    """Without a suffix; safe on every system."""
    kept = "".join(sign if sign.isalnum() else "_" for sign in title)[:30]
    return f"会议记录_{number}_{kept}"


def record_title(protocol: Protocol) -> str:
    return f"{protocol.proposal.title}会议记录"


def record_topic(protocol: Protocol) -> str:
    """What a page of it is, at its foot."""
    return f"#{protocol.session.number} 会议记录"


def record_rows(protocol: Protocol) -> list[tuple[str, str]]:
    """Label and value of the table on top: what every record of a meeting must have. The year too: papers are kept."""
    session, proposal = protocol.session, protocol.proposal
    rows = [
        ("单位", protocol.unit),
        ("类型", "、".join(kind.value for kind in proposal.kinds)),
        ("时间", f"{clock.local(session.begins).year}年{span(session.begins, session.ends)}"),
        ("形式", MODES[proposal.mode]),
        ("地点", proposal.place or ("线上" if proposal.mode is Mode.ONLINE else "")),
        ("主持", proposal.host),
        ("记录", proposal.recorder),
        ("出勤", counts_text(protocol.counts)),
    ]
    if protocol.quorum:
        rows.append(("表决", quorum_text(protocol.quorum, RULES[protocol.quorum.vote].source)))
    return [(label, value) for label, value in rows if value]


def record_names(protocol: Protocol) -> list[tuple[str, Sequence[str]]]:
    """Label and names of who was there, below the others."""
    return [(label, names) for label, names in (("到会", protocol.present), ("列席", protocol.observers)) if names]


def missing_rows(missing: Sequence[Missing]) -> list[tuple[str, str, str]]:
    """Name, unit, and why, of those expected who were not there."""
    found = []
    for one in missing:
        why = "因公请假" if one.state == "leave" and one.official else _WHY[one.state]
        reason = f":{one.reason}" if one.reason else ""
        found.append((one.name, one.unit, f"{why}{reason}{'(已补学)' if one.made_up else ''}"))
    return found


MISSING_HEADING = ("姓名", "单位", "缺席及事由")
AGENDA = "议题"
MINUTES = "纪要"
MISSING = "未到会人员"
NO_MINUTES = "(还没有写纪要)"


def record_summary_text() -> str:
    """What `bot.py print` says of it."""
    return "会议记录:主持、记录、应到、实到、缺席及事由、议题、纪要"


def board_kicker(board: Board, now: datetime) -> str:
    """The small line above the title."""
    part = "" if board.whole else "(本单位)"
    return f"#{board.session.number} 会议 · {board.unit_name}{part} · {phase(board.session, now).value}"


def board_tiles(counts: Counts) -> list[tuple[str, str, str]]:
    """Figures side by side: value, label, tone."""
    tiles = [(str(counts.late), "迟到", "wary"), (str(counts.leave), "请假", "ink")]
    if counts.waiting:
        tiles.append((str(counts.waiting), "未签到", "quiet"))
    if counts.pending:
        tiles.append((str(counts.pending), "待核", "wary"))
    tiles.append((str(counts.absent), "缺席", "bad" if counts.absent else "ink"))
    if counts.observers:
        tiles.append((str(counts.observers), "列席", "quiet"))
    return tiles


def board_unit_note(counts: Counts) -> str:
    """Below a unit's bar: what is not 实到."""
    parts = (("请假", counts.leave), ("未签到", counts.waiting), ("待核", counts.pending), ("缺席", counts.absent))
    return " ".join(f"{label} {count}" for label, count in parts if count)
