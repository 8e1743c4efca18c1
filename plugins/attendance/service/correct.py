"""补签 and 补学: what is set right afterwards, and what is made up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins import storage
from plugins.gateway import inbox
from plugins.gateway.request import Origin
from plugins.org.acting import NotOfficerOver
from plugins.storage import Transaction, audit, read

from .. import domain
from ..config import settings
from ..domain import RecordState, Refusal, SessionState, state_of
from ..models import AttendanceRow, CorrectionRow, MinutesRow
from . import listed
from .errors import CorrectedTooEarly, NamesUnclear, NotOnTheList, Refused
from .rows import load, proposal_of, reach, record_of, recount, session_of, store


@dataclass(frozen=True, slots=True)
class Corrected:
    """What stands now, and what stood before."""

    number: int
    name: str
    before: RecordState
    after: RecordState


async def correct(
    account: str, number: int, name: str, state: RecordState, reason: str, origin: Origin, now: datetime
) -> Corrected:
    """补签: an officer sets one record right, kept with who, when and why.

    Raises NoSuchSession, NotOfficerOver, NamesUnclear, Refused, CorrectedTooEarly.
    """

    async def work(tx: Transaction) -> Corrected:
        await inbox.first_time(tx, origin, now)
        row = await load(number)
        if now < row.begins and row.state is not SessionState.CANCELLED:
            raise CorrectedTooEarly(number)
        (one,) = await listed.named_or_added(tx, row, await reach(account, row), [name])
        session = session_of(row)
        before = state_of(one.record, session)
        after = domain.correct(one.record, session, state, official="因公" in reason)
        if isinstance(after, Refusal):
            raise Refused(number, after, name=one.name)
        stands = await store(one.id, after, session)
        await recount(tx, number)
        await CorrectionRow.create(
            session_id=number,
            person_id=one.person_id,
            before=before,
            after=stands,
            reason=reason[:200],
            corrected_by=account,
            corrected_at=now,
        )
        detail = {"before": before.value, "after": stands.value}
        await audit.record(tx, account, "attendance.correct", f"session:{number} person:{one.person_id}", detail)
        return Corrected(number, one.name, before, stands)

    return await storage.write(work)


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to make up with: `until` is when it ends to count, aware UTC."""

    number: int
    title: str
    link: str
    agenda: str
    minutes: str
    until: datetime


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Whose 补学 was noted now."""

    number: int
    names: tuple[str, ...]


async def material(person_id: int, number: int, now: datetime) -> Material:
    """What a person reads to make a session up. Raises NoSuchSession, NotOnTheList, Refused when it cannot be noted."""
    row = await load(number)
    record = await AttendanceRow.get_or_none(session_id=number, person_id=person_id)
    if record is None:
        raise NotOnTheList(number)
    session = session_of(row)
    possible = domain.make_up(record_of(record), session, now, settings.makeup_days)
    if isinstance(possible, Refusal):
        raise Refused(number, possible, session.made_up_until(settings.makeup_days))
    proposal = proposal_of(row)
    minutes = await MinutesRow.filter(session_id=number).order_by("-id").first()
    return Material(
        number,
        row.title,
        proposal.link,
        proposal.agenda,
        minutes.text if minutes else "",
        session.made_up_until(settings.makeup_days),
    )


async def make_up(person_id: int, number: int, words: str, origin: Origin, now: datetime) -> MadeUp:
    """补学 by the person; `words` are a voluntary 心得, "" for none. Raises as material."""

    async def work(tx: Transaction) -> MadeUp:
        await inbox.first_time(tx, origin, now)
        row = await load(number)
        record = await AttendanceRow.get_or_none(session_id=number, person_id=person_id)
        if record is None:
            raise NotOnTheList(number)
        await _note(record.id, record_of(record), number, session_of(row), now, "", made_up_text=words)
        name = (await read("SELECT name FROM org_person WHERE id = ?", (person_id,)))[0]["name"]
        return MadeUp(number, (name,))

    return await storage.write(work)


async def make_up_for(account: str, number: int, names: Sequence[str], origin: Origin, now: datetime) -> MadeUp:
    """补学 of several, noted by an officer; all or none. Raises NotOfficerOver, NamesUnclear, Refused."""

    async def work(tx: Transaction) -> MadeUp:
        await inbox.first_time(tx, origin, now)
        row = await load(number)
        people = await listed.named(number, await reach(account, row), names)
        for one in people:
            await _note(one.id, one.record, number, session_of(row), now, one.name, made_up_by=account)
        detail = {"people": len(people)}
        await audit.record(tx, account, "attendance.make_up", f"session:{number}", detail)
        return MadeUp(number, tuple(one.name for one in people))

    return await storage.write(work)


async def _note(
    record_id: int, record: domain.Record, number: int, session: domain.Session, now: datetime, name: str, **more: str
) -> None:
    after = domain.make_up(record, session, now, settings.makeup_days)
    if isinstance(after, Refusal):
        raise Refused(number, after, session.made_up_until(settings.makeup_days), name)
    await store(record_id, after, session, **more)


async def are_listed(account: str, number: int, names: Sequence[str]) -> bool:
    """Whether all of these words are names of people on the list whom the account leads: then it is no 心得. Raises
    NamesUnclear where only some are: a mistyped name is no 心得 of the officer's own."""
    row = await load(number)
    try:
        within = await reach(account, row)
        return bool(await listed.named(number, within, names))
    except NotOfficerOver:
        return False
    except NamesUnclear as unclear:
        if unclear.several or len(unclear.unknown) < len(set(names)):
            raise
        return False
