"""What happened since: told to everybody who was alerted and to who reported it, in the urgent lane.

What comes at a quiet moment goes out at once; what follows within clocks.GATHERED goes out together at its end.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from plugins import storage
from plugins.gateway import chats
from plugins.gateway.chats import Chat
from plugins.storage import Transaction, due
from plugins.storage.due import Due

from .. import texts
from ..domain import clocks
from ..models import IncidentRow, ReportRow
from . import messages, names, people
from .views import brief, line


async def spread(tx: Transaction, row: IncidentRow, now: datetime, *, at_once: bool) -> None:
    """Tells what was not told yet, now or (not `at_once`) together with what follows. `row` is saved by the caller."""
    gathers_until = None if at_once else clocks.gathers_until(row.news_at, now)
    if gathers_until is None:
        await tell(tx, row, now)
    else:
        await due.no_later_than(tx, names.NEWS, str(row.id), gathers_until)


async def tell(tx: Transaction, row: IncidentRow, now: datetime) -> None:
    """Tells everybody what was not told yet and is not their own; notes it in `row`, which the caller saves."""
    fresh = await ReportRow.filter(incident_id=row.id, told=False).order_by("id")
    if not fresh:
        return
    for accounts, lines in _by_content(await audience(row.id), fresh).items():
        pieces = [piece for one in lines for piece in messages.loaded(one.pieces)]
        await messages.say(
            tx,
            accounts,
            texts.news_text(brief(row), [line(one) for one in lines]),
            pieces,
            number=row.id,
            key=f"{names.news_of(row.id)}:{fresh[-1].id}",
            ref=names.news_of(row.id),
            kind=names.TOLD,
        )
    await ReportRow.filter(id__in=[one.id for one in fresh]).update(told=True)
    row.news_at = now


async def audience(number: int) -> Mapping[str, Chat]:
    """Whom it is told, by account: all who were alerted, and who reported it."""
    officers = {one.account: chats.private(one.account) for one in await people.alerted(number) if one.account}
    return {**await people.reporters(number), **officers}


def _by_content(
    audience: Mapping[str, Chat], fresh: Sequence[ReportRow]
) -> Mapping[tuple[Chat, ...], Sequence[ReportRow]]:
    """Who hears the same: everybody all but what they wrote themselves."""
    same: dict[tuple[int, ...], list[Chat]] = defaultdict(list)
    for account, chat in audience.items():
        if hears := tuple(place for place, one in enumerate(fresh) if one.account != account):
            same[hears].append(chat)
    return {tuple(who): [fresh[place] for place in hears] for hears, who in same.items()}


async def pass_on(job: Due) -> None:
    """What was gathered goes out."""

    async def work(tx: Transaction) -> None:
        row = await IncidentRow.filter(id=int(job.key)).select_for_update().first()
        if row is not None:
            await tell(tx, row, job.now)
            await row.save(update_fields=["news_at"])
        await job.done(tx)
        storage.failpoint("incidents.news.before_commit")

    await storage.write(work)
    storage.failpoint("incidents.news.after_commit")
