"""停发 and 撤回: what has not gone out stays here; what has is taken back, and with it the task."""

from dataclasses import dataclass
from datetime import datetime

from plugins import storage
from plugins.gateway import inbox, outbox, previews, recalls
from plugins.gateway.chats import Chat
from plugins.gateway.outbox import withdraw
from plugins.gateway.previews import Preview
from plugins.gateway.recalls import Reach
from plugins.gateway.request import Origin
from plugins.org.bindings import load_bound
from plugins.storage import Transaction, audit, due

from . import errors, series
from .close import end, issuers_task, open_task
from .issue import reference_of

STOP = "停发"
RECALL = "撤回"
DUE = "tasks.recalled"


@dataclass(frozen=True, slots=True)
class Found:
    """A task and how far it is. `repeat` is the rule by which it comes again, "" for none."""

    number: int
    title: str
    reach: Reach
    repeat: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """Messages that will not go, and that were on their way; the rule that does not count any more, "" for none."""

    number: int
    cancelled: int
    on_the_way: int
    repeat: str
    is_open: bool


async def propose_stop(account: str, chat: Chat, origin: Origin, number: int, now: datetime) -> Found:
    """Keeps a preview of the stop, also where the task is closed and comes again. Raises NoSuchTask, NotOfficerOver,
    NothingToStop."""
    return await _propose(STOP, account, chat, origin, number, now)


async def propose_recall(account: str, chat: Chat, origin: Origin, number: int, now: datetime) -> Found:
    """Keeps a preview of the recall. Raises NoSuchTask, NotOfficerOver, AlreadyClosed."""
    return await _propose(RECALL, account, chat, origin, number, now)


async def _propose(word: str, account: str, chat: Chat, origin: Origin, number: int, now: datetime) -> Found:
    async def work(tx: Transaction) -> Found:
        await inbox.first_time(tx, origin, now)
        row = await (issuers_task if word == STOP else open_task)(account, number)
        found = Found(number, row.title, await recalls.reach(reference_of(number), now), row.repeat)
        if word == STOP and not (found.reach.waiting or found.repeat):
            raise errors.NothingToStop(number)
        await previews.offer(tx, owner=account, chat=chat, word=word, number=number, payload={}, now=now)
        storage.failpoint("tasks.stop_preview.before_commit")
        return found

    found = await storage.write(work)
    storage.failpoint("tasks.stop_preview.after_commit")
    return found


async def stop(account: str, preview: Preview, origin: Origin, now: datetime) -> Stopped:
    """Groups that have not been shown the task are not shown it any more, and it does not come again; the task itself goes
    on. Raises as propose_stop."""

    async def work(tx: Transaction) -> Stopped:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        row = await issuers_task(account, preview.number)
        done, repeat = await outbox.stop(tx, reference_of(row.id)), row.repeat
        if not (done.cancelled or done.recalled_later or repeat):
            raise errors.NothingToStop(row.id)
        await series.stop(tx, row)
        await audit.record(tx, account, "tasks.stop", f"task:{row.id}", {"cancelled": done.cancelled})
        storage.failpoint("tasks.stop.before_commit")
        return Stopped(row.id, done.cancelled, done.recalled_later, repeat, is_open=row.closed_at is None)

    stopped = await storage.write(work)
    storage.failpoint("tasks.stop.after_commit")
    return stopped


async def recall(account: str, preview: Preview, origin: Origin, now: datetime) -> withdraw.Recalls:
    """Takes the task back where it is out, and ends it with its series: no unit has to do it any more. How that went is told in the chat
    of the preview as soon as it is known. Raises as propose_recall."""

    async def work(tx: Transaction) -> withdraw.Recalls:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        row = await open_task(account, preview.number)
        done = await withdraw.recall(tx, reference_of(row.id))
        await series.stop(tx, row)
        await end(tx, row, now, recalled=True)
        await recalls.follow(tx, DUE, str(row.id), preview.chat, now)
        await audit.record(tx, account, "tasks.recall", f"task:{row.id}", {"messages": done.wanted})
        storage.failpoint("tasks.recall.before_commit")
        return done

    done = await storage.write(work)
    storage.failpoint("tasks.recall.after_commit")
    return done


async def tell_recalled(job: due.Due) -> None:
    """Tells who asked how the recall went, once that is known."""
    number = int(job.key)
    units = {group.chat.key: group.unit.name for group in await load_bound()}

    async def work(tx: Transaction) -> None:
        await recalls.tell(tx, job, reference_of(number), number, units)
        storage.failpoint("tasks.recalled.before_commit")

    await storage.write(work)
    storage.failpoint("tasks.recalled.after_commit")
