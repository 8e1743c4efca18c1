"""重复: the next session is made when one is over, and its officer is told in time to change it."""

from collections.abc import Collection
from datetime import datetime

from plugins.gateway import series as rules
from plugins.org.units import load_tree
from plugins.storage import Transaction, numbers
from plugins.storage.errors import DomainError

from .. import texts
from ..domain import ANNOUNCED_BEFORE
from ..models import AttendanceRow, SessionRow
from . import calling, saying
from .calling import Issued
from .rows import proposal_of


async def make_next(tx: Transaction, row: SessionRow, now: datetime, friends: Collection[str]) -> Issued | None:
    """Makes the session that 重复 has follow this one, unless it is there already, and tells its host or who called it (the
    officers of the unit where they are none of `friends`). None where there is no rule, or nobody to hold it for any more."""
    proposal = proposal_of(row)
    if not proposal.repeat or await _is_there(row):
        return None
    unit = (await load_tree()).get(row.unit_id)
    if unit is None:
        return None
    planned = proposal.planned or proposal.begins
    begins = rules.first_after(proposal.repeat, planned, now)
    proposal = proposal.next_one(begins, rules.retitled(proposal.title, planned, begins))
    told_at = announced_at(proposal.begins, now)
    number = await numbers.take(tx)
    chats = await saying.who_runs(row, friends)
    try:
        made = await calling.keep(
            tx, number, row.issued_by, unit, proposal, now, not_before=told_at, series=row.series or row.id
        )
    except DomainError:  # the scope names units that are gone, or has no group: the officers must call it anew
        await AttendanceRow.filter(session_id=number).delete()
        await SessionRow.filter(id=number).delete()
        said = texts.series_over_text(proposal.title, proposal.repeat)
        await saying.to_groups(tx, row.id, chats, said, "series_over", kind=saying.NOTICE)
        return None
    said = texts.next_text(number, proposal.title, proposal.begins, proposal.ends, proposal.repeat, told_at)
    await saying.to_groups(tx, number, chats, said, "series_next", kind=saying.NOTICE)
    return made


async def _is_there(row: SessionRow) -> bool:
    series = row.series or row.id
    return await SessionRow.filter(series=series, id__gt=row.id).exists()


def announced_at(begins: datetime, now: datetime) -> datetime | None:
    """When a session of a series is announced: in a morning some days before, aware UTC; None for at once."""
    at = rules.morning(begins - ANNOUNCED_BEFORE)
    return None if at <= now else at
