"""What makes the due-queue go: APScheduler looks once a second.

APScheduler keeps its next run as a time of day: with the clock set back by an hour it would stand still for one. So
the loop's monotonic clock looks after it.
"""

import asyncio
import contextlib
import logging
from datetime import timedelta

from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from nonebot.log import logger

from . import clock, due

SECONDS = 1.0

logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a look that takes longer than the pause is no news

_scheduler: AsyncIOScheduler | None = None
_guard: asyncio.Task[None] | None = None


async def start() -> None:
    """Begins to look for what is due. The database is open."""
    global _scheduler, _guard
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)  # a look skipped under load is no news
    _scheduler = AsyncIOScheduler(timezone="UTC")
    job = _scheduler.add_job(
        _look, "interval", seconds=SECONDS, max_instances=1, coalesce=True, misfire_grace_time=None
    )
    _scheduler.start()
    _guard = asyncio.create_task(_keep_going(job), name="storage-ticker-guard")


async def stop() -> None:
    """Stops looking and waits a little for the handlers that run."""
    global _scheduler, _guard
    if _guard is not None:
        _guard.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await _guard
        _guard = None
    if _scheduler is not None:
        _scheduler.shutdown(wait=False)
        _scheduler = None
    await due.finish()


async def _look() -> None:
    try:
        await due.tick()
    except Exception as error:  # the database is away: the next look may find it back
        logger.error("looking for what is due failed: {}", type(error).__name__)


async def _keep_going(job: Job) -> None:
    """Brings the next look near again when the clock was set back."""
    while True:
        await asyncio.sleep(2 * SECONDS)
        ahead: timedelta = job.next_run_time - clock.now()
        if ahead > timedelta(seconds=2 * SECONDS):
            job.modify(next_run_time=clock.now())
