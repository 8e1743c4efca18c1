"""代阅, 重发 and 视为已送达."""

from collections.abc import Sequence

from plugins.gateway.phrases import answers_at, slash

from .shared import tally


def answer_preview_text(number: int, people: Sequence[tuple[str, str]], how: str, *, in_group: bool) -> str:
    """`people` are names and units; kept as told by the sender, never as their own receipt."""
    confirm, cancel = answers_at(number, in_group)
    listed = "、".join(f"{name}({unit})" for name, unit in people)
    return (
        f"#{number} 代阅预览:{listed},告知方式:{how}。会记下是你代办的、何时、怎样告知的。"
        f"登记请回:{confirm};不登记请回:{cancel}"
    )


def answered_for_text(number: int, names: Sequence[str], how: str, done: int, people: int) -> str:
    return f"#{number} 已登记代阅 {len(names)} 人({how}):{' '.join(names)}({tally(done, people)})"


def resend_preview_text(number: int, title: str, units: Sequence[str], *, in_group: bool) -> str:
    confirm, cancel = answers_at(number, in_group)
    return (
        f"#{number} 〔传达〕{title}:{len(units)} 个群待核实:{'、'.join(units)}。请先到群里看一眼:没有的才重发。"
        f"只重发一个群:{slash(in_group)}重发 {number} {units[0]}\n重发请回:{confirm};不重发请回:{cancel}"
    )


def accept_preview_text(number: int, title: str, units: Sequence[str], *, in_group: bool) -> str:
    confirm, cancel = answers_at(number, in_group)
    return (
        f"#{number} 〔传达〕{title}:{len(units)} 个群待核实:{'、'.join(units)}。看到群里有了才这样定。"
        f"视为已送达请回:{confirm};不定请回:{cancel}"
    )


def resent_text(number: int, groups: int, *, in_group: bool) -> str:
    return f"#{number} 正在向 {groups} 个群重发。看进度:{slash(in_group)}传达情况 {number}"


def accepted_text(number: int, groups: int) -> str:
    return f"#{number} 的 {groups} 个群已记为送达"
