"""Erasing what was written, and what an older backup would bring back.

Each erasure is noted in the list kept apart (storage.erasures) by the case's random id, and dated with the end of the
day: no hour of an author's 撤件 stands anywhere. A whole month ends when its key does.
"""

from datetime import UTC, date, datetime, time, timedelta

from plugins.storage import Transaction, clock, erasures, scrubbing

from ..domain import State
from ..models import AttachmentRow, CaseEventRow, CaseRow, HandlerRow, SubmitterRow
from . import vault

CASE = "feedback.case"
CONTENT = "feedback.content"
ROUTE = "feedback.route"

TABLES = ("feedback_case", "feedback_event", "feedback_attachment", "feedback_submitter")


async def erase_case(row: CaseRow, day: date) -> None:
    """Erases a case wholly, within a use case."""
    await erasures.record(CASE, str(row.id), at=_end_of(day))
    await _drop(row.id)


async def erase_content(row: CaseRow, day: date) -> None:
    """Erases what was written and its key; the caller saves the row, which goes on counting."""
    await erasures.record(CONTENT, str(row.id), at=_end_of(day))
    await _empty(row.id)
    row.wrapped_key = row.header = row.push = None
    row.steps = 0


async def erase_route(row: CaseRow, day: date) -> None:
    """Erases the way to the author."""
    await erasures.record(ROUTE, str(row.id), at=_end_of(day))
    await CaseRow.filter(id=row.id).update(push=None)
    row.push = None


async def erase_person(tx: Transaction, person_id: int) -> None:
    """A person who is erased is the author of nothing any more, and handles nothing."""
    await SubmitterRow.filter(person_id=person_id).delete()
    await HandlerRow.filter(person_id=person_id).delete()


async def expired(tx: Transaction, now: datetime) -> None:
    """Erases ended cases whose days are over, and what no key opens any more; then, once that
    is kept, the keys of months that have no case left."""
    day = clock.local(now).date()
    for row in await CaseRow.filter(expires_on__lte=day):
        await erase_case(row, day)
    keys = set(vault.ring().months())
    current = vault.month_of(day)
    held = {str(month) for month in await CaseRow.all().distinct().values_list("month", flat=True)}
    for row in await CaseRow.filter(month__in=sorted(held - keys - {current})):
        await erase_case(row, day)
    over = [month for month in keys - held if month < current]

    def destroy() -> None:
        for month in over:
            vault.ring().destroy(month)

    tx.after_commit(destroy)


async def scrub() -> bool:
    """Has the database itself forget: False while a reader still looks at the old pages; the next sweep tries again."""
    return await scrubbing.scrub(TABLES)


async def _drop(case_id: int) -> None:
    await _empty(case_id)
    await SubmitterRow.filter(case_id=case_id).delete()
    await CaseRow.filter(id=case_id).delete()


async def _empty(case_id: int) -> None:
    await AttachmentRow.filter(case_id=case_id).delete()
    await CaseEventRow.filter(case_id=case_id).delete()


def _end_of(day: date) -> datetime:
    """The end of a local day, aware UTC: later than the erasure, so that every backup before it is covered."""
    return datetime.combine(day + timedelta(days=1), time(), clock.zone()).astimezone(UTC)


async def _case_again(tx: Transaction, key: str) -> None:
    await _drop(int(key))


async def _content_again(tx: Transaction, key: str) -> None:
    await _empty(int(key))
    row = await CaseRow.get_or_none(id=int(key))
    if row is not None:
        row.wrapped_key = row.header = row.push = None
        row.steps = 0
        row.state = row.seen_state = State.WITHDRAWN
        await row.save()


async def _route_again(tx: Transaction, key: str) -> None:
    await CaseRow.filter(id=int(key)).update(push=None)


erasures.replays(CASE, _case_again)
erasures.replays(CONTENT, _content_again)
erasures.replays(ROUTE, _route_again)
