"""The task itself, its preview, 确认 and 销号."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from plugins.gateway.forms import Form
from plugins.gateway.headers_texts import header_warnings
from plugins.gateway.phrases import answers_at, holiday_text, listed, slash, when
from plugins.storage import clock

from ..domain import Act, Outline, Proposal
from .shared import ACTS

HOW = "单位干部请引用本条回复:签收 / 进度 文字 / 完成 说明"


def task_text(number: int, unit: str, proposal: Proposal) -> str:
    """The task as the groups see it."""
    again = f"({proposal.repeat}一次)" if proposal.repeat else ""
    head = f"#{number} 〔任务〕{proposal.title}\n截止:{when(proposal.deadline)}{again}\n布置:{unit} → {proposal.scope}"
    return "\n\n".join(filter(None, (head, proposal.text, HOW)))


def preview_text(outline: Outline, form: Form, *, in_group: bool) -> str:
    """What goes to whom, what looks wrong, and how to go on."""
    proposal, number = outline.proposal, outline.number
    confirm, cancel = answers_at(number, in_group)
    lines = [
        f"#{number} 预览,还没有布置",
        f"〔任务〕{proposal.title}",
        f"{outline.unit} 布置给 {len(outline.units)} 个单位:{listed(outline.units)}",
        f"截止:{when(proposal.deadline)}",
        *_again(outline),
        *(f"注意:{warning}" for warning in _warnings(outline, form)),
        f"布置请回:{confirm};不布置请回:{cancel}",
    ]
    return "\n".join(lines)


def _again(outline: Outline) -> Iterable[str]:
    deadline, at = outline.next_deadline, outline.next_at
    if deadline is not None and at is not None:
        yield f"重复:{outline.proposal.repeat},下一次截止 {when(deadline)},{when(at)} 布置"
        if warning := holiday_text(clock.local(deadline).date()):
            yield f"下一次:{warning}"


def _warnings(outline: Outline, form: Form) -> Iterable[str]:
    yield from header_warnings(form)
    if outline.groupless:
        yield f"{listed(outline.groupless)}没有绑定群,只靠私聊提醒"
    if outline.headless:
        yield f"{listed(outline.headless)}没有登记QQ的干部,没人能签收"


def issued_text(number: int, units: int, groups: int, deadline: datetime, *, in_group: bool) -> str:
    mark = slash(in_group)
    return f"#{number} 已布置给 {units} 个单位({groups} 个群),截止 {when(deadline)}。看进展:{mark}任务 {number}"


def closing_text(number: int, title: str, done: int, not_done: Sequence[str], repeat: str, *, in_group: bool) -> str:
    confirm, cancel = answers_at(number, in_group)
    left = f",还没完成的 {len(not_done)} 个:{listed(list(not_done))}" if not_done else ""
    again = f";“{repeat}”下一次照旧,不再重复请发:{slash(in_group)}停发 {number}" if repeat else ""
    return (
        f"#{number} 〔任务〕{title}:已完成 {done} 个{left}。销号后不能再改{again}。销号请回:{confirm};不销请回:{cancel}"
    )


def closed_text(number: int, done: int, not_done: Sequence[str]) -> str:
    left = f",{len(not_done)} 个没有完成" if not_done else ""
    return f"#{number} 已销号:{done} 个单位完成{left}。不再提醒"


def decided_text(number: int, unit: str, act: Act, said: str, deadline: datetime) -> str:
    """What a unit reads when the issuer has decided on its work."""
    if act is Act.EXTEND:
        return f"#{number} {unit}:已延期到 {when(deadline)}"
    if act is Act.RETURN:
        reason = f":{said}" if said else ""
        return f"#{number} {unit}:退回{reason}\n改好后请引用本条回复:完成 说明"
    return f"#{number} {unit}:{ACTS[act]}"


def review_text(number: int, title: str, waiting: Sequence[str], done: int, units: int) -> str:
    """What the issuer reads when units have reported."""
    first = waiting[0]
    return (
        f"#{number} 〔任务〕{title}:{len(waiting)} 个单位报完成,待审核:{listed(list(waiting))}(已完成 {done}/{units})\n"
        f"审核请发:/审核 {number} {first} 通过;或 /审核 {number} {first} 退回 理由"
    )


def reminder_text(number: int, title: str, deadline: datetime) -> str:
    return f"#{number} 〔任务〕{title},截止 {when(deadline)}。办好请发:完成 {number} 说明"


def overdue_text(number: int, title: str, units: Sequence[str]) -> str:
    """What the issuer's officers read at the deadline, in the roster's order."""
    return (
        f"#{number} 〔任务〕{title} 已到截止,{len(units)} 个单位没有报完成:{listed(list(units), 40)}\n"
        f"看进展:/任务 {number};可延期:/延期 {number} 单位 时间"
    )
