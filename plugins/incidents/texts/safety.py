"""The answers to 报平安 and 未报平安."""

from collections.abc import Sequence
from datetime import datetime

from plugins.gateway.phrases import answers_at, cut, listed, slash, when

from ..domain import Names, Roll
from ..domain.telling import WhyNot

NAMES_LIMIT = 1200
"""Characters of names in one answer."""
ONE_UNIT_LIMIT = 12_000
"""The same where one unit was asked for."""
COUNTED = 20
"""Units whose names have no room, with how many."""
SAID = 12
"""What people wrote, in one answer."""


def safety_topic(number: int) -> str:
    """How the joined line of a group begins."""
    return f"#{number} 平安"


def safety_tally(done: int, people: int) -> str:
    return f"{done}/{people}"


def safe_text(number: int, done: int, people: int) -> str:
    return f"#{number} 平安,记下了({safety_tally(done, people)})。要帮忙请打电话,或发:续报 {number} 情况"


def safe_before_text(number: int, name: str, since: datetime) -> str:
    return f"#{number} {name} {when(since)} 已报平安,不用再报"


def not_asked_text(number: int | None) -> str:
    """The person is not asked; in none with None."""
    if number is None:
        return "现在没有请您报平安的事。有急事请先打电话,再发:突发 标题"
    return f"#{number} 没有请您报平安,不用报。有急事请先打电话,再发:突发 标题"


def which_ask_text(choices: Sequence[tuple[int, str]]) -> str:
    named = "\n".join(f"#{number} {cut(title, 24)}" for number, title in choices[:12])
    return f"哪一件?例如:报平安 {choices[0][0]}\n{named}"


def not_oneself_text(name: str, number: int | None) -> str:
    return f"请{name}本人报平安。问到了的,由干部发:代报平安 {number or 3} {name} 电话"


def safety_reminder_text(number: int, title: str) -> str:
    return f"#{number} 〔突发〕{cut(title, 40)} 还没收到您报平安。平安请发:报平安 {number};要帮忙请打电话"


def missing_counts_text(number: int, title: str, here: Roll, *, open: bool) -> str:
    """In a group of members: counts."""
    ended = "" if open else ",已结束"
    to_call = _count(here.to_call)
    without = f"(其中 {to_call} 人没有登记QQ)" if to_call else ""
    left = here.people - here.done
    return f"#{number} {cut(title, 30)}{ended}:平安 {here.done}/{here.people},还差 {left} 人{without}。名单请私聊我发:未报平安 {number}"


def missing_text(number: int, title: str, here: Roll, everybody: Roll | None, *, open: bool, in_group: bool) -> str:
    """Names by unit, who has no QQ apart, and what people wrote: in private and in work groups. `everybody` is said too
    where the sender's units are not all of it."""
    ended = "" if open else "(已结束,不再提醒)"
    lines = [f"#{number} 〔突发〕{cut(title, 40)}{ended}"]
    if everybody is not None and everybody.people != here.people:
        lines.append(f"全部:平安 {everybody.done}/{everybody.people}")
    if here.people:
        spoken = f"(其中代报 {len(here.spoken_for)} 人)" if here.spoken_for else ""
        lines.append(f"平安 {here.done}/{here.people}{spoken},还差 {here.people - here.done} 人")
    room = NAMES_LIMIT if len(here.units) > 1 else ONE_UNIT_LIMIT
    named, rest = _fitting(here.missing, room)
    lines += named
    if here.to_call:
        named, more = _fitting(here.to_call, room)
        lines += [f"没有QQ,请打电话问({_count(here.to_call)} 人):", *named]
        rest += more
    if open and here.done < here.people:
        lines.append(f"问到了发:{slash(in_group)}代报平安 {number} 姓名 电话")
    if here.spoken_for:
        lines.append("代报:" + listed([_spoken_text(*one) for one in here.spoken_for], SAID, of="人"))
    if rest:
        counted = listed([f"{unit} {count}" for unit, count in rest], COUNTED)
        lines.append(f"还有 {sum(count for _, count in rest)} 人:{counted}")
        lines.append(f"看一个单位的:{slash(in_group)}未报平安 {number} {rest[0][0]}")
    if here.said:
        lines.append("附言:" + ";".join(f"{unit} {name} {cut(said, 40)}" for unit, name, said in here.said[:SAID]))
        if len(here.said) > SAID:
            lines.append(f"还有 {len(here.said) - SAID} 条附言,按单位看")
    return "\n".join(lines)


def how_to_speak_for_text(number: int | None) -> str:
    return f"写编号和姓名,例如:代报平安 {number or 3} 张三 李四 电话。看还差谁:未报平安 {number or 3}"


def speak_for_preview_text(
    number: int, people: Sequence[tuple[str, str]], how: str, *, doubtful: bool, in_group: bool
) -> str:
    """`people` are names and units; kept as said by the sender, never as their own answer. `doubtful`: how it is known
    could be a name typed wrong."""
    confirm, cancel = answers_at(number, in_group)
    named = "、".join(f"{name}({unit})" for name, unit in people)
    known = f",怎样知道的:{how}" if how else ""
    doubt = f"\n注意:名册里没有“{how}”,没当姓名。是姓名打错了,请改好再发一次\n" if doubtful else ""
    return f"#{number} 代报平安预览:{named}{known}。会记下是您代报的。{doubt}登记请回:{confirm};不登记请回:{cancel}"


def spoken_for_text(number: int, names: Sequence[str], how: str, done: int, people: int) -> str:
    known = f"({how})" if how else ""
    return f"#{number} 已代报平安 {len(names)} 人{known}:{' '.join(names)}({safety_tally(done, people)})"


def nobody_to_speak_for_text(name: str, why: WhyNot) -> str:
    return f"{name}{_WHY_NOT[why]}"


def several_so_named_text(number: int, name: str, people: Sequence[tuple[str, str]]) -> str:
    """`people` are units and marks (工号, or the end of the QQ); those are said where units do not tell them apart."""
    apart = len({unit for unit, _ in people}) == len(people)
    shown = [f"{unit}/{name}" if apart else f"{unit}/{name}/{mark}" for unit, mark in people]
    return f"有 {len(people)} 位 {name},请写明是谁:{'、'.join(shown)}。例如:代报平安 {number} {shown[0]} 电话"


_WHY_NOT = {
    WhyNot.UNKNOWN: " 不在请报平安的人里,或不在您的范围内。看还差谁:未报平安",
    WhyNot.DONE: " 已报平安,不用代报",
}


def _spoken_text(unit: str, name: str, how: str) -> str:
    return f"{unit} {name}{f'({how})' if how else ''}"


def nobody_asked_text(number: int | None) -> str:
    if number is None:
        return "现在没有请人报平安的突发事件。要请人报平安,通报时加一行 报平安: 是"
    return f"#{number} 没有请您单位的人报平安。要请人报平安,通报时加一行 报平安: 是"


def which_safety_text(choices: Sequence[tuple[int, str]]) -> str:
    named = "\n".join(f"#{number} {cut(title, 24)}" for number, title in choices[:12])
    return f"哪一件?例如:未报平安 {choices[0][0]}\n{named}"


def own_safety_line(
    number: int, title: str, answered_at: datetime | None, said: str, told_how: str | None = None
) -> str:
    """One line of 我的数据."""
    told = f"(由干部代报{f':{told_how}' if told_how else ''})" if told_how is not None else ""
    state = f"{when(answered_at)} 已报平安{told}" if answered_at else "还没报平安"
    return f"#{number} {cut(title, 30)} {state}{f':{said}' if said else ''}"


def own_safety_title(years: int) -> str:
    return f"突发事件中请您报平安(结束后保留{years}年)"


def _count(units: Names) -> int:
    return sum(len(names) for _, names in units)


def _fitting(units: Names, room: int) -> tuple[list[str], list[tuple[str, int]]]:
    """A line a unit as long as there is room, and the units without one, counted."""
    lines: list[str] = []
    rest: list[tuple[str, int]] = []
    for unit, names in units:
        line = f"{unit}({len(names)}):{' '.join(names)}"
        if rest or len(line) > room:
            rest.append((unit, len(names)))
            continue
        lines.append(line)
        room -= len(line)
    return lines, rest
