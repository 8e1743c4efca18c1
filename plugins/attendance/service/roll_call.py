"""点名: in the middle of a session that was announced with it. A count, no names; who is on duty is exempt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from plugins import storage
from plugins.gateway import inbox
from plugins.gateway.request import Origin
from plugins.org import duty
from plugins.storage import Transaction, due, read
from plugins.storage.due import Due

from .. import domain, texts
from ..domain import Phase
from ..models import RollAnswerRow, RollCallRow, SessionRow
from . import saying
from .errors import NoRollCall, NoRollCalls
from .rows import lead, load, proposal_of, session_of

OVER = "attendance.roll_call"
ANSWER_GRACE = timedelta(seconds=30)
"""An answer typed in time may reach us this late."""

_OPEN = (
    "SELECT c.id, c.session_id, r.person_id FROM attendance_roll_call c "
    "JOIN attendance_record r ON r.session_id = c.session_id JOIN org_person p ON p.id = r.person_id "
    "WHERE p.account = ? AND p.active AND c.begins <= ? AND c.ends >= ? ORDER BY c.id DESC LIMIT 1"
)
_THERE = "SELECT person_id FROM attendance_record WHERE session_id = ? AND state IN ('present', 'late')"


@dataclass(frozen=True, slots=True)
class Called:
    """A roll call that goes on until `ends` (aware UTC) in so many groups."""

    number: int
    ends: datetime
    groups: int
    again: bool = False
    """It was going on already: no second one begins beside it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A 到: the first, or once more."""

    number: int
    again: bool


async def call(account: str, number: int, lasts: timedelta, origin: Origin, now: datetime) -> Called:
    """Begins one. Raises NoSuchSession, NotOfficerOver, NoRollCalls."""

    async def work(tx: Transaction) -> Called:
        await inbox.first_time(tx, origin, now)
        row = await load(number)
        await lead(account, row)
        running = domain.phase(session_of(row), now) is Phase.RUNNING
        if not running or not proposal_of(row).roll_calls:
            raise NoRollCalls(number, running=running)
        going_on = await RollCallRow.filter(session_id=number, ends__gt=now).order_by("-id").first()
        if going_on:
            return Called(number, going_on.ends, 0, again=True)
        made = await RollCallRow.create(session_id=number, begins=now, ends=now + lasts, called_by=account)
        groups = [chat for chat, _ in await saying.targets(number)]
        said = texts.roll_call_text(number, row.title, made.ends)
        await saying.to_groups(tx, number, groups, said, f"roll:{made.id}", expires_at=made.ends)
        await due.schedule(tx, OVER, str(made.id), made.ends + ANSWER_GRACE)
        return Called(number, made.ends, len(groups))

    return await storage.write(work)


async def answer(account: str, now: datetime) -> Answered:
    """到, with the time it was typed: answers the newest roll call that goes on in a session of theirs. Raises NoRollCall."""

    async def work(tx: Transaction) -> Answered:
        found = await tx.execute(_OPEN, (account, now, now))
        if not found:
            raise NoRollCall
        call, person = found[0]["id"], found[0]["person_id"]
        added = await tx.execute(
            "INSERT INTO attendance_roll_answer (roll_call_id, person_id, answered_at) VALUES (?, ?, ?) "
            "ON CONFLICT (roll_call_id, person_id) DO NOTHING RETURNING id",
            (call, person, now),
        )
        return Answered(found[0]["session_id"], again=not added)

    return await storage.write(work)


async def over(job: Due) -> None:
    """The groups hear how many answered, of those that are there (who answers is) and not on duty."""
    made = await RollCallRow.get_or_none(id=int(job.key))
    if made is None:
        return
    row = await SessionRow.get(id=made.session_id)  # type: ignore[attr-defined]  # Tortoise's key of the relation
    answered = {
        int(str(one)) for one in await RollAnswerRow.filter(roll_call_id=made.id).values_list("person_id", flat=True)
    }
    there = answered.union(await _there(row.id))
    exempt = await duty.on_duty(sorted(there), made.begins) - answered
    said = texts.roll_called_text(row.id, row.title, len(answered), len(there - exempt), len(exempt))

    async def work(tx: Transaction) -> None:
        if await job.done(tx):
            groups = [chat for chat, _ in await saying.targets(row.id)]
            await saying.to_groups(tx, row.id, groups, said, f"rolled:{made.id}")

    await storage.write(work)


async def _there(number: int) -> Sequence[int]:
    return [row["person_id"] for row in await read(_THERE, (number,))]
