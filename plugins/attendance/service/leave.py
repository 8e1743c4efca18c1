"""请假, 销假, 准假, 不准."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from plugins import remind, storage
from plugins.gateway import inbox, outbox
from plugins.gateway.chats import private
from plugins.gateway.request import Origin
from plugins.gateway.segments import text
from plugins.org import duty
from plugins.remind.reach import known as known_friends
from plugins.storage import Transaction, audit, due, read

from .. import domain, texts
from ..domain import Leave, RecordState, Refusal
from ..models import AttendanceRow, SessionRow
from . import listed
from .errors import NotOnTheList, Refused
from .rows import leaves_of, load, reach, record_of, recount, reference_of, session_of, store

TOLD = "attendance.leaves"
GATHERED = timedelta(minutes=5)
"""What is asked for in this time is told to the officers in one line."""
DECIDED = "reminder.leave"
"""A word to one person: in doubt it is recorded, never put to anybody."""
OF_DUTY = "值班"
"""The reason where somebody on duty at that time gives none."""

_REASONS = "SELECT id, leave_reason FROM attendance_record WHERE session_id = ? AND leave = 'asked'"


@dataclass(frozen=True, slots=True)
class Asked:
    """A leave that waits for a decision, or was taken back. `official`: the person is on duty then, so it is 因公."""

    number: int
    title: str
    name: str
    official: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """Whose leave was decided now, and who waits still."""

    number: int
    names: tuple[str, ...]
    waiting: int
    overruled: tuple[str, ...]
    """Among them: who counts as something else by a correction (补签), which goes on counting."""


class NeedsReason(storage.errors.DomainError):
    """There is no 事由, and no 值班 that is one."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class AskedBefore(storage.errors.Conflict):
    """There is a leave for session `number` already, `granted` or waiting for a decision; its reason stays what it was."""

    def __init__(self, number: int, *, granted: bool) -> None:
        super().__init__(number)
        self.number = number
        self.granted = granted


async def ask(person_id: int, number: int, reason: str, origin: Origin, now: datetime) -> Asked:
    """请假, with the time it was typed. A 值班 that overlaps the session makes it 因公 by itself.

    Raises NoSuchSession, NotOnTheList, NeedsReason, AskedBefore, Refused.
    """
    row = await load(number)
    spans = await duty.mine(person_id, min(now, row.begins))
    official = any(span.begins < row.ends and span.ends > row.begins for span in spans)
    reason = reason or (OF_DUTY if official else "")
    if not reason:
        raise NeedsReason(number)

    async def work(tx: Transaction) -> Asked:
        await inbox.first_time(tx, origin, now)
        session, record = session_of(row), await _mine(row, person_id)
        after = domain.ask_leave(record_of(record), session, now, official=official)
        if after is Refusal.ALREADY:
            raise AskedBefore(number, granted=record.leave is Leave.GRANTED)
        if isinstance(after, Refusal):
            raise Refused(number, after, session.ends)
        await store(
            record.id, after, session, leave_reason=reason[:200], leave_asked_at=now, leave_message=_named(origin)
        )
        await due.no_later_than(tx, TOLD, str(number), now + GATHERED)
        storage.failpoint("attendance.leave.before_commit")
        return Asked(number, row.title, await _name(person_id), official)

    asked = await storage.write(work)
    storage.failpoint("attendance.leave.after_commit")
    return asked


async def take_back(person_id: int, number: int, origin: Origin | None, now: datetime) -> Asked:
    """销假, also of a granted one. Raises NoSuchSession, NotOnTheList, Refused."""

    async def work(tx: Transaction) -> Asked:
        if origin is not None:
            await inbox.first_time(tx, origin, now)
        row = await load(number)
        session, record = session_of(row), await _mine(row, person_id)
        after = domain.take_back_leave(record_of(record), session, now)
        if isinstance(after, Refusal):
            raise Refused(number, after, session.ends)
        await store(record.id, after, session, leave_reason="", leave_message="")
        await recount(tx, number)
        return Asked(number, row.title, await _name(person_id), False)

    return await storage.write(work)


async def recalled(chat_key: str, account: str, message_id: str, now: datetime) -> Asked | None:
    """Whoever recalls their own 请假 takes it back; None where the message was none, or it is too late."""
    rows = await read(
        "SELECT r.session_id, r.person_id FROM attendance_record r JOIN org_person p ON p.id = r.person_id "
        "WHERE p.account = ? AND r.leave_message = ?",
        (account, f"{chat_key} {message_id}"),
    )
    if not rows:
        return None
    try:
        return await take_back(rows[0]["person_id"], rows[0]["session_id"], None, now)
    except Refused:
        return None


async def decide(
    account: str, number: int, names: Sequence[str], *, granted: bool, reason: str, origin: Origin, now: datetime
) -> Decided:
    """准假 or 不准, for these people or (no names) all that wait, within the officer's reach; all or none.

    Whoever is a friend of the bot hears it in private, after the quiet hours. Raises NoSuchSession, NotOfficerOver,
    NamesUnclear, Refused.
    """
    friends = await known_friends() or ()

    async def work(tx: Transaction) -> Decided:
        await inbox.first_time(tx, origin, now)
        row = await load(number)
        within = await reach(account, row)
        session = session_of(row)
        decided: list[int] = []
        if names:
            people = await listed.named(number, within, names)
        else:
            people = await listed.everybody(number, within, "AND r.leave = 'asked'")
        for one in people:
            after = domain.decide_leave(one.record, session, granted=granted)
            if isinstance(after, Refusal):
                if after is Refusal.ALREADY:
                    continue
                raise Refused(number, after, name=one.name)
            await store(one.id, after, session, leave_decided_by=account)
            decided.append(one.person_id)
        await recount(tx, number)
        said = texts.leave_decided_text(number, row.title, granted=granted, reason=reason)
        await _tell(tx, number, decided, friends, said, now)
        decision = "grant" if granted else "refuse"
        await audit.record(tx, account, f"attendance.leave.{decision}", f"session:{number}", {"people": len(people)})
        left = await listed.everybody(number, within, "AND r.leave = 'asked'")
        overruled = tuple(
            one.name for one in people if granted and one.record.correction not in (None, RecordState.LEAVE)
        )
        return Decided(number, tuple(one.name for one in people), len(left), overruled)

    return await storage.write(work)


async def _tell(
    tx: Transaction, number: int, people: Sequence[int], friends: Collection[str], said: str, now: datetime
) -> None:
    """Those of these people who are friends hear it in private; the others see it in 出勤."""
    marks = ", ".join("?" * len(people)) or "NULL"
    found = await tx.execute(f"SELECT account FROM org_person WHERE id IN ({marks})", list(people))
    await outbox.enqueue_all(
        tx,
        [
            outbox.Saying(
                key=f"{reference_of(number)}:leave:{now.isoformat()}",
                chat=private(one["account"]),
                segments=[text(said)],
                kind=DECIDED,
                ref=leaves_of(number),
                number=number,
                not_before=remind.quiet_until(now),
            )
            for one in found
            if one["account"] in friends
        ],
    )


async def _mine(row: SessionRow, person_id: int) -> AttendanceRow:
    record = await AttendanceRow.get_or_none(session_id=row.id, person_id=person_id)
    if record is None:
        raise NotOnTheList(row.id)
    return record


async def _name(person_id: int) -> str:
    return (await read("SELECT name FROM org_person WHERE id = ?", (person_id,)))[0]["name"]


def _named(origin: Origin) -> str:
    return f"{origin.chat_key} {origin.service_id}"


async def waiting(account: str, number: int) -> tuple[str, list[tuple[str, str, str, bool]]]:
    """The title, and who within the officer's reach waits: name, unit, reason, whether 因公. Raises NotOfficerOver."""
    row = await load(number)
    people = await listed.everybody(number, await reach(account, row), "AND r.leave = 'asked'")
    reasons = {one["id"]: one["leave_reason"] for one in await read(_REASONS, (number,))}
    return row.title, [(one.name, one.unit, reasons.get(one.id, ""), one.record.official) for one in people]
