"""撤回: taken back everywhere it is out; what could not be is told to whoever asked for it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from plugins import storage
from plugins.gateway import inbox, previews, recalls
from plugins.gateway.chats import Chat
from plugins.gateway.outbox import withdraw
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.org.acting import officer_unit
from plugins.storage import Transaction, audit, due, read

from ..domain import MOVES, Arrival, State
from ..models import DirectiveRow
from . import planning
from .board import arrivals_of
from .errors import NoSuchDirective, NothingToRecall
from .saying import reference_of

WORD = "撤回"
DUE = "relay.recalled"

_UNITS = "SELECT t.chat, u.name FROM relay_target t JOIN org_unit u ON u.id = t.unit_id WHERE t.directive_id = ?"


@dataclass(frozen=True, slots=True)
class Recallable:
    """How far a directive is: groups that have it, of them since longer than recalls.FREELY; groups not reached yet."""

    number: int
    title: str
    out: int
    old: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Recalled:
    """Groups where it is being taken back, and that will not get it; messages without an id, which stay."""

    number: int
    under_way: int
    cancelled: int
    unknown: int


async def propose_recall(account: str, chat: Chat, origin: Origin, number: int, now: datetime) -> Recallable:
    """Keeps a preview of the recall. Raises NoSuchDirective, NotOfficerOver, NothingToRecall."""

    async def work(tx: Transaction) -> Recallable:
        await inbox.first_time(tx, origin, now)
        row = await _recallable(account, number)
        groups = Counter((await arrivals_of(number)).values())
        there = await recalls.reach(reference_of(number), now)
        waiting = groups[Arrival.WAITING] + groups[Arrival.DOUBTFUL]
        if not there.out and not waiting:
            raise NothingToRecall(number)
        await previews.offer(tx, owner=account, chat=chat, word=WORD, number=number, payload={}, now=now)
        storage.failpoint("relay.recall_preview.before_commit")
        return Recallable(number, row.title, there.out, there.old, waiting)

    found = await storage.write(work)
    storage.failpoint("relay.recall_preview.after_commit")
    return found


async def recall(account: str, preview: Preview, origin: Origin, now: datetime) -> Recalled:
    """Takes back the directive of the preview with its corrections; it takes no receipts from then on.

    What becomes of it is told in the chat of the preview as soon as it is known. Raises as propose_recall.
    """

    async def work(tx: Transaction) -> Recalled:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        row = await _recallable(account, preview.number)
        done = await withdraw.recall(tx, reference_of(row.id))
        if not (done.cancelled or done.wanted or done.unknown):
            raise NothingToRecall(row.id)
        row.state = State.RECALLED
        await row.save(update_fields=["state"])
        await planning.forget(tx, row.id)
        await recalls.follow(tx, DUE, str(row.id), preview.chat, now)
        wanted = {trace.chat.key for trace in await withdraw.traces(reference_of(row.id))}
        stopped = Counter((await arrivals_of(row.id)).values())[Arrival.STOPPED]
        await audit.record(tx, account, "relay.recall", f"directive:{row.id}", {"groups": len(wanted)})
        storage.failpoint("relay.recall.before_commit")
        return Recalled(row.id, len(wanted), stopped, done.unknown)

    recalled = await storage.write(work)
    storage.failpoint("relay.recall.after_commit")
    return recalled


async def tell_recalled(job: due.Due) -> None:
    """Tells who asked how the recall went, once that is known."""
    number = int(job.key)

    async def work(tx: Transaction) -> None:
        units = {row["chat"]: row["name"] for row in await read(_UNITS, (number,))}
        await recalls.tell(tx, job, reference_of(number), number, units)
        storage.failpoint("relay.recalled.before_commit")

    await storage.write(work)
    storage.failpoint("relay.recalled.after_commit")


async def _recallable(account: str, number: int) -> DirectiveRow:
    row = await DirectiveRow.get_or_none(id=number)
    if row is None:
        raise NoSuchDirective(number)
    await officer_unit(account, row.unit_id)
    if State.RECALLED not in MOVES[row.state]:
        raise NothingToRecall(number)
    return row
