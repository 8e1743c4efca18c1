"""Reminders of a directive: planned when it is issued, given up when nothing is owed any more."""

from datetime import datetime

from plugins import remind, storage
from plugins.storage import Transaction, clock, moment, read

KIND = "relay"

_UNPLANNED = (
    "SELECT d.id, d.deadline, d.not_before FROM relay_directive d WHERE d.state = 'open' AND d.receipts "
    "AND d.deadline > ? AND NOT EXISTS (SELECT 1 FROM remind_matter m WHERE m.kind = ? AND m.ref = CAST(d.id AS TEXT))"
)


async def plan(tx: Transaction, number: int, deadline: datetime | None, after: datetime) -> None:
    """Plans the reminders of a directive that takes receipts, in place of those planned before: REMIND_HOURS_BEFORE its
    deadline, later than `after` (when it is or will be sent) only. Without a deadline none are planned."""
    if deadline is None:
        await remind.drop(tx, KIND, str(number))
        return
    moments = remind.hours_before(deadline, after=after)
    await remind.plan(tx, KIND, str(number), number=number, until=deadline, moments=moments)


async def forget(tx: Transaction, number: int) -> None:
    """Nobody is reminded of the directive any more: it was stopped or recalled, or everybody has read it."""
    await remind.drop(tx, KIND, str(number))


async def plan_unplanned() -> None:
    """At start: directives from before there were reminders get those that still lie ahead."""
    now = clock.now()
    if not await read(_UNPLANNED, (now, KIND)):
        return

    async def work(tx: Transaction) -> None:
        for row in await tx.execute(_UNPLANNED, (now, KIND)):
            begins = now if row["not_before"] is None else max(now, moment(row["not_before"]))
            await plan(tx, row["id"], moment(row["deadline"]), begins)

    await storage.write(work)
