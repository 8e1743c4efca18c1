"""接手 续报 终报 更正突发 误报: one step in the life of an incident."""

from dataclasses import dataclass, field
from datetime import datetime

from plugins import remind, storage
from plugins.gateway import inbox
from plugins.gateway.chats import Chat
from plugins.gateway.directory import Actor
from plugins.gateway.request import Origin
from plugins.org.units import stored_path
from plugins.storage import Transaction, audit

from ..config import settings
from ..domain import OPEN, Act, Entry, Refusal, State, clocks, is_open, step
from ..models import AlertedRow, IncidentRow, ReportRow
from . import errors, messages, names, news, people
from .messages import Brought
from .views import root_of

ENTRIES = {
    Act.TAKE: Entry.TAKEN,
    Act.TAKE_OVER: Entry.TAKEN,
    Act.REPORT: Entry.REPORT,
    Act.CLOSE: Entry.CLOSING,
    Act.CORRECT: Entry.CORRECTION,
    Act.CALL_FALSE: Entry.FALSE,
}
GATHERS = (Act.REPORT, Act.CORRECT)
"""What may wait a few seconds for more of its kind; the rest changes what people do."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to do what. `number` None: the only incident it can be. `at` is when it was typed, `now` when it is
    done; aware UTC."""

    actor: Actor
    act: Act
    number: int | None
    text: str
    chat: Chat
    origin: Origin
    at: datetime
    now: datetime
    brought: Brought = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Did:
    """What an act came to. `told` is how many people hear of it; `before` who had it before a 接手; `repeated`: the same
    words were kept a moment ago, and nothing was done; `number` where it lives, `typed` what was typed."""

    number: int
    typed: int
    title: str
    act: Act
    state: State
    told: int
    next_report_at: datetime | None
    version: int
    before: str = ""
    repeated: bool = False


async def act(wish: Wish) -> Did:
    """Does it, with its line in the timeline, the clock, the audit and what others must hear, in one use case.

    Raises NoSuchIncident, NotYours, NotNow, WhichIncident, AlreadyHandled.
    """

    async def work(tx: Transaction) -> Did:
        await inbox.first_time(tx, wish.origin, wish.now)
        typed = wish.number if wish.number is not None else await _only_one(wish)
        row, after = await _decide(wish, typed)
        if await _is_repeated(wish, row.id):
            return await _did(wish, row, typed, repeated=True)
        before = row.handler_name
        await _keep(tx, wish, row, typed, after)
        await news.spread(tx, row, wish.now, at_once=wish.act not in GATHERS)
        await row.save()
        detail = {"state": after.value}
        await audit.record(tx, wish.actor.account, f"incidents.{wish.act.name.lower()}", names.subject(row.id), detail)
        storage.failpoint("incidents.act.before_commit")
        return await _did(wish, row, typed, before=before)

    did = await storage.write(work)
    storage.failpoint("incidents.act.after_commit")
    return did


async def locked(number: int) -> IncidentRow:
    """The incident under which `number` lives, for a use case that changes it. Raises NoSuchIncident."""
    root = await root_of(number)
    row = await IncidentRow.filter(id=root.id).select_for_update().first()
    if row is None:
        raise errors.NoSuchIncident(number)
    return row


async def _decide(wish: Wish, typed: int) -> tuple[IncidentRow, State]:
    """The incident that is meant and its next state. What was joined to another is the other, but for 误报: whose report
    was none says nothing about the other's."""
    row = await locked(typed)
    state = State.MERGED if wish.act is Act.CALL_FALSE and row.id != typed else row.state
    role = people.role_of(wish.actor, row, list(await people.reporters(row.id)))
    after = step(state, wish.act, role)
    if after in (Refusal.NOT_YOURS, Refusal.OFFICERS_ONLY):
        raise errors.NotYours(typed, wish.act, Refusal(after))
    if isinstance(after, Refusal):
        target = row.id if state is State.MERGED else None
        raise errors.NotNow(typed, wish.act, state, after, row.handler_name, target)
    return row, after


async def _only_one(wish: Wish) -> int:
    """The one open incident with which the actor may do this. Raises WhichIncident."""
    rows = {row.id: row for row in await IncidentRow.filter(reporter_account=wish.actor.account, state__in=list(OPEN))}
    for unit in wish.actor.officer_units():
        below = IncidentRow.filter(unit_path__startswith=stored_path(unit.path), state__in=list(OPEN))
        rows |= {row.id: row for row in await below.order_by("-id").limit(20)}
    found = {}
    for row in rows.values():
        role = people.role_of(wish.actor, row, [row.reporter_account])
        if not isinstance(step(row.state, wish.act, role), Refusal):
            found[row.id] = row.title
    if len(found) != 1:
        raise errors.WhichIncident(wish.act, sorted(found.items()))
    return next(iter(found))


async def _is_repeated(wish: Wish, number: int) -> bool:
    """The same person's last words were the same, a moment ago: typed again because nothing was heard."""
    if wish.act not in GATHERS or wish.brought:
        return False
    last = await ReportRow.filter(incident_id=number, account=wish.actor.account).order_by("-id").first()
    return (
        last is not None
        and (last.kind, last.text) == (ENTRIES[wish.act], wish.text)
        and wish.at - last.at < clocks.RETYPED
    )


async def _keep(tx: Transaction, wish: Wish, row: IncidentRow, typed: int, after: State) -> None:
    row.state = after
    version = None
    if wish.act in (Act.TAKE, Act.TAKE_OVER):
        row.handler_id, row.handler_name = wish.actor.person_id, wish.actor.name
        await _hears_of_it(row.id, wish.actor)
    if wish.act is Act.CORRECT:
        row.version = version = row.version + 1
    if not is_open(after):
        row.closed_at = row.closed_at or wish.now
        row.next_report_at = None
        await remind.drop(tx, names.REMINDER, str(row.id))
    elif wish.act is not Act.CORRECT:
        await restart(tx, row, wish.now)
    pieces = await messages.keep(tx, wish.brought)
    await ReportRow.create(
        incident_id=row.id,
        number=typed,
        kind=ENTRIES[wish.act],
        at=wish.at,
        account=wish.actor.account,
        person_id=wish.actor.person_id,
        name=wish.actor.name,
        text=wish.text,
        pieces=messages.stored(pieces),
        version=version,
        chat=wish.chat.key,
        message_id=wish.origin.service_id,
    )


async def restart(tx: Transaction, row: IncidentRow, now: datetime) -> None:
    """The clock begins anew; `row` is saved by the caller."""
    row.next_report_at = clocks.next_report(now, settings.incident_report_minutes)
    moments = clocks.reminders(now, settings.incident_report_minutes)
    await remind.plan(tx, names.REMINDER, str(row.id), number=row.id, until=None, moments=moments)


async def _hears_of_it(number: int, actor: Actor) -> None:
    """Who takes it on is told what follows, also an officer of today who was none when it was reported."""
    if actor.person_id is not None and not await AlertedRow.exists(incident_id=number, person_id=actor.person_id):
        await AlertedRow.create(incident_id=number, person_id=actor.person_id)


async def _did(wish: Wish, row: IncidentRow, typed: int, *, before: str = "", repeated: bool = False) -> Did:
    told = len({account for account in await news.audience(row.id) if account != wish.actor.account})
    return Did(
        row.id,
        typed,
        row.title,
        wish.act,
        row.state,
        told,
        row.next_report_at,
        row.version,
        before if before != wish.actor.name else "",
        repeated,
    )
