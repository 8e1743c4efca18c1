"""The answers to 签收 进度 完成 审核 延期, and why one of them is not possible."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from plugins.gateway.forms import Form
from plugins.gateway.headers_texts import header_warnings
from plugins.gateway.phrases import cut, listed, when

from ..domain import Act, Refusal, State
from .shared import ACTS, EXAMPLE, STATES

NEXT = {
    Act.ACCEPT: "办好请发:完成 {number} 说明",
    Act.REPORT: "办好请发:完成 {number} 说明",
    Act.SUBMIT: "等布置单位审核",
}
EXAMPLES = {
    Act.ACCEPT: "签收 {number}",
    Act.REPORT: "进度 {number} 已核对一半",
    Act.SUBMIT: "完成 {number} 已全部上报",
    Act.PASS: "审核 {number} 内科党支部 通过",
    Act.RETURN: "审核 {number} 内科党支部 退回 缺两人",
    Act.EXTEND: "延期 {number} 内科党支部 下周三18:00",
}


def did_text(number: int, unit: str, act: Act, deadline: datetime, submitted: int, done: int, units: int) -> str:
    """What was recorded, how the whole stands, and what comes next."""
    what = {
        Act.ACCEPT: "已签收",
        Act.REPORT: "进度已记下",
        Act.SUBMIT: "已报完成",
        Act.PASS: "审核通过",
        Act.RETURN: "已退回",
        Act.EXTEND: f"已延期到 {when(deadline)}",
    }[act]
    whole = f"(已完成 {done}/{units}" + (f",待审核 {submitted})" if submitted else ")")
    after = NEXT.get(act, "").format(number=number)
    if done == units:
        after = f"都完成了,销号请发:销号 {number}"
    return f"#{number} {unit} {what}{whole}" + (f"。{after}" if after else "")


def pictures_text(number: int, kept: int, missed: int) -> str:
    """Behind what was recorded: pictures that are kept with it, and those that could not be had."""
    said = f"。收下图 {kept} 张" if kept else ""
    return said + (f"。有 {missed} 张图没取到,要补就再发:完成 {number} 带图" if missed else "")


def not_now_text(number: int, unit: str, act: Act, state: State, refusal: Refusal) -> str:
    said = {
        Refusal.CLOSED: "任务已销号或撤回,不能再改",
        Refusal.ALREADY: f"现在{STATES[state]},不用再{ACTS[act]}",
        Refusal.UNDER_REVIEW: f"已报完成,正等审核。有补充请发:完成 {number} 说明",
        Refusal.DONE: "已经完成,不用再发",
        Refusal.NOT_SUBMITTED: f"还没有报完成(现在{STATES[state]}),不用审核",
    }.get(refusal, f"不能{ACTS[act]}")
    return f"#{number} {unit} {said}"


def which_unit_text(number: int, act: Act, units: Sequence[str]) -> str:
    example = EXAMPLES[act].format(number=number).replace("内科党支部", units[0])
    if units[0] not in example:
        word, _, rest = example.partition(f" {number}")
        example = f"{word} {number} {units[0]}{rest}"
    return f"#{number} 是哪个单位的:{listed(list(units))}?例如:{example}"


def which_task_text(act: Act, choices: Sequence[tuple[int, str]]) -> str:
    if not choices:
        return f"现在没有可以{ACTS[act]}的任务。看自己的任务:任务"
    named = "\n".join(f"#{number} {cut(title, 24)}" for number, title in choices[:12])
    return f"哪一个任务?例如:{EXAMPLES[act].format(number=choices[0][0])}\n{named}"


def not_yours_text(number: int) -> str:
    return f"#{number} 不归您办:签收、进度、完成由承办单位的干部发,审核、延期、销号由布置单位的干部发。没有改动"


def no_such_text(number: int) -> str:
    return f"没有 #{number} 这个任务,或不在您的范围内。看自己的任务:任务"


def not_later_text(number: int, unit: str, deadline: datetime) -> str:
    """`deadline` is the one that counts now; the example is a week behind it."""
    later = when(deadline + timedelta(days=7)).replace(")", ") ", 1)
    return f"#{number} 延期要晚于现在的截止 {when(deadline)}。例如:延期 {number} {unit} {later}"


def already_closed_text(number: int) -> str:
    return f"#{number} 先前已销号或撤回,不用再办"


def say_what_text(act: Act, number: int | None) -> str:
    """Words are missing behind 进度 or 完成."""
    return f"{ACTS[act]}后面写一句话,例如:{EXAMPLES[act].format(number=number or 5)}"


def review_how_text(number: int | None) -> str:
    return f"写明单位和 通过 或 退回 理由,例如:{EXAMPLES[Act.PASS].format(number=number or 5)}"


def extend_how_text(number: int | None) -> str:
    return f"写明单位和新的时间,例如:{EXAMPLES[Act.EXTEND].format(number=number or 5)}"


def close_how_text() -> str:
    return "销哪个号?例如:销号 5。看布置过的:任务"


def scope_question_text() -> str:
    return "范围和截止?例如:全体 周五18:00前"


def needs_scope_text() -> str:
    return f"布置给谁?写 全体 或单位名,例如:\n{EXAMPLE}"


def needs_content_text() -> str:
    return f"要办什么?写在抬头下面,例如:\n{EXAMPLE}"


def needs_deadline_text(form: Form) -> str:
    """What was typed instead is said first."""
    missed = "".join(f"{warning}。" for warning in header_warnings(form))
    return f"{missed}什么时候办好?加一行 截止,例如:\n{EXAMPLE}"


def not_among_text(name: str) -> str:
    return f"“{name}”不在要布置的单位里,不用除去。例如:任务 全体 除 外科党支部"


def nobody_text() -> str:
    return f"没有剩下要办的单位。例如:\n{EXAMPLE}"


def own_event_line(number: int, title: str, at: datetime, act: Act) -> str:
    """One line of 我的数据."""
    return f"#{number} {cut(title, 30)} {when(at)} {ACTS[act]}"


def own_events_title(years: int) -> str:
    return f"任务(销号后保留{years}年)"
