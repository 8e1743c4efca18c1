"""传达情况 and 未阅."""

from collections.abc import Mapping, Sequence

from ..domain import LINES, Arrival, Board, Summary, UnitLine, totals, troubled
from .shared import EXAMPLE, slash, tally, when

NAMES_LIMIT = 1200
"""Characters of names in one answer."""

_ARRIVAL_NAMES = {
    Arrival.ARRIVED: "已送达",
    Arrival.WAITING: "待发",
    Arrival.FAILED: "失败",
    Arrival.DOUBTFUL: "待核实",
    Arrival.STOPPED: "已停发",
}


def board_text(board: Board, *, in_group: bool) -> str:
    """Deliveries and receipts by unit, in the order of the roster: nobody is ranked."""
    people, read, groups = totals(board.lines)
    said = [f"#{board.number} 〔传达〕{board.title}" + ("(已停发)" if board.stopped else "")]
    if board.deadline:
        said.append(f"截止:{when(board.deadline)}")
    said.append("群:" + _arrivals(groups, always=(Arrival.ARRIVED, Arrival.WAITING, Arrival.FAILED, Arrival.DOUBTFUL)))
    if board.receipts:
        said.append(f"已阅 {tally(read, people)}")
    if len(board.lines) > 1:
        said += _unit_lines(board)
    if board.receipts and read < people and not board.stopped:
        said.append(f"看没阅的{'(工作群或私聊)' if in_group else ''}:{slash(in_group)}未阅 {board.number}")
    return "\n".join(said)


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
    open_groups = {state: count for state, count in line.groups.items() if state is not Arrival.ARRIVED}
    trouble = f" {_arrivals(open_groups)}" if open_groups else ""
    return f"{line.name}{read}{trouble}{'' if line.reached else ' 没有群'}"


def _arrivals(groups: Mapping[Arrival, int], always: Sequence[Arrival] = ()) -> str:
    order = (Arrival.ARRIVED, Arrival.WAITING, Arrival.FAILED, Arrival.DOUBTFUL, Arrival.STOPPED)
    return " ".join(
        f"{_ARRIVAL_NAMES[state]} {groups.get(state, 0)}" for state in order if groups.get(state) or state in always
    )


def latest_text(latest: Sequence[Summary], *, in_group: bool) -> str:
    """The latest directives, the newest first, and how to look at one."""
    if not latest:
        return f"还没有传达过。例如:\n{EXAMPLE}"
    listed = [
        f"#{one.number} {one.title}" + (f" {tally(one.read, one.people)}" if one.receipts else "") for one in latest
    ]
    return "\n".join([*listed, f"看一条:{slash(in_group)}传达情况 {latest[0].number}"])


def unread_text(number: int, units: Sequence[tuple[str, Sequence[tuple[str, bool]]]]) -> str:
    """Who has not read, by unit; each person with whether an account is known."""
    waiting = sum(len(people) for _, people in units)
    if not waiting:
        return f"#{number} 都已阅"
    said = [f"#{number} 未阅 {waiting} 人"]
    room = NAMES_LIMIT
    shown = 0
    for unit, people in units:
        line = f"{unit}({len(people)}):" + " ".join(name if known else f"{name}(无QQ)" for name, known in people)
        if len(line) > room:
            said.append(f"……另 {waiting - shown} 人,人多请分支部看")
            break
        said.append(line)
        room -= len(line)
        shown += len(people)
    return "\n".join(said)
