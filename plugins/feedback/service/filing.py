"""提交: an opinion becomes a case, or is refused because nobody may handle it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from plugins import storage
from plugins.gateway import inbox
from plugins.gateway.chats import Chat
from plugins.gateway.request import Origin
from plugins.org.units import load_tree
from plugins.storage import Transaction, workdays
from plugins.storage.errors import NotFound

from .. import domain, texts
from ..domain import Clocks, Command, Kind, Objection, Role, State
from ..models import CaseRow, SubmitterRow
from . import avoiding, chance, codes, errors, records, rights, telling, vault
from .rights import About

_TRIES = 200


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody has to say. Without a unit it is about the whole; `pictures` are re-encoded already."""

    kind: Kind
    text: str = field(repr=False)
    subject_unit_id: int | None = None
    avoid: tuple[str, ...] = field(default=(), repr=False)
    pictures: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Author:
    """Who files a named opinion: `person_id` None for somebody who is in no roster. `command` is the message that
    takes it back when it is recalled, where that is another than `origin`, which filed it."""

    account: str
    person_id: int | None
    origin: Origin
    command: Origin | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """A case that is kept. `desk` is the unit that handles it ("" for the oversight), `accept_by` the day by which it
    will be looked at."""

    number: int
    kind: Kind
    subject: str
    desk: str
    clocks: Clocks


async def file_named(opinion: Opinion, author: Author, now: datetime) -> Filed:
    """Files an opinion under the author's name; its handlers are told at once, of more than TOLD_AT_ONCE a day at the
    next sweep.

    Raises NobodyHandles, Objected, KeysUnavailable; inbox.AlreadyHandled for a message that comes twice, FiledAlready
    for the same words once more on the same day, as people type again what got no answer.
    """
    case_id, (key, wrapped) = await _prepare(opinion, now)

    async def work(tx: Transaction) -> Filed:
        await inbox.first_time(tx, author.origin, now)
        about = await _about(opinion, author)
        if (before := await _filed_before(opinion, author, about, records.day_of(now))) is not None:
            raise errors.FiledAlready(before)
        row, filed, hands = await _keep(opinion, about, case_id, key, wrapped, now, receipt=None, push=None)
        command = author.command or author.origin
        await SubmitterRow.create(
            id=chance.identity(),
            case_id=row.id,
            person_id=author.person_id,
            account=None if author.person_id else author.account,
            message=f"{command.chat_key}/{command.message_id}",
        )
        if await CaseRow.filter(**_of(author), arrived_on=row.arrived_on).count() > domain.TOLD_AT_ONCE:
            await CaseRow.filter(id=row.id).update(stirred=True)
        else:
            handlers = hands.accounts(about, row.desk_unit_id)
            sentence = texts.new_case_text(filed.number, filed.kind, filed.subject, filed.clocks)
            await telling.tell(tx, handlers, row, "filed", sentence, now)
        storage.failpoint("feedback.file.before_commit")
        return filed

    filed = await storage.write(work)
    storage.failpoint("feedback.file.after_commit")
    return filed


async def file_anonymous(opinion: Opinion, code: str, now: datetime, push: Chat | None = None) -> Filed:
    """Files an opinion that only `code` (codes.draw, shown to the author before) leads back to. It is written alone,
    with nothing beside it, and shown to its handlers at the next sweep. `push` is kept sealed.

    Raises NobodyHandles, Objected, KeysUnavailable.
    """
    receipt = await codes.fingerprint(code)
    case_id, (key, wrapped) = await _prepare(opinion, now)
    route = None if push is None else telling.seal_route(key, case_id, push)

    async def work(tx: Transaction) -> Filed:
        about = await _about(opinion, None)
        _, filed, _ = await _keep(opinion, about, case_id, key, wrapped, now, receipt=receipt, push=route)
        storage.failpoint("feedback.unnamed.before_commit")
        return filed

    filed = await storage.write(work, alone=True)
    storage.failpoint("feedback.unnamed.after_commit")
    return filed


async def _prepare(opinion: Opinion, now: datetime) -> tuple[int, tuple[bytes, bytes]]:
    """An id and a key, made before the use case: it awaits nothing but the database."""
    facts = domain.Facts(State.RECEIVED)
    against = domain.objection(Command.FILE, facts, opinion.text, pictures=len(opinion.pictures))
    if against is not None:
        raise errors.Objected(0, Command.FILE, against)
    if len(opinion.pictures) > domain.MOST_PICTURES:
        raise errors.Objected(0, Command.FILE, Objection.FULL)
    case_id = chance.identity()
    return case_id, await vault.new_case_key(case_id, vault.month_of(records.day_of(now)))


async def _about(opinion: Opinion, author: Author | None) -> About:
    tree = await load_tree()
    unit = tree.root if opinion.subject_unit_id is None else tree.get(opinion.subject_unit_id)
    if unit is None:
        raise NotFound
    return About(
        opinion.kind,
        unit.path,
        opinion.avoid,
        frozenset(avoiding.units_in(opinion.avoid, tree)),
        author.person_id if author else None,
        author.account if author else None,
    )


def _of(author: Author) -> dict[str, int | str]:
    """Which cases this author filed under their name, as a query's filter takes it."""
    if author.person_id:
        return {"submitter__person_id": author.person_id}
    return {"submitter__account": author.account}


async def _filed_before(opinion: Opinion, author: Author, about: About, day: date) -> int | None:
    """The number under which this author filed the same words today, where nobody has taken it in hand yet."""
    if opinion.pictures:
        return None
    waiting = CaseRow.filter(**_of(author), kind=opinion.kind, subject_unit_id=about.subject[-1], arrived_on=day)
    for row in await waiting.filter(state=State.RECEIVED, steps=1):
        (said, *_) = (await records.view(row, for_handler=False)).events
        if said.text == opinion.text and records.avoided(row) == opinion.avoid and not said.pictures:
            return row.number
    return None


async def _keep(
    opinion: Opinion,
    about: About,
    case_id: int,
    key: bytes,
    wrapped: bytes,
    now: datetime,
    *,
    receipt: str | None,
    push: bytes | None,
) -> tuple[CaseRow, Filed, rights.Hands]:
    hands = await rights.hands_on(about.subject)
    desk = hands.route(about)
    if desk is None:
        raise errors.NobodyHandles
    day = records.day_of(now)
    clocks = Clocks.started(day, workdays.is_working)
    anonymous = receipt is not None
    row = CaseRow(
        id=case_id,
        number=await _free_number(),
        anonymous=anonymous,
        kind=opinion.kind,
        subject_unit_id=about.subject[-1],
        desk_unit_id=desk,
        state=State.RECEIVED,
        seen_state=State.RECEIVED,
        shown=not anonymous,
        stirred=False,
        arrived_on=day,
        accept_by=clocks.accept_by,
        finish_by=clocks.finish_by,
        steps=1,
        receipt=receipt,
        month=vault.month_of(day),
        wrapped_key=wrapped,
        header=records.seal_header(key, case_id, opinion.avoid, about.avoid_units),
        push=push,
    )
    await row.save(force_create=True)
    row.steps = 0
    await records.add_event(
        row,
        key,
        Command.FILE,
        Role.SUBMITTER,
        day,
        {"text": opinion.text},
        shown=not anonymous,
        pictures=opinion.pictures,
    )
    names = await records.names_of("org_unit", [row.subject_unit_id, desk])
    filed = Filed(row.number, row.kind, names.get(row.subject_unit_id, ""), names.get(desk, ""), clocks)
    return row, filed, hands


async def _free_number() -> int:
    """A visible number nobody has: random, so that it tells no order."""
    lowest, highest = domain.range_for(await CaseRow.all().count())
    for _ in range(_TRIES):
        number = chance.between(lowest, highest)
        if not await CaseRow.exists(number=number):
            return number
    raise RuntimeError("no free number was found")
