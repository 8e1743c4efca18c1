"""任务 5, 任务 5 内科党支部, and 任务 alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from plugins.gateway.phrases import cut, slash, when

from ..domain import Act, Board, Line, Mine, OpenTask, State, counted
from .shared import ACTS, EXAMPLE, STATES

Happened = tuple[datetime, str, Act, str, int]
"""When, who, what, the words, and how many pictures came along."""
LINES = 30
"""Units in one text; the picture and the units one by one show the rest."""
SAID = 24
"""Characters of what a unit said, in a line of the board."""
ROW_SAID = 40
"""The same in a row of a picture."""
BOARD_HEAD = ("单位", "状态", "说明")
OTHERS = "其余"


def board_text(board: Board, now: datetime, *, in_group: bool, by_unit: bool = True) -> str:
    """A line a unit in the roster's order; where those are too many, only those that are not done. `by_unit=False` where a
    picture shows the units."""
    states, overdue = counted(board.lines, now)
    tally = " ".join(f"{STATES[state]} {states[state]}" for state in State if state in states)
    said = [
        f"#{board.number} 〔任务〕{board.title}{_ended(board)}",
        f"布置:{board.issuer} 截止:{when(board.deadline)}" + (f" 重复:{board.repeat}" if board.repeat else ""),
        tally + (f"(逾期 {overdue})" if overdue else ""),
    ]
    if by_unit:
        said += _lines(board, now)
    if len(board.lines) > 1:
        said.append(f"看一个单位:{slash(in_group)}任务 {board.number} {board.lines[0].unit}")
    return "\n".join(said)


def _lines(board: Board, now: datetime) -> list[str]:
    shown = board.lines
    if len(shown) > LINES:
        shown = tuple(line for line in board.lines if line.state is not State.DONE)[:LINES]
    rest = len(board.lines) - len(shown)
    listed = [_line(line, board.deadline, now) for line in shown]
    return [*listed, f"单位太多,其余 {rest} 个不列"] if rest else listed


def board_kicker(board: Board) -> str:
    """The line above the title of a picture."""
    return f"任务 #{board.number}{_ended(board)}"


def board_facts(board: Board) -> list[tuple[str, str]]:
    """Label and value of what stands below the title of a picture."""
    again = [("重复", board.repeat)] if board.repeat else []
    return [("布置", board.issuer), ("截止", when(board.deadline)), *again]


def state_tiles(states: Mapping[State, int], overdue: int) -> list[tuple[str, str, str]]:
    """Count, label and tone of every state but 已完成, and of 逾期 among them; none stands out while its count is 0."""
    tones = {State.SUBMITTED: "wary", State.RETURNED: "wary"}
    shown = [state for state in State if state is not State.DONE]
    tiles = [(states.get(state, 0), STATES[state], tones.get(state, "ink")) for state in shown]
    return [
        (str(count), label, tone if count else "quiet") for count, label, tone in [*tiles, (overdue, "逾期", "bad")]
    ]


def units_label(units: int) -> str:
    """The heading above the units."""
    return f"各单位({units} 个)"


def board_row(line: Line, deadline: datetime, now: datetime) -> tuple[str, str, str]:
    """A unit, how it stands, and what it said last."""
    later = f"延期到 {when(line.deadline)} " if line.deadline != deadline else ""
    return (
        line.unit,
        f"{'逾期 ' if line.overdue(now) else ''}{STATES[line.state]}",
        f"{later}{cut(line.said, ROW_SAID)}",
    )


def units_not_listed(rest: int) -> str:
    """What a picture of very many units does not list."""
    return f"另 {rest} 个单位(先不列已完成的)不列" if rest else ""


def made_text(number: int, made_at: datetime) -> str:
    """The foot of a picture."""
    return f"#{number} · 截至 {when(made_at)}"


def board_page_summary() -> str:
    """What the help of `bot.py print` says of it."""
    return "任务的各单位进展"


def _ended(board: Board) -> str:
    return "(已撤回)" if board.recalled else "(已销号)" if board.closed else ""


def _line(line: Line, deadline: datetime, now: datetime) -> str:
    marks = "逾期 " if line.overdue(now) else ""
    later = f"(延期到 {when(line.deadline)})" if line.deadline != deadline else ""
    said = f":{cut(line.said, SAID)}" if line.said else ""
    return f"{line.unit} {marks}{STATES[line.state]}{later}{said}"


def counts_text(board: Board, now: datetime) -> str:
    """What a group of members sees: counts only."""
    states, overdue = counted(board.lines, now)
    tally = " ".join(f"{STATES[state]} {states[state]}" for state in State if state in states)
    late = f"(逾期 {overdue})" if overdue else ""
    return f"#{board.number} 〔任务〕{board.title}{_ended(board)}\n截止:{when(board.deadline)}\n{tally}{late}"


def detail_text(board: Board, line: Line, history: Sequence[Happened], now: datetime, gone: int) -> str:
    """One unit's part: each event with when, who, what was said. `gone`: pictures that are not kept any more."""
    said = [
        f"#{board.number} 〔任务〕{board.title}",
        f"{line.unit} {'逾期 ' if line.overdue(now) else ''}{STATES[line.state]},截止 {when(line.deadline)}",
    ]
    said += [
        f"{when(at)} {name} {ACTS[act]}".replace("  ", " ")
        + (f":{words}" if words else "")
        + (f"(图 {pictures} 张)" if pictures else "")
        for at, name, act, words, pictures in history
    ]
    if gone:
        said.append(f"{gone} 张图已过保存期")
    return "\n".join(said if history else [*said, "还没有签收"])


def waiting_words(number: int, state: State, unit: str) -> str:
    """What is typed next; with the unit where several of the sender's have the task."""
    word, after = ("签收", "") if state is State.ASSIGNED else ("完成", " 说明")
    return f"{word} {number}{f' {unit}' if unit else ''}{after}"


def waiting_note(submitted: int) -> str:
    return f"{submitted} 个单位待审核"


def mine_text(
    to_do: Sequence[Mine], issued: Sequence[OpenTask], now: datetime, *, officer: bool, in_group: bool
) -> str:
    """What the sender's units have to do, and what they handed out."""
    mark = slash(in_group)
    said = []
    if to_do:
        said.append(f"要办的 {len(to_do)} 件:")
        said += [
            f"#{one.number} {cut(one.title, SAID)} {one.unit} {'逾期 ' if one.deadline < now else ''}"
            f"{STATES[one.state]},截止 {when(one.deadline)}"
            for one in to_do[:12]
        ]
        first = to_do[0]
        unit = first.unit if sum(one.number == first.number for one in to_do) > 1 else ""
        said.append(f"例如:{mark}{waiting_words(first.number, first.state, unit)}")
    if issued:
        said.append(f"布置的 {len(issued)} 件:")
        said += [
            f"#{one.number} {cut(one.title, SAID)} 已完成 {one.done}/{one.units}"
            + (f" 待审核 {one.submitted}" if one.submitted else "")
            for one in issued[:12]
        ]
        said.append(f"看进展:{mark}任务 {issued[0].number}")
    if not said:
        said.append("没有要办的任务")
    if officer:
        said.append(
            f"布置新任务:{mark}布置任务,或一次写完,例如:\n{mark}{EXAMPLE}"
            if not issued
            else f"布置新任务:{mark}布置任务"
        )
    return "\n".join(said)
