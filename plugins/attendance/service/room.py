"""现场: an officer says who is in the room, in one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins import storage
from plugins.gateway import inbox, previews
from plugins.gateway.chats import Chat
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.storage import Transaction, audit

from .. import domain
from ..domain import Leave, Means, Record, RecordState, Refusal, Role
from ..models import SessionRow
from . import listed, sign_in
from .errors import Refused
from .listed import Listed
from .rows import load, reach, recount, session_of

WORD = "现场"


@dataclass(frozen=True, slots=True)
class Seen:
    """How many were signed in now, and the names of those who had been before."""

    number: int
    now: int
    before: tuple[str, ...]
    overruled: tuple[str, ...]
    """Who was set right as not there before (补签): that goes on counting."""
    present: int
    expected: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What 全到 would do: how many it signs in, whom it leaves out, who stays on leave."""

    number: int
    title: str
    people: int
    without: tuple[str, ...]
    on_leave: tuple[str, ...]


async def see(account: str, number: int, names: Sequence[str], origin: Origin, now: datetime) -> Seen:
    """Signs these people in as being in the room. All or none. Raises NoSuchSession, NotOfficerOver, NamesUnclear, Refused."""

    async def work(tx: Transaction) -> Seen:
        await inbox.first_time(tx, origin, now)
        row = await load(number)
        people = await listed.named_or_added(tx, row, await reach(account, row), names)
        seen = await _sign(tx, row, people, now)
        await audit.record(tx, account, "attendance.room", f"session:{number}", {"people": seen.now})
        storage.failpoint("attendance.room.before_commit")
        return seen

    seen = await storage.write(work)
    storage.failpoint("attendance.room.after_commit")
    return seen


async def propose(
    account: str, number: int, without: Sequence[str], chat: Chat, origin: Origin, now: datetime
) -> Foreseen:
    """Keeps a preview of 全到: everybody expected within reach, but those named and those on leave. Raises as see."""

    async def work(tx: Transaction) -> Foreseen:
        await inbox.first_time(tx, origin, now)
        row = await load(number)
        _check(row, now)
        people, left_out = await _all_but(account, row, without)
        on_leave = tuple(one.name for one in left_out if _is_on_leave(one.record))
        payload = {"without": list(without)}
        await previews.offer(tx, owner=account, chat=chat, word=WORD, number=number, payload=payload, now=now)
        return Foreseen(number, row.title, len(people), tuple(without), on_leave)

    return await storage.write(work)


async def see_all(account: str, preview: Preview, origin: Origin, now: datetime) -> Seen:
    """Signs in whom the preview meant, as the list is now. Raises as see, and what previews.settle raises."""

    async def work(tx: Transaction) -> Seen:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        row = await load(preview.number)
        people, _ = await _all_but(account, row, preview.payload["without"])
        seen = await _sign(tx, row, people, now)
        await audit.record(tx, account, "attendance.room", f"session:{row.id}", {"people": seen.now, "all": True})
        return seen

    return await storage.write(work)


async def _all_but(account: str, row: SessionRow, without: Sequence[str]) -> tuple[list[Listed], list[Listed]]:
    within = await reach(account, row)
    excepted = {one.id for one in await listed.named(row.id, within, without)}
    people = [one for one in await listed.everybody(row.id, within) if one.record.role is Role.EXPECTED]
    out = [one for one in people if one.id in excepted or _is_on_leave(one.record)]
    kept = {one.id for one in out}
    return [one for one in people if one.id not in kept], out


def _is_on_leave(record: Record) -> bool:
    """By a leave that was granted, or an officer's correction."""
    return record.correction is RecordState.LEAVE or (record.correction is None and record.leave is Leave.GRANTED)


def _check(row: SessionRow, now: datetime) -> None:
    refusal = domain.may_sign_in(session_of(row), now)
    if refusal and refusal is not Refusal.OVER:
        raise Refused(row.id, refusal, session_of(row).opens)


async def _sign(tx: Transaction, row: SessionRow, people: Sequence[Listed], now: datetime) -> Seen:
    _check(row, now)
    session = session_of(row)
    changed, before, overruled = [], [], []
    for one in people:
        after = domain.sign_in(one.record, session, min(now, session.ends), Means.ROOM)
        if domain.is_overruled(one.record):
            overruled.append(one.name)
        elif isinstance(after, Refusal):
            before.append(one.name)
        else:
            changed.append((one.id, after))
    await sign_in.write_all(tx, session, changed)
    await recount(tx, row.id)
    fresh = await SessionRow.get(id=row.id)
    return Seen(row.id, len(changed), tuple(before), tuple(overruled), fresh.present, fresh.expected)
