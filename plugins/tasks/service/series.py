"""重复: when a task comes again, and that the due-queue remembers it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from plugins.gateway import series as rules
from plugins.storage import Transaction, due

from ..models import TaskRow

DUE = "tasks.repeat"
LEAST = timedelta(days=3)
"""So long before its deadline a task of a series is laid out, or as long as its first one was."""


@dataclass(frozen=True, slots=True)
class Coming:
    """The next task of a series; aware UTC."""

    deadline: datetime
    laid_out_at: datetime


@dataclass(frozen=True, slots=True)
class Again:
    """That a task is one of a series: its first number, and how long before the deadline each is laid out."""

    series: int
    lead: timedelta


def coming(repeat: str, deadline: datetime, now: datetime, lead: timedelta | None = None) -> Coming:
    """What follows the task with `deadline`: the first date of the rule that is not over at `now`, laid out `lead` before it
    (default: as long as there is from now to `deadline`) in the morning, but never before `deadline` is over."""
    lead = max(deadline - now, LEAST) if lead is None else lead
    following = rules.first_after(repeat, deadline, now)
    return Coming(following, max(deadline, rules.morning(following - lead)))


async def plan(
    tx: Transaction, number: int, repeat: str, deadline: datetime, now: datetime, again: Again | None
) -> None:
    """Has the task after this one laid out in its time."""
    again = again or Again(number, max(deadline - now, LEAST))
    following = coming(repeat, deadline, now, again.lead)
    payload = {"lead": int(again.lead.total_seconds())}
    await due.schedule(tx, DUE, str(again.series), following.laid_out_at, payload)


async def stop(tx: Transaction, row: TaskRow) -> None:
    """The series of `row` does not come again."""
    if row.series is not None:
        await TaskRow.filter(series=row.series).update(repeat="")
        await due.cancel(tx, DUE, str(row.series))
        row.repeat = ""
