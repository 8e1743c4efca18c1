"""What people see of tasks: a board, one unit's history, what is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins.gateway.directory import Actor, UnitView
from plugins.gateway.kinds import Matter
from plugins.gateway.segments import Segment
from plugins.org.domain import match
from plugins.org.units import load_tree, path_of
from plugins.storage import moment, read

from ..domain import Act, Board, Line, Mine, OpenTask, Role, State, is_open
from ..models import AssignmentRow, TaskRow
from . import errors, evidence
from .acts import roles_of

_HISTORY = (
    "SELECT e.at, e.act, e.text, e.pictures, p.name FROM tasks_event e LEFT JOIN org_person p ON p.id = e.person_id "
    "WHERE e.assignment_id = ? ORDER BY e.id"
)
SHOWN = 20
"""Tasks in one list."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of an assignment's history; `name` "" when the person was erased. `at` aware UTC."""

    at: datetime
    name: str
    act: Act
    text: str
    pictures: tuple[Segment, ...]
    """Referring to kept bytes; see evidence.shown."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One unit's part of a task."""

    board: Board
    line: Line
    history: tuple[Happened, ...]


async def board(actor: Actor, number: int) -> Board:
    """A task as the actor may see it: all its units for its issuer, else only those they are an officer of.

    Raises NoSuchTask when there is none, or it is none of theirs.
    """
    task, rows = await _visible(actor, number)
    return _board(task, rows)


async def whole(number: int) -> Board:
    """All of a task: for the command line, whose user has the whole database anyway. Raises NoSuchTask."""
    task = await TaskRow.get_or_none(id=number)
    if task is None:
        raise errors.NoSuchTask(number)
    return _board(task, await AssignmentRow.filter(task_id=number).order_by("unit_id"))


async def detail(actor: Actor, number: int, unit: str) -> Detail:
    """One unit of a task with its history. Raises NoSuchTask, WhichAssignment."""
    task, rows = await _visible(actor, number)
    found = match(unit, ((row.unit_name, row) for row in rows)) if unit else rows
    if len(found) != 1:
        raise errors.WhichAssignment(number, Act.REPORT, [row.unit_name for row in rows])
    history = [
        Happened(moment(row["at"]), row["name"] or "", Act(row["act"]), row["text"], evidence.kept(row["pictures"]))
        for row in await read(_HISTORY, (found[0].id,))
    ]
    return Detail(_board(task, rows), _line(found[0]), tuple(history))


async def _visible(actor: Actor, number: int) -> tuple[TaskRow, list[AssignmentRow]]:
    task = await TaskRow.get_or_none(id=number)
    if task is None:
        raise errors.NoSuchTask(number)
    issuer = (await load_tree()).get(task.unit_id)
    rows = await AssignmentRow.filter(task_id=number).order_by("unit_id")
    if issuer is None or not actor.is_officer_over(issuer):
        rows = [row for row in rows if roles_of(actor, issuer, path_of(row.unit_path))]
    if not rows:
        raise errors.NoSuchTask(number)
    return task, rows


def _board(task: TaskRow, rows: Sequence[AssignmentRow]) -> Board:
    lines = tuple(_line(row) for row in rows)
    return Board(
        task.id,
        task.title,
        task.unit_name,
        task.deadline,
        task.closed_at is not None,
        lines,
        task.recalled,
        task.repeat,
    )


def _line(row: AssignmentRow) -> Line:
    return Line(row.unit_name, row.state, row.deadline, row.said)


async def mine(actor: Actor) -> tuple[list[Mine], list[OpenTask]]:
    """What the actor's units have still to do, the most urgent first, and what their units issued and did not close."""
    tree = await load_tree()
    units = {post.unit.id for post in actor.posts if post.officer}
    if not units:
        return [], []
    rows = await AssignmentRow.filter(task__closed_at__isnull=True, unit_id__in=list(units)).prefetch_related("task")
    to_do = [
        Mine(row.task.id, row.task.title, row.unit_name, row.state, row.deadline)
        for row in rows
        if is_open(row.state) and Role.UNIT in roles_of(actor, tree.get(row.task.unit_id), path_of(row.unit_path))
    ]
    return sorted(to_do, key=lambda one: (one.deadline, one.number)), await _issued(units)


async def _issued(units: set[int]) -> list[OpenTask]:
    tasks = await TaskRow.filter(closed_at__isnull=True, unit_id__in=list(units)).order_by("-id").limit(SHOWN)
    found = []
    for task in tasks:
        states = [
            State(str(one)) for one in await AssignmentRow.filter(task_id=task.id).values_list("state", flat=True)
        ]
        done, submitted = states.count(State.DONE), states.count(State.SUBMITTED)
        found.append(OpenTask(task.id, task.title, task.deadline, len(states), done, submitted))
    return found


def acts_for(actor: Actor, unit: UnitView | None) -> UnitView | None:
    """The unit whose assignment is meant first: that of the group, when the actor is an officer of it."""
    return unit if unit is not None and any(p.officer and p.unit.id == unit.id for p in actor.posts) else None


async def look(number: int) -> Matter | None:
    """A task, whoever may see it; open until 销号 or 撤回."""
    row = await TaskRow.get_or_none(id=number)
    return None if row is None else Matter(row.id, row.title, row.closed_at is None, row.unit_id)
