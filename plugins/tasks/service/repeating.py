"""重复: the next task of a series is laid out when its time has come, once."""

from datetime import timedelta

from plugins import storage
from plugins.gateway import outbox
from plugins.gateway import series as rules
from plugins.gateway.segments import text
from plugins.org.bindings import load_bound
from plugins.org.officers import who_is_told
from plugins.org.units import load_tree
from plugins.storage import Transaction, audit, due, numbers
from plugins.storage.errors import DomainError

from .. import texts
from ..domain import Proposal
from ..models import TaskRow
from . import series
from .issue import groups_of, hand_out
from .series import Again, coming

SAID = "tasks.series"


async def lay_out(job: due.Due) -> None:
    """Hands out the next task of a series. Dates that are over meanwhile are passed over; too early it waits. Where nobody is
    left to do it, the issuing unit is told and the series is over."""
    now, key = job.now, int(job.key)
    lead = timedelta(seconds=job.payload["lead"])

    async def work(tx: Transaction) -> None:
        last = await TaskRow.filter(series=key).order_by("-id").first()
        if last is None or not last.repeat:
            await job.done(tx)
            return
        following = coming(last.repeat, last.deadline, now, lead)
        if following.laid_out_at > now:
            await due.schedule(tx, series.DUE, job.key, following.laid_out_at, job.payload)
            return
        unit = (await load_tree()).get(last.unit_id)
        if not await job.done(tx) or unit is None:
            return
        title = rules.retitled(last.title, last.deadline, following.deadline)
        proposal = Proposal(unit.id, last.scope, title, last.text, following.deadline, last.repeat)
        number = await numbers.take(tx)
        try:
            made = await hand_out(tx, number, last.issued_by, unit, proposal, now, again=Again(key, lead))
        except DomainError:  # the scope names units that are gone
            await series.stop(tx, last)
            said = texts.series_over_text(last.id, last.title, last.repeat or proposal.repeat)
        else:
            await audit.record(tx, last.issued_by, "tasks.repeat", f"task:{number}", {"units": made.units})
            said = texts.came_again_text(number, proposal, heard=bool(groups_of(unit, await load_bound())))
        for chat in await who_is_told(unit) if said else ():
            await outbox.enqueue(
                tx,
                key=f"{SAID}:{number}",
                chat=chat,
                segments=[text(said)],
                kind=SAID,
                ref=f"tasks:{number}:notes",
                number=number,
            )
        storage.failpoint("tasks.repeat.before_commit")

    await storage.write(work)
    storage.failpoint("tasks.repeat.after_commit")
