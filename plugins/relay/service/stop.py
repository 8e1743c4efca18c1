"""停发: what has not gone out yet stays here."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from plugins import storage
from plugins.gateway import inbox, outbox, previews
from plugins.gateway.chats import Chat
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.org.acting import officer_unit
from plugins.storage import Transaction, audit, due

from ..domain import MOVES, Arrival, State
from ..models import DirectiveRow
from . import planning
from .board import arrivals_of
from .errors import NoSuchDirective, NothingToStop
from .saying import reference_of
from .scheduling import DUE, chats_of

WORD = "停发"


@dataclass(frozen=True, slots=True)
class Stoppable:
    """How many groups a directive has not reached, and how many have it."""

    number: int
    title: str
    waiting: int
    out: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """Groups that will not get it, where it was on its way (taken back once known to be there), that have it."""

    cancelled: int
    on_the_way: int
    out: int


async def propose(account: str, chat: Chat, origin: Origin, number: int, now: datetime) -> Stoppable:
    """Keeps a preview of the stop. Raises NoSuchDirective, NotOfficerOver, NothingToStop."""

    async def work(tx: Transaction) -> Stoppable:
        await inbox.first_time(tx, origin, now)
        row = await _stoppable(account, number)
        groups = Counter((await arrivals_of(number)).values())
        waiting = groups[Arrival.WAITING] + groups[Arrival.DOUBTFUL]
        if row.state is State.SCHEDULED:
            waiting = len(await chats_of(number))
        if not waiting:
            raise NothingToStop(number)
        await previews.offer(tx, owner=account, chat=chat, word=WORD, number=number, payload={}, now=now)
        storage.failpoint("relay.stop_preview.before_commit")
        return Stoppable(number, row.title, waiting, groups[Arrival.ARRIVED])

    found = await storage.write(work)
    storage.failpoint("relay.stop_preview.after_commit")
    return found


async def stop(account: str, preview: Preview, origin: Origin, now: datetime) -> Stopped:
    """Stops the directive of the preview, which takes no receipts from then on. Raises as propose."""

    async def work(tx: Transaction) -> Stopped:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        row = await _stoppable(account, preview.number)
        stopped = await (_stop_scheduled if row.state is State.SCHEDULED else _stop_sending)(tx, row)
        row.state = State.STOPPED
        await row.save(update_fields=["state"])
        await planning.forget(tx, row.id)
        await audit.record(tx, account, "relay.stop", f"directive:{row.id}", {"cancelled": stopped.cancelled})
        storage.failpoint("relay.stop.before_commit")
        return stopped

    stopped = await storage.write(work)
    storage.failpoint("relay.stop.after_commit")
    return stopped


async def _stop_scheduled(tx: Transaction, row: DirectiveRow) -> Stopped:
    await due.cancel(tx, DUE, str(row.id))
    return Stopped(len(await chats_of(row.id)), 0, 0)


async def _stop_sending(tx: Transaction, row: DirectiveRow) -> Stopped:
    done = await outbox.stop(tx, reference_of(row.id))
    if not done.cancelled and not done.recalled_later:
        raise NothingToStop(row.id)
    groups = Counter((await arrivals_of(row.id)).values())
    on_the_way = groups[Arrival.WAITING] + groups[Arrival.DOUBTFUL]
    return Stopped(groups[Arrival.STOPPED], on_the_way, groups[Arrival.ARRIVED])


async def _stoppable(account: str, number: int) -> DirectiveRow:
    row = await DirectiveRow.get_or_none(id=number)
    if row is None:
        raise NoSuchDirective(number)
    await officer_unit(account, row.unit_id)
    if State.STOPPED not in MOVES[row.state]:
        raise NothingToStop(number)
    return row
