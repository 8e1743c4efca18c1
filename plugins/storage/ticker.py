"""What makes the due-queue go: one look a second.

The pause is measured by the loop's monotonic clock. A scheduler that keeps its next run as a time of day stands still
for an hour when the clock is set back by one (APScheduler 3.11 does).
"""

import asyncio

from nonebot.log import logger

from . import due

SECONDS = 1.0

_task: asyncio.Task[None] | None = None


async def start() -> None:
    """Begins to look for what is due. The database is open."""
    global _task
    _task = asyncio.create_task(_tick(), name="storage-ticker")


async def stop() -> None:
    """Stops looking and waits a little for the handlers that run."""
    global _task
    if _task is not None:
        _task.cancel()
        await asyncio.gather(_task, return_exceptions=True)
        _task = None
    await due.finish()


async def _tick() -> None:
    while True:
        try:
            await due.tick()
        except Exception as error:  # the database is away: the next look may find it back
            logger.error("looking for what is due failed: {}", type(error).__name__)
        await asyncio.sleep(SECONDS)
