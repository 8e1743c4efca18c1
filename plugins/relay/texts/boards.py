"""传达情况 and 未阅."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from plugins.gateway.outbox import Pace
from plugins.gateway.phrases import slash, when

from ..domain import LINES, SETTLED, Arrival, Board, Summary, UnitLine, totals, troubled
from .shared import EXAMPLE, tally

NAMES_LIMIT = 1200
"""Characters of names in one answer."""
ONE_UNIT_LIMIT = 12_000
"""The same where one unit was asked for: sent in parts."""
A_WHILE = 60.0
"""Seconds from which on it is said how long what waits takes."""

_ARRIVAL_NAMES = {
    Arrival.ARRIVED: "已送达",
    Arrival.WAITING: "待发",
    Arrival.FAILED: "失败",
    Arrival.DOUBTFUL: "待核实",
    Arrival.STOPPED: "已停发",
    Arrival.TAKEN: "已撤回",
    Arrival.LEAVING: "正在撤",
    Arrival.STAYED: "撤不回",
}
"""In the order in which they are said."""


READ = "已阅"
GROUPS = "送达(群)"


def board_text(board: Board, pace: Pace, *, in_group: bool, by_unit: bool = True) -> str:
    """Deliveries and receipts by unit, in the order of the roster: nobody is ranked. `by_unit=False` where a picture
    shows the units. `pace`: how what waits goes on."""
    people, read, groups = totals(board.lines)
    said = [f"#{board.number} 〔传达〕{board.title}{_state(board)}"]
    if board.scheduled:
        said.append(f"定时:{when(board.scheduled)}")
    if board.deadline:
        said.append(f"截止:{when(board.deadline)}")
    said.append("群:" + _arrivals(groups, always=(Arrival.ARRIVED, Arrival.WAITING, Arrival.FAILED, Arrival.DOUBTFUL)))
    if groups.get(Arrival.WAITING) and not board.scheduled:
        said += _waits_text(pace)
    if board.receipts:
        told = sum(line.told for line in board.lines)
        said.append(f"已阅 {tally(read, people)}{f'(其中代阅 {told})' if told else ''}")
    if by_unit and len(board.lines) > 1:
        said += _unit_lines(board)
    doubtful = groups.get(Arrival.DOUBTFUL, 0)
    if doubtful and not board.recalled:
        mark = slash(in_group)
        said.append(f"待核实的请到群里看:没有的发 {mark}重发 {board.number};有的发 {mark}视为已送达 {board.number}")
    if board.receipts and read < people and not (board.stopped or board.recalled or board.scheduled):
        said.append(f"看没阅的{'(工作群或私聊)' if in_group else ''}:{slash(in_group)}未阅 {board.number}")
    return "\n".join(said)


def _waits_text(pace: Pace) -> list[str]:
    if pace.halted:
        return ["待发的现在发不出去:机器人掉线,或被QQ限制发言。好了自己接着发"]
    return [f"待发的正在排队,约 {round(pace.seconds / 60)} 分钟发完"] * (pace.seconds >= A_WHILE)


def _state(board: Board) -> str:
    if board.recalled:
        return "(已撤回)"
    if board.stopped:
        return "(已停发)"
    return f"(更正 {board.corrections} 次)" if board.corrections else ""


def _unit_lines(board: Board) -> list[str]:
    """A line a unit; where those are too many, only the units that do not have it yet."""
    shown = board.lines
    if len(shown) > LINES:
        shown = troubled(board.lines)[:LINES]
    listed = [_unit_line(line, board.receipts) for line in shown]
    rest = len(board.lines) - len(shown)
    return [*listed, f"单位太多,其余 {rest} 个不列"] if rest else listed


def _unit_line(line: UnitLine, receipts: bool) -> str:
    read = f" {line.read}/{line.people}" if receipts else ""
    read += f"(代阅 {line.told})" if line.told else ""
    trouble = unit_trouble(line)
    return f"{line.name}{read}{' ' if trouble else ''}{trouble}"


def unit_trouble(line: UnitLine) -> str:
    """`待发 1 失败 1`, `没有群`, or "" where all is well."""
    open_groups = {state: count for state, count in line.groups.items() if state not in SETTLED}
    return " ".join(filter(None, (_arrivals(open_groups), "" if line.reached else "没有群")))


def board_kicker(board: Board) -> str:
    """The line above the title of a picture."""
    return f"传达情况 #{board.number}{_state(board)}"


def board_facts(board: Board) -> list[tuple[str, str]]:
    """Label and value of what stands below the title of a picture."""
    told = sum(line.told for line in board.lines)
    found = [("定时", when(board.scheduled))] if board.scheduled else []
    found += [("截止", when(board.deadline))] if board.deadline else []
    return [*found, ("其中代阅", f"{told} 人")] if told else found


def arrival_tiles(groups: Mapping[Arrival, int]) -> list[tuple[str, int, str]]:
    """Label, count and tone of each state of delivery. None is in red while its count is 0."""
    tones = {Arrival.ARRIVED: "good", Arrival.FAILED: "bad", Arrival.DOUBTFUL: "wary", Arrival.WAITING: "ink"}
    order = (state for state in _ARRIVAL_NAMES if state in tones or groups.get(state))
    return [
        (_ARRIVAL_NAMES[state], groups.get(state, 0), tones.get(state, "quiet") if groups.get(state) else "quiet")
        for state in order
    ]


def units_label(units: int) -> str:
    """The heading above all units."""
    return f"各单位({units} 个)"


def troubled_label(units: int) -> str:
    """The heading above the units whose groups do not all have it."""
    return f"还没送到的单位({units} 个)"


def waiting_label(units: int) -> str:
    """The heading above the units where somebody has not read."""
    return f"还有人没阅的单位({units} 个)"


def units_not_listed(receipts: bool, *, finished: int, left: int) -> str:
    """What a picture of very many units does not list: counted, never ranked."""
    done = "都已送达、都已阅" if receipts else "都已送达"
    said = [f"{finished} 个单位{done},不列。" if finished else "", f"还有 {left} 个单位图上列不下。" if left else ""]
    return "".join(said)


def made_text(number: int, made_at: datetime) -> str:
    """The foot of a picture."""
    return f"#{number} · 截至 {when(made_at)}"


def _arrivals(groups: Mapping[Arrival, int], always: Sequence[Arrival] = ()) -> str:
    return " ".join(
        f"{_ARRIVAL_NAMES[state]} {groups.get(state, 0)}"
        for state in _ARRIVAL_NAMES
        if groups.get(state) or state in always
    )


def latest_text(latest: Sequence[Summary], word: str, *, in_group: bool) -> str:
    """The latest directives, the newest first, and how to look at one by `word`."""
    if not latest:
        return f"还没有传达过。例如:\n{EXAMPLE}"
    listed = [
        f"#{one.number} {one.title}" + (f" {tally(one.read, one.people)}" if one.receipts else "") for one in latest
    ]
    return "\n".join([*listed, f"看一条:{slash(in_group)}{word} {latest[0].number}"])


def unread_text(
    number: int, units: Sequence[tuple[str, Sequence[tuple[str, bool]]]], *, only: str = "", in_group: bool = False
) -> str:
    """Who has not read, by unit; each person with whether an account is known. `only` is the unit that was asked for.

    Where the names are too many, the rest is counted by unit, with what to type for one of them.
    """
    waiting = sum(len(people) for _, people in units)
    if not waiting:
        return f"#{number} {only}都已阅"
    said = [f"#{number} {only}未阅 {waiting} 人"]
    room = NAMES_LIMIT if not only else ONE_UNIT_LIMIT
    rest: list[tuple[str, int]] = []
    for unit, people in units:
        line = f"{unit}({len(people)}):" + " ".join(name if known else f"{name}(无QQ)" for name, known in people)
        if rest or len(line) > room:
            rest.append((unit, len(people)))
            continue
        said.append(line)
        room -= len(line)
    mark = slash(in_group)
    if rest:
        listed = " ".join(f"{unit} {count}" for unit, count in rest[:LINES])
        more = f" 等 {len(rest)} 个单位" if len(rest) > LINES else ""
        said.append(f"还有 {sum(count for _, count in rest)} 人:{listed}{more}")
        said.append(f"看一个单位的名单:{mark}未阅 {number} {rest[0][0]}")
    if any(not known for _, people in units for _, known in people):
        said.append(f"没有QQ的,告知后可登记:{mark}代阅 {number} 姓名 电话")
    return "\n".join(said)


def representatives_of(unit: str) -> str:
    """How the 群众代表 of a unit are called beside its members."""
    return f"{unit} 群众代表"


def board_page_summary() -> str:
    """What `bot.py print` says it offers."""
    return "传达情况,每个单位一行"
