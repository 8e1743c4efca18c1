"""公示: question and answer in the handler's own words, to the groups of a scope. 我也反映: one a person, then forgotten.

The words a preview waits with are sealed under the case's key, and so are those of the event: what is published is in
the groups, and in the outbox until the case is erased.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plugins import storage
from plugins.gateway import inbox, outbox, previews
from plugins.gateway.chats import Chat
from plugins.gateway.directory import Actor, UnitView, directory
from plugins.gateway.outbox import withdraw
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.org import audience
from plugins.org.units import load_tree
from plugins.remind import quiet_until
from plugins.storage import Transaction, audit, read

from .. import domain, texts
from ..domain import Command, Publication, Role, Traces
from ..models import CaseRow, PublicRow, VoterRow
from . import chance, desk, erasing, errors, records, sealing, telling

WORD = "公示"
TAKE_BACK = "撤回公示"
KIND = "feedback.public"


@dataclass(frozen=True, slots=True)
class Outline:
    """A publication as it waits for 确认: `text` is what the groups will read."""

    number: int
    text: str
    unit: str
    """Within which the scope lies."""
    groups: int
    without_group: tuple[str, ...]
    traces: Traces


@dataclass(frozen=True, slots=True)
class Published:
    """A case is published, in so many groups; 我也反映 until `closes_on`. In quiet hours it goes out at `not_before`."""

    number: int
    groups: int
    closes_on: date
    not_before: datetime | None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A publication is taken back: messages never sent, being taken back, and not to be had back."""

    number: int
    cancelled: int
    wanted: int
    unknown: int


async def propose(account: str, number: int, wanted: Publication, chat: Chat, origin: Origin, now: datetime) -> Outline:
    """Keeps a preview. Raises as desk.show, and NotNow, PublishedAlready, Copied, TooLongToPublish, NoPublicGroups and
    what audience.parse_scope raises: the scope lies within the unit that handles the case."""
    if len(wanted.question) + len(wanted.answer) > domain.PUBLIC_LIMIT:
        raise errors.TooLongToPublish
    names = [row["name"] for row in await read("SELECT name FROM org_person WHERE active")]

    async def work(tx: Transaction) -> Outline:
        await inbox.first_time(tx, origin, now)
        row = await desk.for_handler(account, number)
        await _publishable(row)
        said = f"{wanted.question}\n{wanted.answer}"
        originals = await _originals(row)
        if domain.is_copy(said, originals):
            raise errors.Copied(number)
        reach, unit = await _reach(row, wanted.scope)
        sealed = sealing.seal_json(
            records.key_of(row),
            {"scope": wanted.scope, "question": wanted.question, "answer": wanted.answer},
            "publication",
            row.id,
        )
        payload = {"case": row.id, "sealed": base64.b64encode(sealed).decode()}
        await previews.offer(tx, owner=account, chat=chat, word=WORD, number=number, payload=payload, now=now)
        return Outline(
            number,
            _message(row, unit, wanted, records.day_of(now)),
            unit.name,
            len(reach.groups),
            tuple(one.name for one in reach.units_without_group),
            domain.traces(said, originals, names),
        )

    return await storage.write(work)


async def publish(account: str, preview: Preview, origin: Origin, now: datetime, *, checked: bool) -> Published:
    """Publishes what the preview showed, with the rights and the groups of this moment. Where something in it may lead
    back to somebody, only when `checked`. Raises as propose, NotChecked, and what previews.settle raises."""
    names = [row["name"] for row in await read("SELECT name FROM org_person WHERE active")]
    day = records.day_of(now)

    async def work(tx: Transaction) -> Published:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        row = await desk.for_handler(account, preview.number)
        if row.id != preview.payload["case"]:
            raise errors.NoSuchCase(preview.number)
        await _publishable(row)
        key = records.key_of(row)
        kept = sealing.unseal_json(key, base64.b64decode(preview.payload["sealed"]), "publication", row.id)
        wanted = Publication(kept["scope"], kept["question"], kept["answer"])
        said = f"{wanted.question}\n{wanted.answer}"
        if not checked and domain.traces(said, await _originals(row), names):
            raise errors.NotChecked(row.number)
        reach, unit = await _reach(row, wanted.scope)
        public = PublicRow(id=chance.identity(), case_id=row.id, closes_on=domain.closes_on(day))
        await public.save(force_create=True)
        actor = await directory().actor(account)
        content = {"text": texts.public.event_text(wanted.question, wanted.answer), "person": actor.person_id or 0}
        await records.add_event(row, key, Command.PUBLISH, Role.HANDLER, day, content, shown=True)
        await row.save(update_fields=["steps"])
        await _say(tx, public, _message(row, unit, wanted, day), [group.chat for group in reach.groups], now)
        await telling.tell_author(tx, row, texts.handler_acted_text(row.number, Command.PUBLISH), now)
        await audit.record(tx, account, "feedback.publish", f"case:{row.number}", {"groups": len(reach.groups)})
        storage.failpoint("feedback.public.before_commit")
        return Published(row.number, len(reach.groups), public.closes_on, quiet_until(now))

    published = await storage.write(work)
    storage.failpoint("feedback.public.after_commit")
    return published


async def propose_take_back(account: str, number: int, chat: Chat, origin: Origin, now: datetime) -> int:
    """Keeps a preview of taking a publication back; how many messages are out or on their way. Raises NothingPublished."""

    async def work(tx: Transaction) -> int:
        await inbox.first_time(tx, origin, now)
        row, public = await _of_handler(account, number)
        payload = {"case": row.id}
        await previews.offer(tx, owner=account, chat=chat, word=TAKE_BACK, number=number, payload=payload, now=now)
        return len(await outbox.states(erasing.public_reference(public.case_id)))

    return await storage.write(work)


async def take_back(account: str, preview: Preview, origin: Origin, now: datetime) -> TakenBack:
    """Takes the messages back where the chat service allows it, and ends 我也反映; the author sees that it was. The words
    leave the outbox with it. Raises as propose_take_back."""

    async def work(tx: Transaction) -> TakenBack:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        row, public = await _of_handler(account, preview.number)
        if row.id != preview.payload["case"]:
            raise errors.NoSuchCase(preview.number)
        done = await withdraw.recall(tx, erasing.public_reference(public.case_id))
        await _forget(public)
        if row.wrapped_key is not None:  # else its author has withdrawn it meanwhile, and is told nothing more
            content = {"person": (await directory().actor(account)).person_id or 0}
            await records.add_event(
                row,
                records.key_of(row),
                Command.UNPUBLISH,
                Role.HANDLER,
                records.day_of(now),
                content,
                shown=True,
            )
            await row.save(update_fields=["steps"])
            await telling.tell_author(tx, row, texts.handler_acted_text(row.number, Command.UNPUBLISH), now)
        await audit.record(tx, account, "feedback.unpublish", f"case:{row.number}")
        return TakenBack(row.number, done.cancelled, done.wanted, done.unknown)

    taken_back = await storage.write(work)
    await erasing.scrub()
    return taken_back


async def support(actor: Actor, number: int, origin: Origin, now: datetime) -> int:
    """我也反映: counts a person once; returns how many there are now. Raises NotPublished, VotingOver, VotedAlready."""
    voter = f"person:{actor.person_id}" if actor.person_id else f"account:{actor.account}"

    async def work(tx: Transaction) -> int:
        await inbox.first_time(tx, origin, now)
        public = await _public_of(number)
        if records.day_of(now) > public.closes_on:
            raise errors.VotingOver(number, public.supporters)
        if await VoterRow.exists(public_id=public.id, voter=voter):
            raise errors.VotedAlready(number, public.supporters)
        await VoterRow.create(id=chance.identity(), public_id=public.id, voter=voter)
        public.supporters += 1
        await public.save(update_fields=["supporters"])
        storage.failpoint("feedback.support.before_commit")
        return public.supporters

    count = await storage.write(work)
    storage.failpoint("feedback.support.after_commit")
    return count


async def supporters(number: int) -> int | None:
    """How many said 我也反映; None where the case is not published."""
    public = await PublicRow.get_or_none(case__number=number)
    return public.supporters if public else None


async def supported_by(person_id: int) -> Sequence[int]:
    """The numbers of published cases whose voter this person still is, for 我的数据."""
    rows = await VoterRow.filter(voter=f"person:{person_id}").values_list("public__case__number", flat=True)
    return sorted(int(str(one)) for one in rows)


async def take_back_withdrawn(tx: Transaction) -> int:
    """At a sweep: what is published of cases their authors have withdrawn is taken back as far as that can be done."""
    found = await PublicRow.filter(case__wrapped_key__isnull=True)
    for public in found:
        await withdraw.recall(tx, erasing.public_reference(public.case_id))
        await _forget(public)
    return len(found)


async def _forget(public: PublicRow) -> None:
    await VoterRow.filter(public_id=public.id).delete()
    await public.delete()


async def _publishable(row: CaseRow) -> None:
    records.decide(row, Command.PUBLISH, Role.HANDLER, "")
    if await PublicRow.exists(case_id=row.id):
        raise errors.PublishedAlready(row.number)


async def _of_handler(account: str, number: int) -> tuple[CaseRow, PublicRow]:
    row = await desk.for_handler(account, number)
    public = await PublicRow.get_or_none(case_id=row.id)
    if public is None:
        raise errors.NothingPublished(number)
    return row, public


async def _public_of(number: int) -> PublicRow:
    """Also of a case that its author has withdrawn since the last sweep: nobody finds out by asking when that was."""
    public = await PublicRow.get_or_none(case__number=number)
    if public is None:
        raise errors.NotPublished(number)
    return public


async def _originals(row: CaseRow) -> list[str]:
    """All that the author wrote, as handlers see it."""
    case = await records.view(row, for_handler=True)
    return [event.text for event in case.events if event.role is Role.SUBMITTER and event.text]


async def _reach(row: CaseRow, scope: str) -> tuple[audience.Reach, UnitView]:
    tree = await load_tree()
    unit = tree.get(row.desk_unit_id) or tree.root
    if unit is None:
        raise errors.NoPublicGroups
    reach = await audience.describe(await audience.parse_scope(scope, unit, representatives=True))
    if not reach.groups:
        raise errors.NoPublicGroups
    return reach, unit


def _message(row: CaseRow, unit: UnitView, wanted: Publication, day: date) -> str:
    return texts.public.message_text(row.number, unit.name, wanted.question, wanted.answer, day, domain.closes_on(day))


async def _say(tx: Transaction, public: PublicRow, said: str, chats: Sequence[Chat], now: datetime) -> None:
    reference = erasing.public_reference(public.case_id)
    key = f"{reference}:{public.id}"
    await outbox.say(tx, chats, outbox.messages(said), key=key, kind=KIND, ref=reference, not_before=quiet_until(now))
