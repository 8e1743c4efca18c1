"""总结: what stands on the paper, and the answer it comes with."""

from collections.abc import Sequence
from datetime import datetime

from plugins.gateway.phrases import cut, listed, slash, when
from plugins.storage import clock

from ..domain import Corrected, Entry, Line, Roll, Summary, Told
from .boards import reached_groups_text, reports_in, state_text
from .reporting import PRIVACY
from .shared import ENTRIES

TIMELINE = "经过"
TIMELINE_HEAD = ("时间", "谁", "事项", "内容")
CORRECTIONS = "更正"
TOLD = "通报"
SAFETY = "报平安"
SUMMARY_PRIVACY = f"本件供内部总结,{PRIVACY}。"


def dated(at: datetime) -> str:
    """With its year: papers are kept."""
    return f"{clock.local(at).year}年{when(at)}"


def summary_kicker(found: Summary) -> str:
    """The line above the title."""
    return f"突发事件总结 #{found.timeline.brief.number}"


def summary_facts(found: Summary) -> list[tuple[str, str]]:
    """Label and value below the title."""
    one, lines = found.timeline.brief, found.timeline.lines
    taken = [f"{line.name or '—'} {when(line.at)}" for line in lines if line.kind is Entry.TAKEN]
    ended = f"({dated(found.closed_at)})" if found.closed_at else ""
    told = f"{found.alerted} 名干部"
    if found.unreached:
        told += f",没通知到 {len(found.unreached)} 人:{listed(found.unreached, 30, of='人')}"
    return [
        ("单位", one.unit),
        ("报告", dated(one.reported_at)),
        ("状态", f"{state_text(one)}{ended}"),
        ("接手", ";".join(taken) or "无人接手"),
        ("通知", told),
        ("报告次数", f"{reports_in(lines)} 次"),
    ]


def summary_row(line: Line, number: int) -> tuple[str, str, str, str]:
    """One line of the timeline; under which number it was reported where that is another."""
    which = f" #{line.number}" if line.number != number else ""
    version = f" 第{line.version}版" if line.version else ""
    pieces = f"[图片或文件 {line.pieces} 个]" if line.pieces else ""
    said = "\n".join(filter(None, (line.text.strip(), pieces)))
    return when(line.at), line.name or "群成员", f"{ENTRIES[line.kind]}{version}{which}", said


def correction_block(one: Corrected) -> tuple[str, str, str]:
    """Heading, what it says, and what the version before said: it may be about another thing."""
    head = f"第{one.line.version or 2}版 {when(one.line.at)} {one.line.name}"
    return head, f"更正:{one.line.text}", f"上一版:{one.replaced}"


def told_block(one: Told) -> tuple[str, str]:
    """Heading and text of one version of a 通报."""
    replaces = "(前面的作废)" if one.version > 1 else ""
    head = f"第{one.version}版{replaces} {when(one.at)} {one.unit} → {one.scope}:{reached_groups_text(one)},{one.people} 人"
    return head, one.text


def safe_label(safety: Roll) -> str:
    """What is counted: those an officer spoke for are said apart."""
    return f"平安(其中干部代报 {len(safety.spoken_for)} 人)" if safety.spoken_for else "平安"


def summary_text(found: Summary, *, in_group: bool) -> str:
    one = found.timeline.brief
    moved = f",#{one.number} 里有并入的报告" if found.timeline.merged_into else ""
    state = "" if found.closed_at else f",还没有终报,是到现在为止的;结束了发:{slash(in_group)}终报 {one.number} 正文"
    return f"#{one.number} 〔突发〕{cut(one.title, 40)}:总结见文件{moved}{state}"


def summary_how_text(open_ones: Sequence[int] = ()) -> str:
    number = open_ones[0] if open_ones else 3
    return f"哪一件的总结?例如:总结 {number}。看进行中的:突发"


def summary_file_name(number: int, title: str) -> str:
    """With its suffix; safe on every system."""
    kept = "".join(sign if sign.isalnum() else "_" for sign in title)[:30]
    return f"突发总结_{number}_{kept}.pdf"


def summary_footer(number: int, made_at: datetime) -> str:
    return f"#{number} 突发事件总结 · 截至 {dated(made_at)}"


def summary_page_text() -> str:
    """What `bot.py print` says it offers."""
    return "突发事件总结:经过、更正、通报、报平安"
