"""What the author of an opinion reads."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from ..domain import WORDS, Clocks, Command, Kind, Rating, Role, State
from .desk import CaseLike, EventLike
from .shared import about_text, day_text, label, owed_text

CODE = "1234 5678 9012 3456"
"""As examples show one."""

_DONE_BY_UNIT = {
    Command.ACCEPT: "已受理",
    Command.DECLINE: "不予受理",
    Command.TRANSFER: "转办",
    Command.ANSWER: "答复",
    Command.CLOSE: "办结",
    Command.EXTEND: "延期",
    Command.PUBLISH: "公示",
    Command.UNPUBLISH: "收回公示",
}


class OwnLike(Protocol):
    """One line of 我的意见."""

    @property
    def number(self) -> int: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def state(self) -> State: ...
    @property
    def arrived_on(self) -> date: ...


def mine_text(cases: Sequence[OwnLike]) -> str:
    if not cases:
        return "您没有实名提过意见。匿名的不在这里,请发:查询 加查询码"
    lines = [f"{label(one.number)} {one.kind.value} {day_text(one.arrived_on)} {one.state.value}" for one in cases]
    return "\n".join(["您实名提的意见:", *lines, f"看一件请发:查询 {label(cases[0].number)}"])


def own_case_text(case: CaseLike, holder: str) -> str:
    """查询: what has happened, and what can be typed next. `holder` is what the author typed: the code, or 意23."""
    lines = [f"{label(case.number)}({about_text(case.kind, case.subject)}){case.state.value}"]
    if case.erased:
        return f"{lines[0]}。已按您的要求从系统删除"
    lines += [_event_text(event) for event in case.events]
    lines.append(_next_words(case, holder))
    return "\n".join(filter(None, lines))


def _event_text(event: EventLike) -> str:
    text = f":{event.text}" if event.text else ""
    pictures = f"(图 {len(event.pictures)} 张)" if event.pictures else ""
    if event.role is Role.SUBMITTER:
        rating = f" {event.rating.word}" if event.rating else ""
        return f"{day_text(event.day)} 您{event.command.value}{rating}{pictures}{text}"
    if event.role is Role.SYSTEM:
        return f"{day_text(event.day)} 逾期,转上级{f'({event.unit})' if event.unit else ''}"
    unit = f"({event.unit})" if event.unit else ""
    until = f"到{day_text(event.until)}" if event.until else ""
    return f"{day_text(event.day)} {_DONE_BY_UNIT.get(event.command, event.command.value)}{until}{unit}{text}"


def _next_words(case: CaseLike, holder: str) -> str:
    if case.state in (State.RECEIVED, State.HANDLING, State.REOPENED, State.ANSWERED):
        return f"{owed_text(case.state, case.clocks)}。补充请发:追加 {holder} 内容"
    if case.state in (State.CLOSED, State.DECLINED):
        return f"满意吗?请发:评价 {holder} 满意({'/'.join(WORDS)})"
    last = next((event.rating for event in reversed(case.events) if event.rating), None)
    reopened = any(event.command is Command.REOPEN for event in case.events)
    if case.state is State.RATED and last is not None and last.reopens and not reopened:
        return f"要重办请发:重开 {holder} 理由(只能一次)"
    return ""


def added_text(number: int, *, anonymous: bool) -> str:
    return f"{label(number)} 补充已收到。{'经办人在下一个固定时刻看到' if anonymous else '经办人看得到了'}"


def rated_text(number: int, rating: Rating, holder: str, *, reopens: bool) -> str:
    """`reopens`: whether it can be opened again, which is once."""
    if reopens:
        then = f"要重办请发:重开 {holder} 理由(只能一次)"
    else:
        then = "这一件重办过了,不能再重开;还有话请另提一件" if rating.reopens else "谢谢"
    return f"{label(number)} 评价已记下:{rating.word}。{then}"


def reopened_text(number: int, *, anonymous: bool) -> str:
    seen = "经办人在下一个固定时刻看到" if anonymous else "已告诉经办人"
    return f"{label(number)} 已重开,期限重新算。{seen}"


def withdrawn_text(number: int, backup_days: int) -> str:
    """True to the letter: what is gone now, and what later."""
    return f"{label(number)} 已撤,内容已从系统删除;备份中最迟 {backup_days} 天后消失"


def push_stopped_text(number: int) -> str:
    return f"{label(number)} 不再推送,没有留您的联系方式。以后请凭查询码查"


def no_push_text(number: int) -> str:
    return f"{label(number)} 是实名的,有进展会私聊您;不需要推送设置"


def which_case_text(word: str, rest: str = "") -> str:
    return f"哪一件?匿名的写 16 位查询码,例如:{word} {CODE}{rest};实名的写编号,例如:{word} 意23{rest}"


def which_rating_text(holder: str) -> str:
    return f"怎么评?{'、'.join(WORDS)} 选一个,例如:评价 {holder} 满意"


def filed_text(number: int, kind: Kind, subject: str, desk: str, clocks: Clocks, lost: str) -> str:
    """The receipt of a named opinion; `lost` says what of it was not taken."""
    name = label(number)
    return (
        f"已收到 {name}({about_text(kind, subject)},实名),由{desk or '监督账号'}办理,{day_text(clocks.accept_by)}前受理。"
        f"{lost}看进展请发:查询 {name};补充请发:追加 {name} 内容;撤回请发:撤件 {name}"
    )


def filed_before_text(number: int) -> str:
    name = label(number)
    return f"{name} 就是这些内容,今天已收到,不用再提。看进展请发:查询 {name};补充请发:追加 {name} 内容"


def heard_in_group_text(lost: str) -> str:
    """All that a group sees."""
    return f"已收到 1 条意见。{lost}看进展请私聊我发:我的意见"


def opening_text(kind: Kind, *, begun: bool) -> str:
    """意见 alone: what is said next is collected."""
    first = "图记下了,请接着把" if begun else "请把"
    return (
        f"{first}意见({kind.value})的内容发给我,文字、图片都行,可分几条。发完请回:完毕。不提了请回:取消。\n"
        "这是实名的,经办人会看到您的姓名;要匿名请先回:取消,再发:匿名意见。30 分钟没动静就清空"
    )


def noted_text(pieces: int, lost: str) -> str:
    noted = f"记下了(第 {pieces} 段)。" if pieces else ""
    return f"{noted}{lost}可以接着发;发完请回:完毕"


def unit_question_text() -> str:
    return "关于哪个单位?不想让谁看到就写在后面,例如:内科党支部 回避 王主任。不指定请回:全院"


def filed_already_text() -> str:
    return "刚才已经收到了。看进展请发:我的意见"


def one_line_text() -> str:
    """意见 alone, in a group."""
    return "在群里请写在一行里,例如:/意见 三楼热水器坏了。要分几条写,请私聊我发:意见"


def recalled_text(number: int, *, back: bool, in_group: bool) -> str:
    """A command was recalled; a group hears no number."""
    name = "那条意见" if in_group else f"{label(number)} "
    if back:
        return f"{name}已撤回,内容已从系统删除"
    return f"{name}已有人受理,撤回消息不等于撤件。要撤请私聊我发:我的意见"


def unnamed_text() -> str:
    """The bot does not recall it: that would point at the person."""
    return "要匿名吗?这一条没有收。请先自己撤回本条,再私聊我发:匿名意见"


def unfinished_text(*, still_open: bool) -> str:
    """With its name, from somebody whose anonymous one came to no end, or is being written."""
    how = "要匿名就直接发内容,接着写" if still_open else "要匿名请发:匿名意见,从头写"
    return f"这一条没有收:它会带您的姓名,而您刚才的匿名意见没有提交。{how};就是要实名,请原样再发一次"


def look_text(typed: str) -> str:
    return f"看自己提的请发:查询 {typed}。要提意见,例如:意见 诉求 三楼热水器坏了"
