"""The sweeps: at fixed times of working days handlers see what came anonymously; overdue cases go up; hands are found.

One row of the due-queue for all cases, so that none of it tells of one. A sweep that was missed runs late.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from plugins import storage
from plugins.org.officers import administrators
from plugins.storage import Transaction, clock, due, erasures, workdays
from plugins.storage.due import Due

from .. import domain, texts
from ..config import settings
from ..domain import State
from ..models import CaseEventRow, CaseRow
from . import erasing, figures, moving, publishing, records, telling, vault
from .errors import Destroyed
from .keyring import KeysUnavailable

KIND = "feedback.sweep"
KEY = "next"
SLICE = 200
"""Cases in one use case at most."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did; `without_hands` are open cases nobody may handle."""

    shown: int
    escalated: int
    without_hands: int


async def begin() -> None:
    """Schedules the next sweep; one that is due already stays, one that settings have moved is replaced."""
    now = clock.now()
    wanted = next_time(now)

    async def work(tx: Transaction) -> None:
        there = await tx.execute("SELECT due_at FROM storage_due WHERE kind = ? AND key = ?", (KIND, KEY))
        if not there or storage.moment(there[0]["due_at"]) > now:
            await due.schedule(tx, KIND, KEY, wanted)

    await storage.write(work)


def next_time(after: datetime) -> datetime:
    """The next sweep after a moment, aware."""
    return domain.next_sweep(clock.local(after), domain.read_sweeps(settings.feedback_sweeps), workdays.is_working)


@due.handles(KIND)
async def swept(job: Due) -> None:
    """One sweep, and the row of the next. A log that could not be emptied of erased pages fails it, to be tried again."""
    await sweep(job.now)
    if not await erasing.scrub() and job.attempt < 3:
        raise StillRead
    with suppress(KeysUnavailable):  # the doctor says so, and so does the answer to who files
        await vault.prepare(records.day_of(job.now))
    erasures.touch()

    async def work(tx: Transaction) -> None:
        await job.done(tx)
        await due.schedule(tx, KIND, KEY, next_time(job.now))

    await storage.write(work)


class StillRead(Exception):
    """Somebody still reads pages that hold what was erased."""


async def sweep(now: datetime) -> Swept:
    """Shows, finds hands, escalates; each case is done whole, and all of it bears being run again."""

    async def show(tx: Transaction) -> int:
        return await _show(tx, now)

    shown = await storage.write(show)
    storage.failpoint("feedback.sweep.after_show")
    opened = CaseRow.filter(state__in=[state.value for state in domain.OPEN])
    handled = await _each(opened, moving.find_hands, now)
    day = records.day_of(now)
    for month in await figures.to_fix(day):
        await storage.write(partial(figures.fix, name=month, day=day))
    if without := len(handled) - sum(handled):
        await _call_for_hands(without, now)
    late = await _each(opened.filter(Q(accept_by__lt=day) | Q(finish_by__lt=day)), _escalate, now)
    return Swept(shown, sum(late), without)


async def _show(tx: Transaction, now: datetime) -> int:
    """What came since the last sweep is seen from now on; each handler hears of it in one message."""
    rows = await CaseRow.filter(Q(shown=False) | Q(stirred=True)).order_by("id")
    news: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for row in rows:
        fresh = not row.shown
        row.shown, row.stirred, row.seen_state = True, False, row.state
        if row.declined and row.state is State.REOPENED:
            with suppress(Destroyed):  # its month's key is gone: it stays where it is, and nobody reads it
                await moving.pass_over_who_declined(row)
        records.show_figures(row)
        await row.save()
        await CaseEventRow.filter(case_id=row.id).update(shown=True)
        for account in await moving.handlers_of(row):
            news[account][0 if fresh else 1].append(row.number)
    for account, (fresh_ones, stirred_ones) in sorted(news.items()):
        sentence = texts.sweep_text(sorted(fresh_ones), sorted(stirred_ones))
        await telling.tell_about(tx, [account], f"feedback:sweep:{now.isoformat()}", "feedback:sweep", sentence, now)
    await publishing.take_back_withdrawn(tx)
    return len(rows)


async def _call_for_hands(cases: int, now: datetime) -> None:
    """The administrators, who see no case, are asked once a day to have somebody appointed."""

    async def work(tx: Transaction) -> None:
        accounts = [chat.id for chat in administrators()]
        key = f"feedback:hands:{records.day_of(now)}"
        await telling.tell_about(tx, accounts, key, "feedback:hands", texts.without_hands_text(cases), now)

    await storage.write(work)


async def _escalate(tx: Transaction, row: CaseRow, now: datetime) -> bool:
    if not records.clocks_of(row).is_overdue(row.state, records.day_of(now)):
        return False
    return await moving.escalate(tx, row, now)


async def _each(
    rows: QuerySet[CaseRow], act: Callable[[Transaction, CaseRow, datetime], Awaitable[bool]], now: datetime
) -> list[bool]:
    """Has every case of the query acted on, as it is then, SLICE in a use case."""
    ids = [int(str(one)) for one in await rows.order_by("id").values_list("id", flat=True)]
    done: list[bool] = []
    for begin in range(0, len(ids), SLICE):

        async def work(tx: Transaction, wanted: Sequence[int] = ids[begin : begin + SLICE]) -> list[bool]:
            found = await rows.filter(id__in=list(wanted)).order_by("id")
            return [await act(tx, row, now) for row in found]

        done += await storage.write(work)
    return done
