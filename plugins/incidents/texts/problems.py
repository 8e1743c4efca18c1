"""Why something is not possible, and what to type instead."""

from collections.abc import Sequence

from plugins.gateway.phrases import cut

from ..domain import Act, Refusal, State
from .shared import ACTS, EXAMPLES


def no_such_text(number: int) -> str:
    return f"没有 #{number} 这件突发,或不在您的范围内。看进行中的:突发"


def not_yours_text(number: int, act: Act, refusal: Refusal) -> str:
    """`refusal` says whether the sender has to do with it at all."""
    if refusal is Refusal.OFFICERS_ONLY:
        return f"#{number} 的{ACTS[act]}由干部发。您有新情况请发:续报 {number} 正文"
    who = "本单位和上级的干部" if act in (Act.TAKE, Act.TAKE_OVER, Act.CLOSE) else "报告人、本单位和上级的干部"
    return f"#{number} 的{ACTS[act]}由{who}发,没有改动。另有情况请发:突发 标题"


def not_now_text(number: int, act: Act, state: State, refusal: Refusal, handler: str, target: int | None) -> str:
    if refusal is Refusal.ALREADY:
        done = {
            State.HANDLING: "先前已由您接手,不用再发",
            State.CLOSED: f"先前已终报,不用再发。有错请发:更正突发 {number} 正文",
            State.FALSE: "先前已按误报结束,不用再发",
            State.MERGED: f"先前已并入 #{target},不用再发",
        }
        return f"#{number} {done.get(state, '先前已办,不用再发')}"
    said = {
        Refusal.TAKEN: f"已由{handler or '别的干部'}接手。要换您来办请发:接手 {number} 换人",
        Refusal.OVER: f"已终报,不能{ACTS[act]}。有错请发:更正突发 {number} 正文;又有情况请发:突发 标题",
        Refusal.FALSE: f"已按误报结束,不能{ACTS[act]}。又有情况请发:突发 标题",
        Refusal.MERGED: f"已并入 #{target}。整件都是误报请发:误报 {target} 原因",
    }.get(refusal, f"不能{ACTS[act]}")
    if refusal is Refusal.MERGED and act is Act.MERGE:
        said = f"已并入 #{target}"
    return f"#{number} {said}"


def which_text(act: Act, choices: Sequence[tuple[int, str]]) -> str:
    if not choices:
        return f"现在没有您可以{ACTS[act]}的突发。看进行中的:突发"
    named = "\n".join(f"#{number} {cut(title, 24)}" for number, title in choices[:12])
    return f"哪一件?例如:{EXAMPLES[act].format(number=choices[0][0])}\n{named}"


def nothing_said_text(act: Act, number: int | None) -> str:
    return f"{ACTS[act]}后面写情况,例如:{EXAMPLES[act].format(number=number or 5)}"


def not_one_text(number: int, target: int) -> str:
    return f"#{number} 不能并入 #{target}:要并入的那件须是另一件还没结束的。看进行中的:突发"


def join_how_text(number: int | None) -> str:
    return f"写明两个编号,后一个留下,例如:并入 {number or 4} 3"
