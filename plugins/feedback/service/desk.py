"""The handler's side: the open cases of their desks, one case, and what is done to it. Rights are read afresh each time.

To who may not handle a case there is no such case: that it exists is nobody else's business.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from plugins import storage
from plugins.gateway import inbox
from plugins.gateway.directory import Actor, directory
from plugins.gateway.request import Origin
from plugins.org.units import load_tree
from plugins.storage import Transaction, audit, workdays

from .. import domain, texts
from ..config import settings
from ..domain import Clocks, Command, Kind, Role, State
from ..models import CaseRow
from . import records, rights, telling
from .errors import Destroyed, NobodyThere, NoSuchCase
from .records import CaseView

LINES = 60
"""Open cases listed at most, the most urgent."""


@dataclass(frozen=True, slots=True)
class Line:
    """One open case of 意见台账."""

    number: int
    kind: Kind
    state: State
    subject: str
    due: date
    overdue: bool
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """The open cases of a handler, the most urgent first; `left_out` more are not listed."""

    lines: tuple[Line, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Done:
    """What a handler's command came to. `unit` names where a case went."""

    number: int
    state: State
    clocks: Clocks
    unit: str = ""
    reachable: bool = True
    """The author hears of it by themselves: a named one, or one who chose push."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A case in the hands of its handler, inside a use case."""

    tx: Transaction
    row: CaseRow
    key: bytes
    about: rights.About
    actor: Actor
    day: date


async def ledger(account: str, today: date) -> Ledger:
    """意见台账: the open cases this person may handle, as the sweeps have shown them. Raises NotHandler."""
    actor = await directory().actor(account)
    desks = [one.unit for one in await rights.desks_of(actor)]
    if account in settings.oversight():
        desks.append(domain.OVERSIGHT)
    rows = await CaseRow.filter(
        desk_unit_id__in=desks,
        shown=True,
        wrapped_key__isnull=False,
        seen_state__in=[state.value for state in domain.OPEN],
    )
    lines = [line for row in rows if (line := await _line(row, account, today)) is not None]
    lines.sort(key=lambda line: (line.due, line.number))
    return Ledger(tuple(lines[:LINES]), max(0, len(lines) - LINES))


async def show(account: str, number: int, *, pictures: bool = True) -> CaseView:
    """意见 意23. Raises NotHandler, NoSuchCase, Destroyed."""
    row = await for_handler(account, number)
    return await records.view(row, for_handler=True, pictures=pictures)


async def accept(account: str, number: int, origin: Origin, now: datetime) -> Done:
    """受理. Raises as show, and NotNow."""

    async def then(case: _Case) -> dict[str, Any]:
        return {}

    return await _act(account, number, Command.ACCEPT, "", origin, now, then)


async def decline(account: str, number: int, reason: str, origin: Origin, now: datetime) -> Done:
    """不予受理, with the reason the author reads. Raises as show, and NotNow, Objected."""

    async def then(case: _Case) -> dict[str, Any]:
        case.row.declined = True
        return {}

    return await _act(account, number, Command.DECLINE, reason, origin, now, then)


async def answer(account: str, number: int, text: str, origin: Origin, now: datetime) -> Done:
    """答复: an answer in words; the case stays open until 办结. Raises as decline."""

    async def then(case: _Case) -> dict[str, Any]:
        case.row.answered_on = case.row.answered_on or case.day
        return {}

    return await _act(account, number, Command.ANSWER, text, origin, now, then)


async def close(account: str, number: int, text: str, origin: Origin, now: datetime) -> Done:
    """办结: with words, unless the case is answered. Raises as decline."""

    async def then(case: _Case) -> dict[str, Any]:
        case.row.answered_on = case.row.answered_on or case.day
        return {}

    return await _act(account, number, Command.CLOSE, text, origin, now, then)


async def extend(account: str, number: int, days: int, reason: str, origin: Origin, now: datetime) -> Done:
    """延期意见: once, by 1 to 10 working days, with the reason the author reads. Raises as decline."""

    async def then(case: _Case) -> dict[str, Any]:
        case.row.extended = True
        clocks = records.clocks_of(case.row).extended(days, workdays.is_working)
        records.set_clocks(case.row, clocks)
        return {"days": days, "until": clocks.finish_by.isoformat()}

    return await _act(account, number, Command.EXTEND, reason, origin, now, then, days=days)


async def transfer(account: str, number: int, unit_name: str, reason: str, origin: Origin, now: datetime) -> Done:
    """转办 to a unit that has somebody who may handle it. Raises as decline, and UnknownUnit, NobodyThere."""

    async def then(case: _Case) -> dict[str, Any]:
        unit = (await load_tree()).find(unit_name)
        hands = await rights.hands_on(unit.path)
        if unit.id == case.row.desk_unit_id or not hands.accounts(case.about, unit.id):
            raise NobodyThere(unit.name)
        case.row.came_from_unit_id = case.row.desk_unit_id
        case.row.transfers += 1
        _passed_to(case, unit.id)
        return {"unit": unit.id}

    return await _act(account, number, Command.TRANSFER, reason, origin, now, then)


async def give_back(account: str, number: int, reason: str, origin: Origin, now: datetime) -> Done:
    """退单 to the unit that passed it on, or the next above it that may handle it. Raises as decline, NobodyThere."""

    async def then(case: _Case) -> dict[str, Any]:
        begin = await rights.path_to(case.row.came_from_unit_id or domain.OVERSIGHT)
        back = (await rights.hands_on(begin)).route(case.about, begin)
        if back is None:
            raise NobodyThere("")
        case.row.came_from_unit_id = None
        _passed_to(case, back)
        return {"unit": back}

    return await _act(account, number, Command.RETURN, reason, origin, now, then)


def _passed_to(case: _Case, unit_id: int) -> None:
    case.row.desk_unit_id = unit_id
    records.set_clocks(case.row, records.clocks_of(case.row).passed_on(case.day, workdays.is_working))


async def _act(
    account: str,
    number: int,
    command: Command,
    text: str,
    origin: Origin,
    now: datetime,
    then: Callable[[_Case], Awaitable[dict[str, Any]]],  # JSON that the event keeps beside the text
    *,
    days: int = 0,
) -> Done:
    """One command of a handler, whole: rights, table, effect, event, audit, and who is told."""
    day = records.day_of(now)

    async def work(tx: Transaction) -> Done:
        await inbox.first_time(tx, origin, now)
        actor = await directory().actor(account)
        row = await for_handler(account, number)
        after = records.decide(row, command, Role.HANDLER, text, days=days)
        case = _Case(tx, row, records.key_of(row), await records.about(row), actor, day)
        desk = row.desk_unit_id
        content = {"text": text, "person": actor.person_id or 0, **await then(case)}
        await records.add_event(row, case.key, command, Role.HANDLER, day, content, shown=True)
        moved = row.desk_unit_id != desk
        reachable = not row.anonymous or row.push is not None
        if command is not Command.TRANSFER and command is not Command.RETURN:
            row.accepted_on = row.accepted_on or day
        if after is not row.seen_state:  # else what its author did since the last sweep stays as they left it
            row.state = row.seen_state = after
        if after in domain.ENDED:
            row.ended_on = day
            row.expires_on = domain.expires_on(day, settings.feedback_retention_days)
        records.show_figures(row)
        await row.save()
        await audit.record(tx, account, f"feedback.{command.name.lower()}", f"case:{number}")
        if moved:
            await _tell_new_desk(case, now)
        else:
            until = row.finish_by if command is Command.EXTEND else None
            await telling.tell_author(tx, row, texts.handler_acted_text(number, command, until), now)
        names = await records.names_of("org_unit", [row.desk_unit_id])
        storage.failpoint("feedback.desk.before_commit")
        return Done(number, after, records.clocks_of(row), names.get(row.desk_unit_id, ""), reachable)

    done = await storage.write(work)
    storage.failpoint("feedback.desk.after_commit")
    return done


async def _tell_new_desk(case: _Case, now: datetime) -> None:
    row = case.row
    path = await rights.path_to(row.desk_unit_id)
    accounts = (await rights.hands_on(path)).accounts(case.about, row.desk_unit_id)
    names = await records.names_of("org_unit", [row.subject_unit_id])
    sentence = texts.passed_on_text(row.number, row.kind, names.get(row.subject_unit_id, ""), row.accept_by)
    await telling.tell(case.tx, accounts, row, f"desk:{row.steps}", sentence, now)


async def for_handler(account: str, number: int) -> CaseRow:
    """The case, when this person may handle it now; one that its author has withdrawn is nobody's: whom its words kept
    out is erased with them. Raises NotHandler, NoSuchCase, Destroyed."""
    actor = await directory().actor(account)
    await rights.desks_of(actor)
    row = await CaseRow.get_or_none(number=number, shown=True, wrapped_key__isnull=False)
    if row is None or not await _may(row, account):
        raise NoSuchCase(number)
    return row


async def _may(row: CaseRow, account: str) -> bool:
    """Whether the account handles the case at its desk now. Raises Destroyed."""
    hands = await rights.hands_on(await rights.path_to(row.desk_unit_id))
    return account in hands.accounts(await records.about(row), row.desk_unit_id)


async def _line(row: CaseRow, account: str, today: date) -> Line | None:
    names: Sequence[int] = [row.subject_unit_id]
    try:
        if not await _may(row, account):
            return None
        unreadable = False
    except Destroyed:
        unreadable = True
    subject = (await records.names_of("org_unit", names)).get(row.subject_unit_id, "")
    clocks = records.clocks_of(row)
    state = row.seen_state
    return Line(
        row.number, row.kind, state, subject, clocks.next_due(state), clocks.is_overdue(state, today), unreadable
    )
