"""Erasing what was written, and what an older backup would bring back.

Each erasure is noted in the list kept apart (storage.erasures) by the case's random id, and dated with the end of the
day: no hour of an author's 撤件 stands anywhere. A whole month ends when its key does.
"""

from datetime import UTC, date, datetime, time, timedelta

from plugins.gateway.outbox import withdraw
from plugins.storage import Transaction, clock, erasures, scrubbing

from ..config import settings
from ..domain import State, expires_on
from ..models import AttachmentRow, CaseEventRow, CaseRow, HandlerRow, PublicRow, SubmitterRow, VoterRow
from . import figures, vault

CASE = "feedback.case"
CONTENT = "feedback.content"
ROUTE = "feedback.route"

TABLES = (
    "feedback_case",
    "feedback_event",
    "feedback_attachment",
    "feedback_submitter",
    "gateway_body",
    "gateway_outbox",
)
SLICE = 500
"""Cases named in one statement at most."""


async def erase_case(tx: Transaction, row: CaseRow, day: date) -> None:
    """Erases a case wholly, within a use case; it goes on counting in the figures of its month."""
    await erasures.record(CASE, str(row.id), at=_end_of(day))
    await _drop(tx, row)


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
    await VoterRow.filter(voter=f"person:{person_id}").delete()


def public_reference(case_id: int) -> str:
    """What the outbox knows the publications of a case by."""
    return f"feedback.public:{case_id}"


async def expired(tx: Transaction, now: datetime) -> None:
    """Erases ended cases whose days are over, and what no key opens any more; then, once that
    is kept, the keys of months that have no case left."""
    day = clock.local(now).date()
    over_on = await PublicRow.filter(closes_on__lt=day).values_list("id", flat=True)
    await VoterRow.filter(public_id__in=list(over_on)).delete()
    for row in await CaseRow.filter(expires_on__lte=day):
        await erase_case(tx, row, day)
    withdrawn = await CaseRow.filter(wrapped_key__isnull=True).values_list("id", flat=True)
    for begin in range(0, len(withdrawn), SLICE):
        refs = [public_reference(int(str(one))) for one in withdrawn[begin : begin + SLICE]]
        await withdraw.forget(tx, refs)
    keys = set(vault.ring().months())
    current = vault.month_of(day)
    held = {str(month) for month in await CaseRow.all().distinct().values_list("month", flat=True)}
    for row in await CaseRow.filter(month__in=sorted(held - keys - {current})):
        await erase_case(tx, row, day)
    over = [month for month in keys - held if month < current]

    def destroy() -> None:
        for month in over:
            vault.ring().destroy(month)

    tx.after_commit(destroy)


async def scrub() -> bool:
    """Has the database itself forget: False while a reader still looks at the old pages; the next sweep tries again."""
    return await scrubbing.scrub(TABLES)


async def _drop(tx: Transaction, row: CaseRow) -> None:
    await figures.keep(row)
    await _empty(row.id)
    for public in await PublicRow.filter(case_id=row.id):
        await VoterRow.filter(public_id=public.id).delete()
        await public.delete()
    await withdraw.forget(tx, [public_reference(row.id)])
    await SubmitterRow.filter(case_id=row.id).delete()
    await row.delete()


async def _empty(case_id: int) -> None:
    await AttachmentRow.filter(case_id=case_id).delete()
    await CaseEventRow.filter(case_id=case_id).delete()


def _end_of(day: date) -> datetime:
    """The end of a local day, aware UTC: later than the erasure, so that every backup before it is covered."""
    return datetime.combine(day + timedelta(days=1), time(), clock.zone()).astimezone(UTC)


async def _case_again(tx: Transaction, key: str) -> None:
    row = await CaseRow.get_or_none(id=int(key))
    if row is not None:
        await _drop(tx, row)


async def _content_again(tx: Transaction, key: str) -> None:
    await _empty(int(key))
    row = await CaseRow.get_or_none(id=int(key))
    if row is not None:
        row.wrapped_key = row.header = row.push = None
        row.steps = 0
        row.state = row.seen_state = State.WITHDRAWN
        row.expires_on = row.expires_on or expires_on(clock.today(), settings.feedback_retention_days)
        await row.save()


async def _route_again(tx: Transaction, key: str) -> None:
    await CaseRow.filter(id=int(key)).update(push=None)


erasures.replays(CASE, _case_again)
erasures.replays(CONTENT, _content_again)
erasures.replays(ROUTE, _route_again)
