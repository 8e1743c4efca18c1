"""我的数据 and 删除我的数据: what is kept on somebody, and requests to the data officer."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from plugins import storage
from plugins.gateway import outbox
from plugins.gateway.chats import Chat, private
from plugins.gateway.directory import Actor
from plugins.gateway.segments import text
from plugins.storage import Transaction, audit, clock, moment, numbers, read
from plugins.storage.config import settings
from plugins.storage.errors import NotAllowed, NotFound

from . import contribute, duty, erasing, texts
from .contribute import PersonalData
from .models import ClaimRow, DataRequestRow, PersonRow, PostRow
from .officers import administrators

WORKING_DAYS = 15
LINES = 30
"""Audit entries that are spelled out, the newest."""

_ABOUT = "actor = ? OR subject = ? OR subject LIKE ?"
_AUDIT = f"SELECT at, actor, action FROM storage_audit WHERE {_ABOUT} ORDER BY id DESC LIMIT ?"
_AUDITED = f"SELECT COUNT(*) AS found FROM storage_audit WHERE {_ABOUT}"
_HELD = (
    ("outbox", "SELECT COUNT(*) AS found FROM gateway_outbox WHERE chat = ?"),
    ("inbox", "SELECT COUNT(*) AS found FROM gateway_inbox WHERE chat = ?"),
    ("watermark", "SELECT COUNT(*) AS found FROM gateway_watermark WHERE chat = ?"),
    ("previews", "SELECT COUNT(*) AS found FROM gateway_preview WHERE owner = ?"),
    ("drafts", "SELECT COUNT(*) AS found FROM gateway_draft WHERE owner = ?"),
)


class NoSuchRequest(NotFound):
    """No request has this number."""


@dataclass(frozen=True, slots=True)
class DataRequest:
    """A request about somebody's data; `due_at` aware UTC. `answered` when it has its answer already, `erased` when who
    asked was erased just now."""

    number: int
    account: str
    name: str
    due_at: datetime
    answered: bool
    erased: bool = False


async def everything_on(actor: Actor) -> list[PersonalData]:
    """All that is kept on an account: a part of each capability, the messages, and the audit. Tells nobody."""
    parts = [] if actor.person_id is None else await contribute.personal_data_of(actor.person_id)
    chat = private(actor.account).key
    held = {name: (await read(sql, (chat if "chat" in sql else actor.account,)))[0]["found"] for name, sql in _HELD}
    claims = await ClaimRow.filter(account=actor.account).order_by("id").select_related("person")
    requests = await DataRequestRow.filter(account=actor.account).order_by("id")
    about = (actor.account, actor.account, f"%person:{actor.person_id}")
    audited = await read(_AUDIT, (*about, LINES))
    total = (await read(_AUDITED, about))[0]["found"]
    return [
        *parts,
        texts.held_part(
            held, [(row.id, row.person.name) for row in claims], [(row.id, row.answer) for row in requests]
        ),
        texts.audit_part(
            [
                (clock.local(moment(row["at"])), contribute.audited_as(row["action"]), row["actor"] == actor.account)
                for row in audited
            ],
            total,
        ),
    ]


async def roster_part(person_id: int) -> PersonalData:
    """org's own part: the entry, its posts, and how many spans of duty."""
    person = await PersonRow.get(id=person_id).select_related("home_unit")
    posts = await PostRow.filter(person_id=person_id).order_by("id").select_related("unit")
    return texts.roster_part(
        person.name,
        person.home_unit.name,
        person.home_membership.value,
        person.account or "",
        person.staff_no or "",
        [(post.unit.name, post.title, post.flags) for post in posts],
        await duty.mine(person_id, clock.now()),
        clock.zone(),
    )


async def request_erasure(actor: Actor, now: datetime) -> DataRequest:
    """Files a request to the data officer, who is told; an open one of the same account stays the one."""

    async def work(tx: Transaction) -> DataRequest:
        old = await DataRequestRow.filter(account=actor.account, answer="").first()
        if old is not None:
            return _view(old)
        number = await numbers.take(tx)
        row = await DataRequestRow.create(
            id=number, account=actor.account, name=actor.name, asked_at=now, due_at=after_working_days(now)
        )
        await audit.record(tx, actor.account, "org.data_request", f"data_request:{number}")
        for chat in _officers():
            await _say(
                tx, number, "asked", chat, texts.data_request_text(number, actor.name, actor.account, row.due_at)
            )
        return _view(row)

    return await storage.write(work)


async def open_requests(actor: Actor) -> list[DataRequest]:
    """What waits for the data officer. Raises NotAllowed."""
    _check(actor)
    return [_view(row) for row in await DataRequestRow.filter(answer="").order_by("id")]


async def answer(actor: Actor, number: int, words: str, now: datetime) -> DataRequest:
    """Keeps the answer and passes it on; one that was answered before stays as it was (`answered`).

    An answer that begins with 同意 erases who asked, in the same use case (`erased`).

    Raises NotAllowed, NoSuchRequest.
    """
    _check(actor)

    async def work(tx: Transaction) -> DataRequest:
        row = await DataRequestRow.get_or_none(id=number)
        if row is None:
            raise NoSuchRequest
        if row.answer:
            return _view(row)
        await DataRequestRow.filter(id=number).update(answer=words, answered_at=now)
        await audit.record(tx, actor.account, "org.data_answer", f"data_request:{number}")
        person = await PersonRow.get_or_none(account=row.account) if words.startswith(texts.AGREED) else None
        if person is not None:
            await erasing.erase(tx, person.id)
            await DataRequestRow.filter(id=number).update(name="")
        sentence = texts.data_answer_text(number, words, settings.backup_keep_days if person else None)
        await _say(tx, number, "answered", private(row.account), sentence)
        return replace(_view(row), erased=person is not None)

    return await storage.write(work)


def after_working_days(now: datetime) -> datetime:
    """WORKING_DAYS weekdays later; public holidays count as weekdays, so it is never later than promised."""
    local, left = clock.local(now), WORKING_DAYS
    while left:
        local += timedelta(days=1)
        left -= local.weekday() < 5
    return local.astimezone(now.tzinfo)


def _view(row: DataRequestRow) -> DataRequest:
    return DataRequest(row.id, row.account, row.name, row.due_at, bool(row.answer))


def _officers() -> list[Chat]:
    return [private(settings.data_officer)] if settings.data_officer else administrators()


def _check(actor: Actor) -> None:
    officer = settings.data_officer
    if actor.account != officer and (officer or not actor.superuser):
        raise NotAllowed(texts.DATA_OFFICER)


async def _say(tx: Transaction, number: int, step: str, chat: Chat, sentence: str) -> None:
    key = f"org:data:{number}:{step}"
    await outbox.enqueue(
        tx, key=key, chat=chat, segments=[text(sentence)], kind="org.data", ref=f"data:{number}", number=number
    )
