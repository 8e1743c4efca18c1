"""并入: two reports of one thing become one incident with one timeline, after asking."""

from dataclasses import dataclass
from datetime import datetime

from plugins import remind, storage
from plugins.gateway import inbox, outbox, previews
from plugins.gateway.chats import Chat
from plugins.gateway.directory import Actor
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.storage import Transaction, audit

from ..domain import Act, Entry, Refusal, Role, State, is_open, step
from ..models import AlertedRow, IncidentRow, ReportRow
from . import errors, names, news, people
from .acts import locked, restart

WORD = "并入"


@dataclass(frozen=True, slots=True)
class Joining:
    """What a preview shows, and what was done: `number` lives on under `target`."""

    number: int
    title: str
    target: int
    target_title: str


async def propose(actor: Actor, chat: Chat, origin: Origin, number: int, target: int, now: datetime) -> Joining:
    """Keeps a preview of joining `number` to `target`. Raises as `join` does."""

    async def work(tx: Transaction) -> Joining:
        await inbox.first_time(tx, origin, now)
        source, into = await _checked(actor, number, target)
        await offer(tx, actor.account, chat, number, into.id, now)
        storage.failpoint("incidents.merge_preview.before_commit")
        return Joining(source.id, source.title, into.id, into.title)

    found = await storage.write(work)
    storage.failpoint("incidents.merge_preview.after_commit")
    return found


async def offer(tx: Transaction, account: str, chat: Chat, number: int, target: int, now: datetime) -> None:
    """Keeps the preview itself: 确认 joins them. `now` is when it was typed: a 确认 right behind it is behind it."""
    payload = {"number": number, "target": target}
    await previews.offer(tx, owner=account, chat=chat, word=WORD, number=number, payload=payload, now=now)


async def join(actor: Actor, preview: Preview, chat: Chat, origin: Origin, at: datetime, now: datetime) -> Joining:
    """Joins what the preview showed; rights and states are those of this moment. Whoever was alerted of either hears of
    it, and of all that follows.

    Raises NoSuchIncident, NotYours, NotNow, NotOneThing, and what previews.settle raises.
    """

    async def work(tx: Transaction) -> Joining:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        source, into = await _checked(actor, int(preview.payload["number"]), int(preview.payload["target"]))
        await _join(tx, source, into, now)
        await source.save()
        await ReportRow.create(
            incident_id=into.id,
            number=source.id,
            kind=Entry.MERGED,
            at=at,
            account=actor.account,
            person_id=actor.person_id,
            name=actor.name,
            text=source.title,
            chat=chat.key,
            message_id=origin.service_id,
        )
        await news.spread(tx, into, now, at_once=True)
        await into.save()
        await audit.record(tx, actor.account, "incidents.merge", names.subject(source.id), {"into": into.id})
        storage.failpoint("incidents.merge.before_commit")
        return Joining(source.id, source.title, into.id, into.title)

    joined = await storage.write(work)
    storage.failpoint("incidents.merge.after_commit")
    return joined


async def _checked(actor: Actor, number: int, target: int) -> tuple[IncidentRow, IncidentRow]:
    """Both incidents, when the actor may join them: officers over both, reporters of either within one unit."""
    source = await IncidentRow.filter(id=number).select_for_update().first()
    if source is None:
        raise errors.NoSuchIncident(number)
    into = await locked(target)
    role = await _role(actor, source, into)
    after = step(source.state, Act.MERGE, role)
    if after in (Refusal.NOT_YOURS, Refusal.OFFICERS_ONLY):
        raise errors.NotYours(number, Act.MERGE, Refusal(after))
    if isinstance(after, Refusal):
        raise errors.NotNow(number, Act.MERGE, source.state, after, source.handler_name, source.merged_into)
    if source.id == into.id or not is_open(into.state):
        raise errors.NotOneThing(number, target)
    return source, into


async def _role(actor: Actor, source: IncidentRow, into: IncidentRow) -> Role:
    reporters = [*await people.reporters(source.id), *await people.reporters(into.id)]
    roles = {people.role_of(actor, one, reporters) for one in (source, into)}
    if roles <= {Role.HANDLER, Role.OFFICER}:
        return people.role_of(actor, source, reporters)
    return Role.REPORTER if actor.account in reporters and source.unit_id == into.unit_id else Role.OTHER


async def _join(tx: Transaction, source: IncidentRow, into: IncidentRow, now: datetime) -> None:
    """All that belongs to `source` is `into`'s from now on; the caller saves both."""
    source.state, source.merged_into, source.closed_at, source.next_report_at = State.MERGED, into.id, now, None
    await remind.drop(tx, names.REMINDER, str(source.id))
    for asked, other in ((source.id, into.id), (into.id, source.id)):
        await outbox.stop(tx, names.double_of(asked, other))  # whether they are one thing is not asked any more
    if into.handler_id is None and source.handler_id is not None:
        into.state, into.handler_id, into.handler_name = State.HANDLING, source.handler_id, source.handler_name
    await restart(tx, into, now)
    await IncidentRow.filter(merged_into=source.id).update(merged_into=into.id)
    await ReportRow.filter(incident_id=source.id).update(incident_id=into.id)
    known = {one.person_id for one in await AlertedRow.filter(incident_id=into.id)}
    await AlertedRow.bulk_create(
        [
            AlertedRow(incident_id=into.id, person_id=one.person_id, named_at=one.named_at)
            for one in await AlertedRow.filter(incident_id=source.id).order_by("id")
            if one.person_id not in known
        ]
    )
