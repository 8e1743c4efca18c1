"""What is kept for how long: every plugin registers its erasers, one job a night calls them.

The job is idempotent: it erases what is older than its days, so a night that was missed is made good by the next.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from nonebot.log import logger

from . import clock, due
from .due import Due
from .transactions import Transaction
from .writer import write

KIND = "storage.retention"
HOUR = 3
"""Local hour of the night at which it runs."""
AUDIT_DAYS = 731

Eraser = Callable[[Transaction, datetime], Awaitable[None]]
"""Erases what is older than the given moment (aware UTC), within a use case. Bears being called again."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is kept for `days`."""

    name: str
    days: int
    erase: Eraser


_rules: dict[str, Rule] = {}


def register(name: str, days: int, erase: Eraser) -> None:
    """Has `erase` called every night with the moment `days` ago. Raises ValueError when the name is taken."""
    if name in _rules:
        raise ValueError(f"{name} is registered already")
    _rules[name] = Rule(name, days, erase)


def rules() -> tuple[Rule, ...]:
    return tuple(_rules.values())


async def run(now: datetime) -> list[str]:
    """Erases everything that is due, each rule in a use case of its own; returns the names of rules that failed."""
    failed: list[str] = []
    for rule in rules():

        async def work(tx: Transaction, rule: Rule = rule) -> None:
            await rule.erase(tx, now - timedelta(days=rule.days))

        try:
            await write(work)
        except Exception as error:  # one capability's trouble must not keep the others' data
            logger.error("retention of {} failed: {}", rule.name, type(error).__name__)
            failed.append(rule.name)
    return failed


def next_night(now: datetime) -> datetime:
    """The next HOUR o'clock after `now`, local."""
    night = clock.local(now).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return night if night > clock.local(now) else night + timedelta(days=1)


@due.handles(KIND)
async def nightly(job: Due) -> None:
    """Tonight's erasing, and the row for tomorrow's. What failed is tried again tomorrow."""
    await run(job.now)

    async def work(tx: Transaction) -> None:
        await job.done(tx)
        await due.schedule(tx, KIND, "nightly", next_night(job.now))

    await write(work)


async def begin() -> None:
    """Schedules the first night; a night that is scheduled already stays."""
    now = clock.now()

    async def work(tx: Transaction) -> None:
        there = await tx.execute("SELECT 1 AS there FROM storage_due WHERE kind = ? AND key = 'nightly'", (KIND,))
        if not there:
            await due.schedule(tx, KIND, "nightly", next_night(now))

    await write(work)


async def _old_audit(tx: Transaction, before: datetime) -> None:
    await tx.execute("DELETE FROM storage_audit WHERE at < ?", (before,))


register("audit", AUDIT_DAYS, _old_audit)
