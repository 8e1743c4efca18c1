"""After a report: whoever is not reached is named to the reporter, and where nobody is, it is told outside."""

from datetime import timedelta

from plugins import storage
from plugins.gateway import elsewhere
from plugins.gateway.outbox import Lane
from plugins.storage import Transaction, due
from plugins.storage.due import Due

from .. import texts
from ..domain import Reached, clocks
from ..models import AlertedRow, IncidentRow
from . import messages, names, people
from .reached import note, standing

MOST_TRIES = 5
"""How often it is tried to tell it outside."""


class NobodyTookIt(Exception):
    """No officer was reached, and nobody took the message outside either; it is tried again."""


async def settle(job: Due) -> None:
    """A look after a report. First: was the reporter answered (the bot may have died meanwhile), and was anybody reached
    at all. Then: who of those still under way was not."""
    number, look = int(job.key), int(job.payload["look"])
    row = await IncidentRow.get_or_none(id=number)
    if row is None:
        return
    found = await standing(number)
    taken = None
    if found.counts.nobody and row.elsewhere_at is None:
        to_call = [one.name for one in (*found.pending, *found.unreached)]
        said = texts.elsewhere_text(number, row.title, row.unit_name, row.reported_at, to_call)
        taken = await elsewhere.tell(said)
    again = taken is False and job.attempt < MOST_TRIES
    known = {one.person_id for one in await AlertedRow.filter(incident_id=number, named_at__not_isnull=True)}

    async def work(tx: Transaction) -> None:
        if taken:
            await IncidentRow.filter(id=number).update(elsewhere_at=storage.clock.now())
        if row.answered_at is None:
            told: Reached | None = found.counts
        else:
            late = found.unreached if look == 0 else (*found.unreached, *found.pending)
            fresh = [one.name for one in late if one.id not in known]
            told = Reached(len(found.sent), unreached=tuple(fresh)) if fresh else None
        if told is not None and row.reporter_account:
            await messages.say(
                tx,
                [people.private_chat(row)],
                texts.later_text(number, row.title, told),
                number=number,
                key=f"{names.alert_of(number)}:look{look}",
                ref=f"{names.alert_of(number)}:reporter",
                kind=names.TOLD,
                lane=Lane.ALERT,
            )
        await note(number, found, job.now)
        if not again and await job.done(tx) and look + 1 < len(clocks.LOOKS):
            at = row.filed_at + clocks.LOOKS[look + 1]
            await due.schedule(tx, names.SETTLE, job.key, max(at, job.now + timedelta(seconds=5)), {"look": look + 1})
        storage.failpoint("incidents.settle.before_commit")

    await storage.write(work)
    storage.failpoint("incidents.settle.after_commit")
    if again:
        raise NobodyTookIt
