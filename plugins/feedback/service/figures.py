"""Counts of a month by unit and kind: of the cases there are, and of those that are erased."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from tortoise.functions import Count

from plugins.storage import Transaction, clock, read, workdays

from .. import domain
from ..domain import Kind, Rating, State, Sum, Tally
from ..models import CaseRow, FigureRow, FixedRow
from . import chance, records, rights
from .errors import Destroyed

COLUMNS = (
    "seen_state",
    "arrived_on",
    "accepted_on",
    "seen_answered_on",
    "seen_ended_on",
    "seen_declined",
    "overdue",
    "seen_rating",
)
"""What a case counts by."""

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
            id=chance.identity(), month=month, unit_id=unit_id, kind=row.kind, counts=_tally(_values(row)).dumped()
        )
        return
    kept.counts = (Tally.loaded(kept.counts) + _tally(_values(row))).dumped()
    await kept.save(update_fields=["counts"])


def _values(row: CaseRow) -> dict[str, Any]:  # values of COLUMNS
    return {name: getattr(row, name) for name in COLUMNS}


async def expired(tx: Transaction, before: datetime) -> None:
    """Erases the counts of months that were over before that moment."""
    await FigureRow.filter(month__lt=f"{clock.local(before):%Y-%m}").delete()
    await FixedRow.filter(month__lt=f"{clock.local(before):%Y-%m}").delete()


async def to_fix(day: date) -> list[str]:
    """The months that are over and not counted in the month of `day` yet; those without a case count once."""
    current = f"{day:%Y-%m}"
    names = await CaseRow.filter(shown=True, month__lt=current).distinct().values_list("month", flat=True)
    kept = await FigureRow.filter(month__lt=current).distinct().values_list("month", flat=True)
    rows = await FixedRow.all().distinct().values_list("month", "counted_in")
    counted_in = {str(month): str(counted) for month, counted in rows}
    moving = {str(one) for one in names if counted_in.get(str(one)) != current}
    return sorted(moving | ({str(one) for one in kept} - counted_in.keys()))


async def fix(tx: Transaction, name: str, day: date) -> None:
    """At the first sweep of a month: counts a month (`2026-11`) that is over, for the figures others see until the next.
    Who looks every day sees no single case move in them, and a few late ratings wait (domain.recounted)."""
    counted = domain.recounted(await fixed(name), await counted_now(date.fromisoformat(f"{name}-01")))
    await FixedRow.filter(month=name).delete()
    for (unit_id, kind), tally in counted.items():
        await FixedRow.create(
            id=chance.identity(),
            month=name,
            unit_id=unit_id,
            kind=kind,
            counts=tally.dumped(),
            counted_in=f"{day:%Y-%m}",
        )


async def fixed(name: str) -> dict[Key, Tally]:
    """What is shown of a month (`2026-11`) that is over; empty while it is not counted."""
    return {(row.unit_id, row.kind): Tally.loaded(row.counts) for row in await FixedRow.filter(month=name)}


async def month(first: date) -> tuple[Mapping[Key, Tally], bool]:
    """What came in during the month that begins on `first`, and whether that is fixed."""
    shown = await fixed(f"{first:%Y-%m}")
    return (shown, True) if shown else (await counted_now(first), False)


async def counted_now(first: date) -> Mapping[Key, Tally]:
    """The same as handlers see it by now."""
    found: dict[Key, Sum] = defaultdict(Sum)
    for row in await _counted(first, "subject_unit_id", "kind"):
        found[row["subject_unit_id"], row["kind"]].add(_tally(row), row["cases"])
    for kept in await FigureRow.filter(month=f"{first:%Y-%m}"):
        found[kept.unit_id, kept.kind].add(Tally.loaded(kept.counts))
    return {key: those.tally() for key, those in found.items()}


async def whole(first: date) -> tuple[Tally, bool]:
    """The same in all."""
    if shown := await fixed(f"{first:%Y-%m}"):
        return domain.total(shown.values()), True
    found = Sum()
    for row in await _counted(first):
        found.add(_tally(row), row["cases"])
    for kept in await FigureRow.filter(month=f"{first:%Y-%m}"):
        found.add(Tally.loaded(kept.counts))
    return found.tally(), False


async def of_hands(account: str, first: date, desks: Collection[int]) -> Tally:
    """The same of the cases that lie with these units now and that this account may handle: who is kept out of a case
    does not find it in a figure either. Without those that their authors have withdrawn: they are in nobody's hands."""
    found = Sum()
    hands = {desk: await rights.hands_on(await rights.path_to(desk)) for desk in desks}
    mine = CaseRow.filter(**_shown_in(first), desk_unit_id__in=list(desks), wrapped_key__isnull=False)
    for row in await mine:
        with suppress(Destroyed):
            if account in hands[row.desk_unit_id].accounts(await records.about(row), row.desk_unit_id):
                found.add(_tally(_values(row)))
    return found.tally()


async def people_at_home(units: Sequence[int]) -> dict[int, int]:
    """How many people have their home in each unit."""
    rows = await read(
        "SELECT home_unit_id AS unit_id, COUNT(*) AS n FROM org_person WHERE active GROUP BY home_unit_id"
    )
    counted = {row["unit_id"]: row["n"] for row in rows}
    return {unit: counted.get(unit, 0) for unit in units}


async def _counted(first: date, *by: str) -> list[dict[str, Any]]:  # values of COLUMNS and `by`
    """The cases of a month that are alike, and how many they are (`cases`)."""
    return (
        await CaseRow.filter(**_shown_in(first))
        .annotate(cases=Count("id"))
        .group_by(*COLUMNS, *by)
        .values(*COLUMNS, *by, "cases")
    )


def _shown_in(first: date) -> dict[str, Any]:  # what a query's filter takes
    """Which cases of a month count: those that handlers see."""
    begins, ends = (clock.local(moment).date() for moment in clock.month_bounds(first))
    return {"shown": True, "arrived_on__gte": begins, "arrived_on__lt": ends}


def _tally(row: Mapping[str, Any]) -> Tally:  # values of COLUMNS
    return domain.one_case(
        State(row["seen_state"]),
        row["arrived_on"],
        row["accepted_on"],
        row["seen_answered_on"],
        row["seen_ended_on"],
        Rating(row["seen_rating"]) if row["seen_rating"] else None,
        _working_days,
        declined=row["seen_declined"],
        overdue=row["overdue"],
    )


@lru_cache(maxsize=4096)
def _working_days(begin: date, end: date) -> int:
    return domain.working_days_between(begin, end, workdays.is_working)
