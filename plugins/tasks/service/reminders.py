"""Who is reminded of a task: the officers of units that have not said it is done. And who hears at the deadline."""

from collections.abc import Sequence
from datetime import datetime

from plugins import remind, storage
from plugins.gateway import outbox
from plugins.gateway.directory import UnitView
from plugins.gateway.segments import text
from plugins.org.officers import who_is_told
from plugins.org.units import load_tree
from plugins.storage import Transaction

from .. import texts
from ..domain import Line
from ..models import AssignmentRow, TaskRow

KIND = "tasks"
TOLD = "tasks.overdue"

_OPEN = "('assigned', 'accepted', 'working', 'returned')"
_OWING = (
    "SELECT o.person_id, a.unit_id FROM tasks_assignment a JOIN tasks_task t ON t.id = a.task_id "
    "JOIN org_post o ON o.unit_id = a.unit_id AND o.officer "
    f"WHERE {{which}} AND a.state IN {_OPEN} AND t.closed_at IS NULL"
)


def extended_ref(task: int, assignment: int) -> str:
    """What remind knows one assignment with a deadline of its own by; the others go by the task's number."""
    return f"{task}:{assignment}"


def owing(ref: str) -> remind.Query:
    """The officers of the units that have this deadline and are not done."""
    task, _, assignment = ref.partition(":")
    if assignment:
        return _OWING.format(which="a.id = ?"), [int(assignment)]
    return _OWING.format(which="a.task_id = ? AND a.deadline = t.deadline"), [int(task)]


async def line(ref: str, now: datetime) -> str | None:
    """What they are reminded of; None when it is closed."""
    task, _, assignment = ref.partition(":")
    row = await TaskRow.get_or_none(id=int(task))
    if row is None or row.closed_at is not None:
        return None
    deadline = row.deadline
    if assignment:
        deadline = (await AssignmentRow.get(id=int(assignment))).deadline
    return texts.reminder_text(row.id, row.title, deadline)


async def at_end(ref: str, until: datetime, now: datetime) -> None:
    """The officers of the issuing unit hear which units are overdue; nobody is told when none is."""
    task, _, assignment = ref.partition(":")
    row = await TaskRow.get_or_none(id=int(task))
    if row is None or row.closed_at is not None:
        return
    mine = AssignmentRow.filter(id=int(assignment)) if assignment else AssignmentRow.filter(task_id=row.id)
    units = [
        one.unit_name
        for one in await mine.order_by("unit_id")
        if Line(one.unit_name, one.state, one.deadline, "").overdue(now)
    ]
    unit = (await load_tree()).get(row.unit_id)
    if units and unit is not None:
        await _tell(unit, f"tasks:over:{ref}:{until.isoformat()}", row.id, texts.overdue_text(row.id, row.title, units))


async def _tell(unit: UnitView, key: str, number: int, said: str) -> None:
    chats = await who_is_told(unit)

    async def work(tx: Transaction) -> None:
        for chat in chats:
            await outbox.enqueue(
                tx,
                key=key,
                chat=chat,
                segments=[text(said)],
                kind=TOLD,
                ref=f"tasks:{number}:notes",
                number=number,
                not_before=remind.quiet_until(storage.clock.now()),
            )
        storage.failpoint("tasks.overdue.before_commit")

    await storage.write(work)
    storage.failpoint("tasks.overdue.after_commit")


def refs_of(number: int, assignments: Sequence[int]) -> list[str]:
    """Everything remind may know of a task."""
    return [str(number), *(extended_ref(number, one) for one in assignments)]


remind.register(KIND, owing=owing, line=line, at_end=at_end)
