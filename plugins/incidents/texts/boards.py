"""The list of open incidents, and one with its timeline."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from plugins.gateway.phrases import cut, slash, when
from plugins.storage import clock

from ..domain import Brief, Entry, Line, State, Timeline, Told, is_open
from .shared import ENTRIES, EXAMPLE, STATES

LISTED = 12
TITLE = 24
"""Characters of a title in a list."""


def list_text(briefs: Sequence[Brief], now: datetime, *, in_group: bool) -> str:
    """The open ones with what to type. `now` aware."""
    mark = slash(in_group)
    how = f"报突发发:{mark}突发 标题,下面写情况"
    if not briefs:
        return f"没有进行中的突发事件。{how}"
    lines = [_brief_line(one, now) for one in briefs[:LISTED]]
    if len(briefs) > LISTED:
        lines.append(f"还有 {len(briefs) - LISTED} 件")
    return "\n".join([f"进行中 {len(briefs)} 件:", *lines, f"看经过发:{mark}突发 {briefs[0].number}。{how}"])


def group_list_text(briefs: Sequence[Brief]) -> str:
    """The same in a group of members: how many."""
    count = f"进行中的突发事件 {len(briefs)} 件,详情请私聊我发:突发" if briefs else "没有进行中的突发事件"
    return f"{count}。报突发发:/{EXAMPLE.partition(chr(10))[0]}"


def timeline_text(found: Timeline, number: int, now: datetime, *, in_group: bool) -> str:
    """The whole of one incident, in the order of the times."""
    one, mark = found.brief, slash(in_group)
    moved = f"#{number} 已并入 #{found.merged_into}。\n" if found.merged_into else ""
    head = f"{moved}#{one.number} 〔突发〕{title_text(one)}\n{one.unit},{state_text(one)}{_clock_text(one, now)}"
    lines = lines_text(found.lines, one.number, found.told)
    return f"{head}\n{lines}{_next_text(one, mark)}"


def lines_text(lines: Sequence[Line], number: int, told: Sequence[Told] = ()) -> str:
    """Lines of a timeline, and what groups were told meanwhile, in the order of their times."""
    said = [(line.at, _said_text(line, number)) for line in lines]
    said += [(each.at, _told_text(each)) for each in told]
    return "\n".join(_dated(sorted(said, key=lambda each: each[0])))


def _dated(said: Sequence[tuple[datetime, str]]) -> Iterator[str]:
    """Each with its time; the day stands where it begins: a night has many lines, and a phone is narrow."""
    day = None
    for at, line in said:
        local = clock.local(at)
        yield f"{f'{local:%H:%M}' if local.date() == day else when(at)} {line}"
        day = local.date()


def counts_text(found: Timeline, number: int) -> str:
    """One incident in a group of members: its state and how many reports."""
    one = found.brief
    moved = f"#{number} 已并入 " if found.merged_into else ""
    return (
        f"{moved}#{one.number} {STATES[one.state]},报告 {reports_in(found.lines)} 次。详情请私聊我发:突发 {one.number}"
    )


def title_text(one: Brief) -> str:
    """The title as it was first typed, and whether it was corrected since."""
    return cut(one.title, 60) + (f"(有更正,第{one.version}版)" if one.version > 1 else "")


def state_text(one: Brief) -> str:
    return f"{one.handler} 处置中" if one.state is State.HANDLING and one.handler else STATES[one.state]


def reports_in(lines: Sequence[Line]) -> int:
    """How often something was reported: 首报, 续报 and 终报, also under numbers that were joined."""
    return sum(line.kind in (Entry.FIRST, Entry.REPORT, Entry.CLOSING) for line in lines)


def _said_text(line: Line, number: int) -> str:
    """What one line says; under which number it was reported where that is another."""
    which = f"(#{line.number})" if line.number != number else ""
    version = f"第{line.version}版" if line.version else ""
    pieces = f" [图片或文件 {line.pieces} 个]" if line.pieces else ""
    text = f":{' '.join(line.text.split())}" if line.text else ""
    return f"{line.name or '群成员'} {ENTRIES[line.kind]}{version}{which}{text}{pieces}"


def _told_text(one: Told) -> str:
    """A 通报 in the timeline: which version, to whom, and how many groups have it."""
    return f"{one.unit} 通报第{one.version}版 → {cut(one.scope, 24)}:{reached_groups_text(one)}"


def reached_groups_text(one: Told) -> str:
    there = "" if one.reached is None else f",已到 {one.reached} 个" if one.reached < one.groups else ",都到了"
    return f"{one.groups} 个群{there}"


def _brief_line(one: Brief, now: datetime) -> str:
    corrected = ",已更正" if one.version > 1 else ""
    return f"#{one.number} {cut(one.title, TITLE)}({one.unit},{when(one.reported_at)}{corrected}),{state_text(one)}{_clock_text(one, now)}"


def _clock_text(one: Brief, now: datetime) -> str:
    if one.next_report_at is None:
        return ""
    at = when(one.next_report_at)
    return f",{at} 就该续报了" if one.overdue(now) else f",下次续报 {at} 前"


def _next_text(one: Brief, mark: str) -> str:
    if not is_open(one.state):
        return ""
    take = f"办理发:{mark}接手 {one.number};" if one.state is State.REPORTED else ""
    return f"\n{take}有新情况发:{mark}续报 {one.number} 正文;结束了发:{mark}终报 {one.number} 正文"
