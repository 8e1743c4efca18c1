"""What units report as done is told to the issuer in one line a while, not one a unit."""

from plugins import remind, storage
from plugins.gateway import outbox
from plugins.gateway.segments import text
from plugins.org.officers import who_is_told
from plugins.org.units import load_tree
from plugins.storage import Transaction
from plugins.storage.due import Due

from .. import texts
from ..domain import State
from ..models import AssignmentRow, TaskRow
from .acts import REVIEW

SAID = "tasks.review"


async def tell(job: Due) -> None:
    """Names the units that wait for 审核; nothing when none does any more. Told twice only if called twice for one row."""
    task = await TaskRow.get_or_none(id=int(job.key))
    if task is None or task.closed_at is not None:
        return
    unit = (await load_tree()).get(task.unit_id)
    waiting = await AssignmentRow.filter(task_id=task.id, state=State.SUBMITTED).order_by("unit_id")
    if not waiting or unit is None:
        return
    done = await AssignmentRow.filter(task_id=task.id, state=State.DONE).count()
    units = await AssignmentRow.filter(task_id=task.id).count()
    said = texts.review_text(task.id, task.title, [row.unit_name for row in waiting], done, units)
    chats = await who_is_told(unit)

    async def work(tx: Transaction) -> None:
        if not await job.done(tx):
            return
        for chat in chats:
            await outbox.enqueue(
                tx,
                key=f"{REVIEW}:{task.id}:{job.due_at.isoformat()}",
                chat=chat,
                segments=[text(said)],
                kind=SAID,
                ref=f"tasks:{task.id}:notes",
                number=task.id,
                not_before=remind.quiet_until(job.now),
            )
        storage.failpoint("tasks.review.before_commit")

    await storage.write(work)
    storage.failpoint("tasks.review.after_commit")
