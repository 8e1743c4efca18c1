"""开会: the preview, what the groups see, and the answer to 确认."""

from collections.abc import Iterable
from datetime import datetime

from plugins.gateway.forms import Form
from plugins.gateway.headers_texts import header_warnings
from plugins.gateway.phrases import answers_at, holiday_text, slash, when
from plugins.storage import clock

from ..domain import Outline, Proposal
from .shared import MODES, VOTES, span, topic


def scope_question_text() -> str:
    return "范围和时间?例如:全体 周五15:00-16:30"


def announcement_text(
    number: int, unit: str, proposal: Proposal, *, moved_from: tuple[datetime, datetime] | None = None
) -> str:
    """The session as the groups see it; `moved_from` is the time it had before 改期."""
    lines = [topic(number, proposal.title) + ("(改期)" if moved_from else "")]
    lines += _facts(proposal)
    if moved_from:
        lines.insert(1, f"原定:{span(*moved_from)},改到下面的时间。原来请的假仍有效,能来的请发:销假 {number}")
    lines.append(f"召集:{unit}")
    if proposal.code:
        lines.append(f"签到要带会上公布的 4 位码,请私聊我发:签到 {number} 四位码")
    lines.append("引用本条回复:签到 / 请假 事由")
    return "\n".join(lines)


def _facts(proposal: Proposal) -> Iterable[str]:
    yield f"类型:{'、'.join(proposal.kinds)}"
    yield f"时间:{span(proposal.begins, proposal.ends)}"
    yield f"形式:{MODES[proposal.mode]}"
    for name, value in (
        ("地点", proposal.place),
        ("链接", proposal.link),
        ("主持", proposal.host),
        ("记录", proposal.recorder),
    ):
        if value:
            yield f"{name}:{value}"
    if proposal.observers:
        yield "列席:群众代表"
    if proposal.vote:
        yield f"表决:{VOTES[proposal.vote]}"
    if proposal.roll_calls:
        yield "会上可能点名"
    if proposal.agenda:
        yield f"议题:{proposal.agenda}"


def preview_text(outline: Outline, form: Form, *, in_group: bool) -> str:
    """What will be announced to whom, what looks wrong in it, and how to go on."""
    proposal = outline.proposal
    lines = [
        f"#{outline.number} 预览,还没有通知",
        f"〔会议〕{proposal.title}",
        *_facts(proposal),
        f"{outline.unit} 通知 {proposal.scope}:{outline.groups} 个群,应到 {outline.expected} 人"
        + (f"(其中 {outline.without_account} 人没有登记QQ)" if outline.without_account else "")
        + (f",可列席 {outline.observers} 人" if outline.observers else ""),
    ]
    if proposal.code:
        lines.append("签到要签到码")
    if outline.next_begins:
        lines.append(f"重复:{proposal.repeat},下一次 {when(outline.next_begins)}")
    lines += [f"注意:{warning}" for warning in _warnings(outline, form)]
    confirm, cancel = answers_at(outline.number, in_group)
    if outline.quiet_until:
        lines.append(
            f"现在是免打扰时间。{when(outline.quiet_until)}再通知请回:{confirm} {outline.morning};马上通知请回:{confirm}"
        )
    else:
        lines.append(f"通知请回:{confirm}")
    return "\n".join([*lines, f"不通知请回:{cancel}"])


def _warnings(outline: Outline, form: Form) -> Iterable[str]:
    yield from header_warnings(form)
    proposal = outline.proposal
    for name in outline.unknown:
        yield f"名册里对不上唯一的“{name}”,名字照写,会后名单发给您"
    if warning := holiday_text(clock.local(proposal.begins).date()):
        yield warning
    if outline.next_begins and (warning := holiday_text(clock.local(outline.next_begins).date())):
        yield f"下一次:{warning}"


def issued_text(number: int, groups: int, expected: int, not_before: datetime | None, *, in_group: bool) -> str:
    mark = slash(in_group)
    told = f"{when(not_before)} 通知" if not_before else "正在通知"
    return f"#{number} 已排好:{told} {groups} 个群,应到 {expected} 人。看出勤:{mark}出勤 {number};改期:{mark}改期 {number} 时间"


def next_text(number: int, title: str, begins: datetime, ends: datetime, repeat: str, told_at: datetime | None) -> str:
    """To the officer: 重复 has made the next session."""
    lines = [f"{topic(number, title)}:按“{repeat}”排好了下一次,{span(begins, ends)}"]
    if warning := holiday_text(clock.local(begins).date()):
        lines.append(f"注意:{warning}")
    lines.append(f"{when(told_at)}起通知各群" if told_at else "正在通知各群")
    lines.append(f"要改:改期 {number} 时间;不开:取消会议 {number}")
    return "\n".join(lines)


def series_over_text(title: str, repeat: str) -> str:
    """To the officer: the next session could not be made."""
    return f"〔会议〕{title}:按“{repeat}”排不出下一次(单位或群有变化),请重新发:开会"
