"""What handlers and authors are told without asking. Never a word of what somebody wrote."""

from collections.abc import Sequence
from datetime import date

from ..domain import Clocks, Command, Kind, State
from .shared import about_text, day_text, label

SHOWN = 20


def new_case_text(number: int, kind: Kind, subject: str, clocks: Clocks) -> str:
    return (
        f"新意见 {label(number)}({about_text(kind, subject)}),{day_text(clocks.accept_by)}前受理。"
        f"看内容请发:意见 {label(number)};受理请发:受理 {label(number)}"
    )


def sweep_text(fresh: Sequence[int], stirred: Sequence[int]) -> str:
    """One message for all that came anonymously since the last sweep."""
    parts = []
    if fresh:
        parts.append(f"新到匿名意见 {len(fresh)} 件:{_numbers(fresh)}")
    if stirred:
        parts.append(f"提意见的人有新动作:{_numbers(stirred)}")
    return f"{'。'.join(parts)}。看内容请发:意见 {label((fresh or stirred)[0])};全部请发:意见台账"


def passed_on_text(number: int, kind: Kind, subject: str, accept_by: date) -> str:
    return (
        f"{label(number)}({about_text(kind, subject)})转到您这里办理,{day_text(accept_by)}前受理。"
        f"看内容请发:意见 {label(number)}"
    )


def escalated_text(number: int, kind: Kind, subject: str, accept_by: date) -> str:
    return (
        f"{label(number)}({about_text(kind, subject)})下级逾期未办,转到您这里,{day_text(accept_by)}前受理。"
        f"看内容请发:意见 {label(number)}"
    )


def author_acted_text(number: int, command: Command) -> str:
    said = {
        Command.ADD: "有补充",
        Command.REOPEN: "提意见的人不满意,要求重办",
        Command.WITHDRAW: "已由本人撤回,内容已删除,不用再办",
        Command.RATE: "已评价",
    }.get(command, command.value)
    look = "" if command is Command.WITHDRAW else f"。看一下请发:意见 {label(number)}"
    return f"{label(number)} {said}{look}"


_TO_AUTHOR = {
    Command.ACCEPT: "已受理",
    Command.DECLINE: "没有受理,理由请看",
    Command.ANSWER: "有答复了",
    Command.CLOSE: "已办结",
    Command.EXTEND: "要多办几天",
    Command.PUBLISH: "已公示(经办人自己的话,没有您的原话)",
    Command.UNPUBLISH: "的公示收回了",
}


def handler_acted_text(number: int, command: Command, until: date | None = None) -> str:
    """To the author of a named case: that something happened, never what was written. `until`: the new day of 延期."""
    longer = f",到{day_text(until)}" if until else ""
    rate = f";评价请发:评价 {label(number)} 满意" if command in (Command.CLOSE, Command.DECLINE) else ""
    return f"您的意见 {label(number)} {_TO_AUTHOR.get(command, command.value)}{longer}。查看请发:查询 {label(number)}{rate}"


def push_text() -> str:
    """To the author of an anonymous case who chose push: the same words whatever happened, no number."""
    return "您提的匿名意见有进展。查看请发:查询 加查询码。不想再收到请发:停止推送 加查询码"


def second_wanted_text(asker: str, name: str, unit: str, kind: Kind | None) -> str:
    kinds = f" {kind.value}" if kind else ""
    return f"{asker} 提名 {name} 为{unit}的意见经办人,要两个人定。同意请回:设经办 {unit} {name}{kinds}。不同意不用回"


def without_hands_text(cases: int) -> str:
    """To the administrators: a number, and nothing of the cases."""
    return (
        f"有 {cases} 件意见没有人能办(经办人没设、离任或要回避)。请书记和上级发:设经办 单位 姓名;"
        "或在设置里填 FEEDBACK_OVERSIGHT"
    )


def own_part_title() -> str:
    return "实名意见(匿名的不在这里,也查不到是谁)"


def own_case_line(number: int, kind: Kind, state: State, day: date, pictures: int) -> str:
    """One line of 我的数据."""
    kept = f"(图 {pictures} 张)" if pictures else ""
    return f"{label(number)} {kind.value} {day_text(day)} {state.value}{kept}"


def own_office_line(unit: str) -> str:
    return f"{unit}的意见经办人"


def waiting_label(number: int) -> str:
    return label(number)


def waiting_title(cases: int) -> str:
    """The title of one matter in 我的."""
    return f"等您办的意见 {cases} 件"


def _numbers(numbers: Sequence[int]) -> str:
    shown = "、".join(label(one) for one in numbers[:SHOWN])
    return shown if len(numbers) <= SHOWN else f"{shown} 等"
