"""Counts of a month by unit and kind: of the cases there are, and of those that are erased."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from plugins.storage import Transaction, clock, read, workdays

from .. import domain
from ..domain import Kind, Rating, Tally
from ..models import CaseRow, FigureRow
from . import chance

Key = tuple[int, Kind]
"""The unit it is about, and what it is."""


async def keep(row: CaseRow) -> None:
    """Adds a case that is being erased to the counts that stay, within a use case."""
    if not row.shown:
        return
    month, unit_id = f"{row.arrived_on:%Y-%m}", row.subject_unit_id
    kept = await FigureRow.get_or_none(month=month, unit_id=unit_id, kind=row.kind)
    if kept is None:
        await FigureRow.create(
            id=chance.identity(), month=month, unit_id=unit_id, kind=row.kind, counts=_tally(row).dumped()
        )
        return
    kept.counts = (Tally.loaded(kept.counts) + _tally(row)).dumped()
    await kept.save(update_fields=["counts"])


async def expired(tx: Transaction, before: datetime) -> None:
    """Erases the counts of months that were over before that moment."""
    await FigureRow.filter(month__lt=f"{clock.local(before):%Y-%m}").delete()


async def month(first: date) -> Mapping[Key, Tally]:
    """What came in during the month that begins on `first`, as handlers see it by now."""
    begins, ends = _days(first)
    found: dict[Key, Tally] = defaultdict(Tally)
    for row in await CaseRow.filter(shown=True, arrived_on__gte=begins, arrived_on__lt=ends):
        found[row.subject_unit_id, row.kind] += _tally(row)
    for kept in await FigureRow.filter(month=f"{first:%Y-%m}"):
        found[kept.unit_id, kept.kind] += Tally.loaded(kept.counts)
    return found


async def of_desks(first: date, desks: Mapping[int, frozenset[Kind]]) -> Tally:
    """The same of the cases that lie with these units now, of the kinds handled there (none named: every kind)."""
    begins, ends = _days(first)
    rows = await CaseRow.filter(shown=True, arrived_on__gte=begins, arrived_on__lt=ends, desk_unit_id__in=list(desks))
    mine = [row for row in rows if not desks[row.desk_unit_id] or row.kind in desks[row.desk_unit_id]]
    return domain.total(map(_tally, mine))


async def people_at_home(units: Sequence[int]) -> dict[int, int]:
    """How many people have their home in each unit."""
    rows = await read(
        "SELECT home_unit_id AS unit_id, COUNT(*) AS n FROM org_person WHERE active GROUP BY home_unit_id"
    )
    counted = {row["unit_id"]: row["n"] for row in rows}
    return {unit: counted.get(unit, 0) for unit in units}


def _days(first: date) -> tuple[date, date]:
    begins, ends = (clock.local(moment).date() for moment in clock.month_bounds(first))
    return begins, ends


def _tally(row: CaseRow) -> Tally:
    return domain.one_case(
        row.seen_state,
        row.arrived_on,
        row.accepted_on,
        row.seen_answered_on,
        row.seen_ended_on,
        Rating(row.seen_rating) if row.seen_rating else None,
        workdays.is_working,
        declined=row.seen_declined,
        overdue=row.overdue,
    )
