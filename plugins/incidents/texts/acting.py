"""The answers to 接手 续报 终报 更正突发 误报 并入, and what those alerted hear."""

from collections.abc import Sequence
from datetime import datetime

from plugins.gateway.phrases import answers_at, cut, slash, when

from ..domain import Act, Brief, Entry, Line, State
from .boards import lines_text, title_text


def did_text(
    number: int,
    typed: int,
    act: Act,
    told: int,
    next_report_at: datetime | None,
    version: int,
    before: str,
    lost: int,
    *,
    repeated: bool,
    in_group: bool,
) -> str:
    """What was recorded, who hears of it, and what comes next. Times aware."""
    mark = slash(in_group)
    moved = f"(#{typed} 已并入)" if typed != number else ""
    if repeated:
        return f"#{number}{moved} 先前已记下同样的话,没有重复转告"
    what = {
        Act.TAKE: "由您办理",
        Act.TAKE_OVER: f"由您办理(原来是{before})" if before else "由您办理",
        Act.REPORT: "续报已记下",
        Act.CLOSE: "已终报,到此结束",
        Act.CORRECT: f"已更正(第{version}版,原文保留)",
        Act.CALL_FALSE: "已按误报结束",
    }[act]
    heard = f",转告 {told} 人" if told else ""
    missing = f"。有 {lost} 个图片或文件没取到,请随 {mark}续报 {number} 再发一次" if lost else ""
    after = ""
    if next_report_at is not None:
        report = f"{mark}续报 {number} 正文"
        if act in (Act.TAKE, Act.TAKE_OVER):
            after = f"。{when(next_report_at)} 前请报一次进展:{report};结束了发:{mark}终报 {number} 正文"
        elif act is Act.REPORT:
            after = f"。下次续报 {when(next_report_at)} 前"
    elif act is Act.CLOSE:
        after = f"。总结文件发:{mark}总结 {number};有错发:{mark}更正突发 {number} 正文"
    if act is Act.CORRECT:
        after = f"。看经过发:{mark}突发 {number}"
    return f"#{number}{moved} {what}{heard}{missing}{after}"


def news_text(one: Brief, lines: Sequence[Line]) -> str:
    """What those alerted (and who reported it) hear: what happened since they were last told."""
    said = lines_text(lines, one.number)
    return f"#{one.number} 〔突发〕{title_text(one)}\n{said}{_after_text(one, lines)}"


def _after_text(one: Brief, lines: Sequence[Line]) -> str:
    kinds = {line.kind for line in lines}
    if one.state is State.FALSE:
        return "\n按误报结束,不用再办"
    if one.state is State.CLOSED:
        return "\n到此结束" if Entry.CLOSING in kinds else ""
    if Entry.RECALLED in kinds:
        return f"\n内容已记下,状态没变。确是误报请发:误报 {one.number} 原因"
    if one.state is State.REPORTED:
        return f"\n还没人接手,办理请发:接手 {one.number}"
    return ""


def joining_text(number: int, title: str, target: int, target_title: str, *, in_group: bool) -> str:
    """The preview of 并入."""
    join, drop = answers_at(number, in_group)
    return (
        f"#{number} 预览:《{cut(title, 30)}》并入 #{target}《{cut(target_title, 30)}》,两份报告合成一个经过,以后都用 #{target}。\n"
        f"是同一件请发:{join};不是请发:{drop}"
    )


def joined_text(number: int, target: int, *, in_group: bool) -> str:
    return f"#{number} 已并入 #{target},两份报告在一个经过里。看经过发:{slash(in_group)}突发 {target}"


def recalled_text(number: int, *, first: bool) -> str:
    """To who recalled their own report."""
    what = "首报" if first else "这一条"
    return f"#{number} 的消息您撤回了,但{what}已通知干部,不会自动作废。确是误报请发:误报 {number} 原因;说错了请发:更正突发 {number} 正文"


def own_entry_line(number: int, title: str, at: datetime, what: str) -> str:
    """One line of 我的数据."""
    return f"#{number} {cut(title, 30)} {when(at)} {what}"


def own_entries_title(years: int) -> str:
    return f"突发事件(结束后保留{years}年)"
