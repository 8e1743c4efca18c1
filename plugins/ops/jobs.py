"""The nightly backup: a row of the due-queue that puts itself off to the next night."""

from datetime import UTC

from nonebot.log import logger

from plugins import storage
from plugins.storage import Transaction, clock, due

from . import backups, domain

KIND, KEY = "ops.backup", "nightly"


async def plan() -> None:
    """Schedules the first nightly backup, unless one is scheduled (late ones are left to run)."""
    if await storage.read("SELECT 1 AS found FROM storage_due WHERE kind = ? AND key = ?", (KIND, KEY)):
        return
    await storage.write(_next_night)


@due.handles(KIND)
async def nightly(job: due.Due) -> None:
    """Takes one backup, however many nights were missed, and removes the old ones. Called again after a crash it takes
    none when one was finished since it was due. Where it cannot be taken the next night tries again, and doctor says so."""
    last = backups.newest()
    if last is None or last.taken_at < job.due_at:
        try:
            taken = await backups.take(now=job.now)
            gone = backups.prune(job.now)
            logger.info("nightly backup: {} bytes, {} old files removed", taken.size, gone)
        except backups.NoClient:
            logger.error("no nightly backup: pg_dump is not installed")
        except backups.BackupFailed as error:
            if job.attempt < 3:
                raise
            logger.error("no nightly backup: {}", error)
    await storage.write(_next_night)


async def _next_night(tx: Transaction) -> None:
    await due.schedule(tx, KIND, KEY, domain.next_night(clock.local(clock.now())).astimezone(UTC))
