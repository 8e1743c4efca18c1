"""How long the outbox keeps what was said. What waits for a person's decision stays until that."""

from datetime import datetime

from plugins.storage import Transaction, retention

from . import blobs, bodies, content
from .domain import State

DAYS = 180
BLOB_DAYS = 30
"""Since they were last kept or said: a preview or a draft may refer to bytes that no row refers to yet."""

_OVER = (State.SENT, State.REJECTED, State.EXPIRED, State.CANCELLED)


async def erase_rows(tx: Transaction, before: datetime) -> None:
    """Erases what was over before that moment, and doubts that nobody is asked about (reminders).

    Numbers rise with the time, so only what is old enough is looked at. A message that was to wait goes by its own
    time. A quote of it stands for nothing any more.
    """
    states = ", ".join("?" * len(_OVER))
    await tx.execute(
        f"""DELETE FROM gateway_outbox WHERE
        id < COALESCE((SELECT MIN(n.id) FROM (
            SELECT id FROM gateway_outbox WHERE created_at >= ? ORDER BY id LIMIT 1) n), 9223372036854775807)
        AND (state IN ({states}) OR (state = '{State.UNCERTAIN}' AND due_at IS NULL))
        AND created_at < ? AND not_before < ? AND COALESCE(sent_at, created_at) < ?""",
        [before, *(state.value for state in _OVER), before, before, before],
    )
    await bodies.erase_unused(tx)


async def erase_blobs(tx: Transaction, before: datetime) -> None:
    """Erases bytes that were last said before that moment and that no row's content refers to."""
    rows = await tx.execute("SELECT hash FROM gateway_blob WHERE kept_at < ?", [before])
    old = {str(row["hash"]) for row in rows}
    if not old:
        return
    for row in await tx.execute("SELECT segments FROM gateway_body WHERE segments LIKE ?", [f"%{blobs.PREFIX}%"]):
        old.difference_update(blobs.references(content.thawed(str(row["segments"]))))
    for digest in sorted(old):
        await tx.execute("DELETE FROM gateway_blob WHERE hash = ?", [digest])


retention.register("outbox", DAYS, erase_rows)
retention.register("outbox pictures", BLOB_DAYS, erase_blobs)
