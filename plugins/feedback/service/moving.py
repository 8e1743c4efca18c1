"""Cases that change hands by themselves: their handlers are gone, or they are overdue."""

from datetime import datetime

from plugins.storage import Transaction, workdays

from .. import domain, texts
from ..domain import Clocks, Command, Role
from ..models import CaseRow
from . import records, rights, telling
from .errors import Destroyed


async def handlers_of(row: CaseRow) -> list[str]:
    """The accounts that handle it now; nobody where its words are erased, or no key opens them."""
    if row.wrapped_key is None:
        return []
    try:
        about = await records.about(row)
    except Destroyed:
        return []
    return (await rights.hands_on(await rights.path_to(row.desk_unit_id))).accounts(about, row.desk_unit_id)


async def pass_over_who_declined(row: CaseRow) -> None:
    """A declined case that was opened again goes to the unit above its desk where that can handle it; the caller saves
    the row. Raises Destroyed."""
    path = await rights.path_to(row.desk_unit_id)
    higher = (await rights.hands_on(path)).route(await records.about(row), domain.above(row.desk_unit_id, path))
    row.declined = False
    row.desk_unit_id = row.desk_unit_id if higher is None else higher


async def find_hands(tx: Transaction, row: CaseRow, now: datetime) -> bool:
    """Sees to it that an open case has a handler: where nobody may handle it any more at its desk, it goes to the next
    unit above that can, else to the oversight. False when nobody can at all. What no key opens needs nobody."""
    try:
        about = await records.about(row)
    except Destroyed:
        return True
    path = await rights.path_to(row.desk_unit_id)
    hands = await rights.hands_on(path)
    if hands.accounts(about, row.desk_unit_id):
        return True
    desk = hands.route(about, domain.above(row.desk_unit_id, path))
    if desk is None or desk == row.desk_unit_id:
        return False
    clocks = records.clocks_of(row).passed_on(records.day_of(now), workdays.is_working)
    await _move(tx, row, desk, Command.REROUTE, clocks, hands.accounts(about, desk), now)
    return True


async def escalate(tx: Transaction, row: CaseRow, now: datetime) -> bool:
    """An overdue case goes to the unit above, where the clocks begin anew. Where nobody is above it stays, and is
    overdue. Returns whether it went."""
    day = records.day_of(now)
    row.overdue = True
    try:
        about = await records.about(row)
    except Destroyed:
        return False
    path = await rights.path_to(row.desk_unit_id)
    hands = await rights.hands_on(path)
    desk = hands.route(about, domain.above(row.desk_unit_id, path))
    if desk is None or desk == row.desk_unit_id:
        await row.save(update_fields=["overdue"])
        return False
    await _move(
        tx, row, desk, Command.ESCALATE, Clocks.started(day, workdays.is_working), hands.accounts(about, desk), now
    )
    return True


async def _move(
    tx: Transaction,
    row: CaseRow,
    desk: int,
    command: Command,
    clocks: Clocks,
    accounts: list[str],
    now: datetime,
) -> None:
    row.desk_unit_id = desk
    row.came_from_unit_id = None
    records.set_clocks(row, clocks)
    await records.add_event(
        row, records.key_of(row), command, Role.SYSTEM, records.day_of(now), {"unit": desk}, shown=row.shown
    )
    await row.save()
    if row.shown:
        names = await records.names_of("org_unit", [row.subject_unit_id])
        subject = names.get(row.subject_unit_id, "")
        if command is Command.ESCALATE:
            sentence = texts.escalated_text(row.number, row.kind, subject, row.accept_by)
        else:
            sentence = texts.passed_on_text(row.number, row.kind, subject, row.accept_by)
        await telling.tell(tx, accounts, row, f"desk:{row.steps}", sentence, now)
