"""销号: the issuer closes a task, done or not."""

from dataclasses import dataclass
from datetime import datetime

from plugins import remind, storage
from plugins.gateway import inbox, previews
from plugins.gateway.chats import Chat
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.org.acting import officer_unit
from plugins.storage import Transaction, audit, due

from ..domain import State
from ..models import AssignmentRow, TaskRow
from . import errors
from .acts import REVIEW
from .reminders import KIND, refs_of

WORD = "销号"


@dataclass(frozen=True, slots=True)
class Closing:
    """What would be closed: how many units are done, the names of those that are not; `repeat` is the rule by which it comes
    again all the same, "" for none."""

    number: int
    title: str
    done: int
    not_done: tuple[str, ...]
    repeat: str = ""


async def propose(account: str, chat: Chat, origin: Origin, number: int, now: datetime) -> Closing:
    """Keeps a preview. Raises NoSuchTask, NotOfficerOver, AlreadyClosed."""

    async def work(tx: Transaction) -> Closing:
        await inbox.first_time(tx, origin, now)
        row = await open_task(account, number)
        await previews.offer(tx, owner=account, chat=chat, word=WORD, number=number, payload={}, now=now)
        storage.failpoint("tasks.close_preview.before_commit")
        return await _closing(row)

    found = await storage.write(work)
    storage.failpoint("tasks.close_preview.after_commit")
    return found


async def close(account: str, preview: Preview, origin: Origin, now: datetime) -> Closing:
    """Closes it: nobody is reminded any more, and nothing about it changes. Raises as propose."""

    async def work(tx: Transaction) -> Closing:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        row = await open_task(account, preview.number)
        await end(tx, row, now)
        closing = await _closing(row)
        detail = {"done": closing.done, "not_done": len(closing.not_done)}
        await audit.record(tx, account, "tasks.close", f"task:{row.id}", detail)
        storage.failpoint("tasks.close.before_commit")
        return closing

    closed = await storage.write(work)
    storage.failpoint("tasks.close.after_commit")
    return closed


async def open_task(account: str, number: int) -> TaskRow:
    """A task that its issuer's officer may end. Raises NoSuchTask, NotOfficerOver, AlreadyClosed."""
    row = await issuers_task(account, number)
    if row.closed_at is not None:
        raise errors.AlreadyClosed(number)
    return row


async def issuers_task(account: str, number: int) -> TaskRow:
    """The same, closed or not."""
    row = await TaskRow.filter(id=number).select_for_update().first()
    if row is None:
        raise errors.NoSuchTask(number)
    await officer_unit(account, row.unit_id)
    return row


async def end(tx: Transaction, row: TaskRow, now: datetime, *, recalled: bool = False) -> None:
    """Nobody is reminded of it any more, and nothing about it changes."""
    row.closed_at = now
    row.recalled = recalled
    await row.save(update_fields=["closed_at", "recalled"])
    ids = [int(str(one)) for one in await AssignmentRow.filter(task_id=row.id).values_list("id", flat=True)]
    for ref in refs_of(row.id, ids):
        await remind.drop(tx, KIND, ref)
    await due.cancel(tx, REVIEW, str(row.id))


async def _closing(row: TaskRow) -> Closing:
    rows = await AssignmentRow.filter(task_id=row.id).order_by("unit_id")
    not_done = tuple(one.unit_name for one in rows if one.state is not State.DONE)
    return Closing(row.id, row.title, len(rows) - len(not_done), not_done, row.repeat)
