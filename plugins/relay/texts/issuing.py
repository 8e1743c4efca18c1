"""The directive itself, its preview, 确认 and 停发."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from plugins.gateway.forms import Form
from plugins.gateway.headers_texts import header_warnings
from plugins.gateway.phrases import answers_at, slash, when

from ..domain import NOT_SECRET, Outline, Piece, Proposal, count_pieces


def directive_text(number: int, unit: str, proposal: Proposal, planned: datetime | None = None) -> str:
    """The directive as the groups see it. `planned` is when it should have come, where it comes late."""
    head = [f"#{number} 〔传达〕{proposal.title}"]
    if proposal.reference:
        head.append(f"文号:{proposal.reference}")
    if proposal.source:
        head.append(f"来源:{proposal.source}")
    if proposal.deadline:
        head.append(f"截止:{when(proposal.deadline)}")
    head.append(f"传达:{unit}")
    if planned:
        head.append(f"(原定 {when(planned)} 发,因故迟到,请见谅)")
    paragraphs = ["\n".join(head)]
    if proposal.text:
        paragraphs.append(proposal.text)
    if proposal.receipts:
        paragraphs.append("已阅请回:已阅(或引用本条回复 收到)")
    return "\n\n".join(paragraphs)


def preview_text(outline: Outline, form: Form, left_out: int, *, in_group: bool) -> str:
    """What will be sent to whom, what looks wrong in it, and how to go on."""
    proposal = outline.proposal
    lines = [
        f"#{outline.number} 预览,还没有发",
        f"〔传达〕{proposal.title}",
        f"{outline.unit} 传达给 {proposal.scope}:{outline.groups} 个群,{outline.people} 人"
        + (f"(其中 {outline.without_account} 人没有登记QQ)" if outline.without_account else ""),
    ]
    if proposal.deadline:
        lines.append(f"截止:{when(proposal.deadline)}")
    if proposal.not_before:
        lines.append(f"定时:{when(proposal.not_before)}")
    if not proposal.receipts:
        lines.append("不要回执")
    if proposal.at_all:
        lines.append("会 @全体成员")
    lines.append(
        f"正文 {len(proposal.text)} 字{_attached(proposal.pieces)}"
        + (f",分 {outline.parts} 条发" if outline.parts > 1 else "")
    )
    lines += [f"注意:{warning}" for warning in _warnings(outline, form, left_out)]
    confirm, cancel = answers_at(outline.number, in_group)
    return "\n".join([*lines, *_ways_on(outline, confirm), f"不发请回:{cancel}"])


def _attached(pieces: Sequence[Piece]) -> str:
    return "".join(f",{name} {count}" for name, count in count_pieces(pieces).items())


def _warnings(outline: Outline, form: Form, left_out: int) -> Iterable[str]:
    yield from header_warnings(form)
    if outline.groupless:
        shown = "、".join(outline.groupless[:5])
        more = f"等 {len(outline.groupless)} 个单位" if len(outline.groupless) > 5 else ""
        yield f"{shown}{more}没有绑定群,收不到"
    yield from left_out_warnings(left_out)


def left_out_warnings(count: int) -> Iterable[str]:
    """For a preview: what of the message cannot be relayed."""
    if count:
        yield f"有 {count} 条卡片之类的内容带不过去"


def _ways_on(outline: Outline, confirm: str) -> Iterable[str]:
    if outline.secret:
        confirm = f"{confirm} {NOT_SECRET}"
        yield f"文中有“{'”“'.join(outline.secret)}”:涉密的不能在这里发。确实不涉密才请回:{confirm}"
    if outline.quiet_until:
        yield f"现在是免打扰时间。{when(outline.quiet_until)}再发请回:{confirm} {outline.morning};马上发请回:{confirm}"
    elif not outline.secret:
        yield f"发出请回:{confirm}"


def issued_text(number: int, groups: int, people: int, not_before: datetime | None, *, in_group: bool) -> str:
    mark = slash(in_group)
    if not_before:
        return f"#{number} 已定时:{when(not_before)} 发到 {groups} 个群,{people} 人。不发了请回:{mark}停发 {number}"
    return f"#{number} 已传达到 {groups} 个群,{people} 人,正在逐群发出。看进度:{mark}传达情况 {number}"


def stop_preview_text(number: int, title: str, waiting: int, out: int, *, in_group: bool) -> str:
    confirm, cancel = answers_at(number, in_group)
    return f"#{number} 〔传达〕{title}:还有 {waiting} 个群没发,{out} 个群已发。停发请回:{confirm};不停请回:{cancel}"


def stopped_text(number: int, cancelled: int, on_the_way: int, out: int) -> str:
    said = f"#{number} 已停发:{cancelled} 个群不再发,{out} 个群先前已发出"
    return f"{said};{on_the_way} 个群正在发,一经查实就撤回" if on_the_way else said


def nothing_to_stop_text(number: int) -> str:
    return f"#{number} 没有可停的:各群都已发出或已停。看进度:传达情况 {number}"
