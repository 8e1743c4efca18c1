"""What handlers read."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from ..domain import EXTENSION_DAYS, UNACCEPTED, Clocks, Command, Kind, Rating, Role, State
from .public import supporters_line
from .shared import about_text, day_text, label, owed_text


class LineLike(Protocol):
    """One open case of the list."""

    @property
    def number(self) -> int: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def state(self) -> State: ...
    @property
    def subject(self) -> str: ...
    @property
    def due(self) -> date: ...
    @property
    def overdue(self) -> bool: ...
    @property
    def unreadable(self) -> bool: ...


class EventLike(Protocol):
    """One thing that happened."""

    @property
    def command(self) -> Command: ...
    @property
    def role(self) -> Role: ...
    @property
    def day(self) -> date: ...
    @property
    def text(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def until(self) -> date | None: ...
    @property
    def rating(self) -> Rating | None: ...
    @property
    def pictures(self) -> Sequence[bytes]: ...


class CaseLike(Protocol):
    """A case as its handler sees it."""

    @property
    def number(self) -> int: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def state(self) -> State: ...
    @property
    def anonymous(self) -> bool: ...
    @property
    def author(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def clocks(self) -> Clocks: ...
    @property
    def overdue(self) -> bool: ...
    @property
    def avoid(self) -> Sequence[str]: ...
    @property
    def events(self) -> Sequence[EventLike]: ...
    @property
    def erased(self) -> bool: ...


def ledger_text(lines: Sequence[LineLike], left_out: int) -> str:
    """意见台账: the open cases, the most urgent first."""
    if not lines:
        return "没有等您办的意见"
    told = [f"等您办的意见 {len(lines) + left_out} 件:", *map(_line_text, lines)]
    if left_out:
        told.append(f"还有 {left_out} 件,办完前面的再发:意见台账")
    told.append(f"看内容请发:意见 {label(lines[0].number)}")
    return "\n".join(told)


def _line_text(line: LineLike) -> str:
    if line.unreadable:
        return f"{label(line.number)} 内容已随密钥销毁,打不开"
    owed = "受理" if line.state in UNACCEPTED else "办结"
    late = "已逾期" if line.overdue else f"{day_text(line.due)}前{owed}"
    return f"{label(line.number)} {about_text(line.kind, line.subject)} {line.state.value} {late}"


def case_text(case: CaseLike, supporters: int | None = None) -> str:
    """意见 意23: all of it, and what can be typed next. `supporters` where it is published."""
    head = f"{label(case.number)}({about_text(case.kind, case.subject)}){case.state.value}"
    who = "匿名" if case.anonymous else f"提出人:{case.author or '已删除'}"
    lines = [head, who]
    if case.avoid:
        lines.append(f"要求回避:{'、'.join(case.avoid)}")
    lines += [_event_text(event) for event in case.events]
    if supporters is not None:
        lines.append(supporters_line(supporters))
    elif case.state in (State.CLOSED, State.RATED):
        lines.append(f"想让大家看到办成了,请发:公示 {label(case.number)}")
    if next_words := _next_words(case):
        lines.append(next_words)
    return "\n".join(lines)


def _event_text(event: EventLike) -> str:
    who = {Role.SUBMITTER: "提出人", Role.SYSTEM: "系统"}.get(event.role, event.who or "经办人")
    rating = f" {event.rating.word}" if event.rating else ""
    unit = f" → {event.unit}" if event.unit else ""
    until = f" 到{day_text(event.until)}" if event.until else ""
    pictures = f"(图 {len(event.pictures)} 张)" if event.pictures else ""
    text = f":{event.text}" if event.text else ""
    return f"{day_text(event.day)} {who} {event.command.value}{unit}{until}{rating}{pictures}{text}"


def _next_words(case: CaseLike) -> str:
    name = label(case.number)
    late = ",已逾期过" if case.overdue else ""
    if case.state is State.RECEIVED:
        return (
            f"{owed_text(case.state, case.clocks)}{late}。请回:受理 {name};也可:不予受理 {name} 理由;转办 {name} 单位"
        )
    if case.state is State.REOPENED:
        return f"{owed_text(case.state, case.clocks)}{late}。请回:受理 {name}"
    if case.state is State.HANDLING:
        return (
            f"{owed_text(case.state, case.clocks)}{late}。请回:答复 {name} 正文;或 办结 {name} 正文;"
            f"办不完:延期意见 {name} 5 理由"
        )
    if case.state is State.ANSWERED:
        return f"{owed_text(case.state, case.clocks)}{late}。没有别的要办就回:办结 {name}"
    return ""


def accepted_text(number: int, clocks: Clocks) -> str:
    name = label(number)
    return f"{name} 已受理,{day_text(clocks.finish_by)}前办结。办好请回:办结 {name} 正文;先答复请回:答复 {name} 正文"


def declined_text(number: int, *, reachable: bool) -> str:
    return f"{label(number)} 不予受理,理由已记下。{_heard(reachable)}"


def answered_text(number: int, *, reachable: bool) -> str:
    name = label(number)
    return f"{name} 已答复。{_heard(reachable)}没有别的要办就回:办结 {name}"


def closed_text(number: int, *, reachable: bool) -> str:
    return f"{label(number)} 已办结。{_heard(reachable)}"


def extended_text(number: int, clocks: Clocks) -> str:
    return f"{label(number)} 已延期到{day_text(clocks.finish_by)},只能延这一次"


def transferred_text(number: int, unit: str) -> str:
    return f"{label(number)} 已转{unit or '监督账号'}办理,您这里不用再办"


def given_back_text(number: int, unit: str) -> str:
    return f"{label(number)} 已退回{unit or '监督账号'},您这里不用再办"


def _heard(reachable: bool) -> str:
    return "已告诉提出人。" if reachable else "提出人凭查询码会看到。"


def number_wanted_text(word: str, example: str) -> str:
    return f"哪一件?“{word}”后面写编号,例如:{example}"


def days_wanted_text(example: str) -> str:
    return f"延几天?1 到 {EXTENSION_DAYS} 个工作日,例如:{example}"


def unit_wanted_text(example: str) -> str:
    return f"转给哪个单位?例如:{example}"
