"""重发 and 视为已送达."""

from collections.abc import Sequence

from plugins.gateway.phrases import answers_at, cut, listed, slash

NAMED = 20


def resend_preview_text(number: int, kind: str, title: str, units: Sequence[str], *, in_group: bool) -> str:
    confirm, cancel = answers_at(number, in_group)
    return (
        f"#{number} 〔{kind}〕{cut(title, 60)}:{_units_text(units)}。请先到群里看一眼:没有的才重发。"
        f"只重发一个群:{slash(in_group)}重发 {number} {units[0]}\n重发请回:{confirm};不重发请回:{cancel}"
    )


def accept_preview_text(number: int, kind: str, title: str, units: Sequence[str], *, in_group: bool) -> str:
    confirm, cancel = answers_at(number, in_group)
    return (
        f"#{number} 〔{kind}〕{cut(title, 60)}:{_units_text(units)}。看到群里有了才这样定。"
        f"视为已送达请回:{confirm};不定请回:{cancel}"
    )


def resent_text(number: int, see: str, groups: int, *, in_group: bool) -> str:
    return f"#{number} 正在向 {groups} 个群重发。看进度:{slash(in_group)}{see} {number}"


def accepted_text(number: int, groups: int) -> str:
    return f"#{number} 的 {groups} 个群已记为送达"


def in_doubt_text(number: int, units: Sequence[str], *, in_group: bool) -> str:
    """Behind what shows a thing: where it is not known whether it is there, and what to do. "" where there is nothing."""
    if not units:
        return ""
    mark = slash(in_group)
    return f"\n{_units_text(units)}。请到群里看:没有的发 {mark}重发 {number};有的发 {mark}视为已送达 {number}"


def nothing_in_doubt_text(number: int, see: str) -> str:
    return f"#{number} 没有待核实的群。看进度:{see} {number}"


def which_doubt_text(word: str) -> str:
    return f"哪一件?例如:{word} 12。哪些群待核实,看:传达情况 12、任务 12、突发 12"


def nothing_numbered_text(number: int) -> str:
    return f"没有 #{number} 这件事,或不在你的范围内"


def _units_text(units: Sequence[str]) -> str:
    return f"{len(units)} 个群待核实:{listed(units, NAMED)}"
