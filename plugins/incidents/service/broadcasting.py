"""通报: a preview, and with 确认 one version to the groups of its scope and of the versions before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins import remind, storage
from plugins.gateway import inbox, outbox, previews
from plugins.gateway.chats import Chat
from plugins.gateway.directory import Actor, UnitView
from plugins.gateway.outbox import Lane
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.org import audience
from plugins.org.acting import officer_unit
from plugins.org.audience import Reach, Scope
from plugins.org.bindings import load_bound
from plugins.storage import Transaction, audit

from .. import texts
from ..domain import Broadcast, Outline, Sent, goes_first, is_open, next_version, safety
from ..models import BroadcastRow, IncidentRow
from . import errors, messages, names, people
from .safety import ask, asked_in
from .told import reference_of, versions_of
from .views import root_of

WORD = "通报"


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a version comes to at this moment."""

    row: IncidentRow
    version: int
    unit: UnitView
    scope: Scope
    reach: Reach
    before: tuple[Chat, ...]
    chats: tuple[Chat, ...]
    asks: bool


async def propose(actor: Actor, wanted: Broadcast, chat: Chat, origin: Origin, now: datetime) -> Outline:
    """Keeps a preview. Raises NoSuchIncident, NotThere, NoSafetyNow, NobodyReached, NotOfficerOver, AlreadyHandled, and
    what parse_scope raises."""
    plan = await _plan(actor, wanted)
    title = wanted.title or plan.row.title

    async def work(tx: Transaction) -> None:
        await inbox.first_time(tx, origin, now)
        await previews.offer(
            tx,
            owner=actor.account,
            chat=chat,
            word=WORD,
            number=plan.row.id,
            payload=wanted.as_json(),
            now=now,
        )
        storage.failpoint("incidents.broadcast_preview.before_commit")

    await storage.write(work)
    storage.failpoint("incidents.broadcast_preview.after_commit")
    reporter = plan.row.reporter_name
    return Outline(
        plan.row.id,
        title,
        plan.version,
        plan.unit.name,
        plan.scope.text,
        wanted.text,
        len(plan.chats),
        len(plan.chats) - len(plan.before),
        plan.reach.people,
        plan.reach.without_account,
        tuple(unit.name for unit in plan.reach.units_without_group),
        plan.asks,
        bool(reporter) and reporter in f"{title}\n{wanted.text}",
        plan.row.version > 1 and not wanted.title,
    )


async def broadcast(actor: Actor, preview: Preview, origin: Origin, now: datetime) -> Sent:
    """Tells the groups what the preview showed, and asks whoever is to answer, in one use case; rights, groups and people
    are those of this moment. Raises as `propose` does, and what previews.settle raises (a second 确认)."""
    wanted = Broadcast.of(preview.payload)

    async def work(tx: Transaction) -> Sent:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        await IncidentRow.filter(id=wanted.number).select_for_update().first()
        plan = await _plan(actor, wanted)
        await _keep(actor, wanted, plan, now)
        asked = 0
        if plan.asks:
            asked = await ask(tx, plan.row.id, plan.scope, now)
            reference = str(plan.row.id)
            moments = safety.moments(now)
            await remind.plan(tx, names.SAFETY, reference, number=plan.row.id, until=None, moments=moments)
        await _say(tx, wanted, plan, now)
        detail = {"version": plan.version, "groups": len(plan.chats), "asked": asked}
        await audit.record(tx, actor.account, "incidents.broadcast", names.subject(plan.row.id), detail)
        storage.failpoint("incidents.broadcast.before_commit")
        return Sent(plan.row.id, plan.version, len(plan.chats), asked)

    sent = await storage.write(work)
    storage.failpoint("incidents.broadcast.after_commit")
    return sent


async def _plan(actor: Actor, wanted: Broadcast) -> _Plan:
    row = await root_of(wanted.number)
    if not actor.is_officer_over(people.unit_of(row)):
        raise errors.NoSuchIncident(wanted.number)
    earlier = await versions_of(row.id)
    for unit_id in dict.fromkeys(one.unit_id for one in earlier):
        await officer_unit(actor.account, unit_id)  # a version replaces those of others only from above them
    unit_id, words = wanted.unit_id, wanted.scope
    if not words:
        if not earlier:
            raise errors.NotThere(row.id, scope=False)
        unit_id, words = earlier[-1].unit_id, earlier[-1].scope
    if not wanted.text:
        raise errors.NotThere(row.id, scope=True)
    if unit_id is None:
        raise errors.NotThere(row.id, scope=False)
    unit = await officer_unit(actor.account, unit_id)
    scope = await audience.parse_scope(words, unit)
    reach = await audience.describe(scope)
    before = await _still_bound(await _chats_of(earlier), actor)
    chats = tuple(dict.fromkeys([*before, *(group.chat for group in reach.groups)]))
    if not chats:
        raise errors.NobodyReached(row.id)
    version = next_version(max((one.version for one in earlier), default=0))
    return _Plan(row, version, unit, scope, reach, before, chats, await _asks(wanted, row))


async def _asks(wanted: Broadcast, row: IncidentRow) -> bool:
    """Whether people are asked: as typed, else when they were asked before. Raises NoSafetyNow."""
    if wanted.asks and not is_open(row.state):
        raise errors.NoSafetyNow(row.id)
    if wanted.asks is not None:
        return wanted.asks
    return is_open(row.state) and await asked_in(row.id)


async def _chats_of(earlier: Sequence[BroadcastRow]) -> list[Chat]:
    found: dict[Chat, None] = {}
    for one in earlier:
        for delivery in await outbox.states(reference_of(one)):
            found[delivery.chat] = None
    return list(found)


async def _still_bound(chats: Sequence[Chat], actor: Actor) -> tuple[Chat, ...]:
    """Without groups that are bound to nothing now, or to a unit the actor does not lead."""
    bound = {group.chat.key: group.unit for group in await load_bound()}
    return tuple(chat for chat in chats if chat.key in bound and actor.is_officer_over(bound[chat.key]))


async def _keep(actor: Actor, wanted: Broadcast, plan: _Plan, now: datetime) -> None:
    await BroadcastRow.create(
        incident_id=plan.row.id,
        version=plan.version,
        at=now,
        account=actor.account,
        person_id=actor.person_id,
        name=actor.name,
        unit_id=plan.unit.id,
        scope=plan.scope.text,
        text=wanted.text,
        groups=len(plan.chats),
        people=plan.reach.people,
    )


async def _say(tx: Transaction, wanted: Broadcast, plan: _Plan, now: datetime) -> None:
    title = wanted.title or plan.row.title
    said = texts.broadcast_text(plan.row.id, plan.version, title, plan.unit.name, wanted.text, now, asks=plan.asks)
    reference = names.broadcast_of(plan.row.id, plan.version)
    lane = Lane.URGENT if goes_first(len(plan.chats)) else Lane.NORMAL
    await messages.say(
        tx, plan.chats, said, number=plan.row.id, key=reference, ref=reference, kind=names.BROADCAST, lane=lane
    )
