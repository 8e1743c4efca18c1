"""What is taken out of the outbox, or back out of the chats: messages nobody has seen yet, and those that are there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins.storage import Transaction, clock

from ..chats import Chat
from . import bell, bodies, rows
from .domain import Recall, State
from .models import OutboxRow

SLICE = 500
"""Rows named in one statement at most."""


@dataclass(frozen=True, slots=True)
class Recalls:
    """What recall did, in messages: cancelled before they went, to be taken back as soon as that can be done (what is
    on its way among them), and those whose id is not known, so that nobody can take them back."""

    cancelled: int
    wanted: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Trace:
    """What became of taking back one message. `sent_at` is aware UTC, None while it is not known to be there."""

    chat: Chat
    state: State
    recall: Recall
    sent_at: datetime | None


async def take_back(tx: Transaction, key: str) -> list[Chat]:
    """Deletes the message `key` where no part of it can have been seen: in which chats that was."""
    taken = await tx.execute(
        """
        DELETE FROM gateway_outbox WHERE key = ? AND state IN ('queued', 'held') AND NOT repeated AND NOT EXISTS (
            SELECT 1 FROM gateway_outbox o WHERE o.key = gateway_outbox.key AND o.chat = gateway_outbox.chat
            AND (o.state NOT IN ('queued', 'held') OR o.repeated))
        RETURNING id, chat, via
        """,
        [key],
    )
    found = {row["chat"]: rows.chat_of(row["chat"], row["via"]) for row in sorted(taken, key=lambda row: row["id"])}
    return list(found.values())


async def recall(tx: Transaction, ref: str) -> Recalls:
    """Stops what is unsent about `ref` and takes back what is there: each message once, by the account that sent it.

    Whether the chat service allows it shows later; see `traces`. Of what is known to be there, or will never be, the words
    go at once: taking back needs its id. What is in doubt keeps them until it is known, for they are how it is found.
    """
    cancelled, later, _ = await rows.stop(tx, ref)
    wanted = await tx.execute(
        f"""UPDATE gateway_outbox SET recall = '{Recall.WANTED}', due_at = ?
        WHERE ref = ? AND state = 'sent' AND recall = '' AND message_id IS NOT NULL RETURNING id""",
        [rows.moment(tx, clock.now()), ref],
    )
    unknown = await tx.execute(
        f"""UPDATE gateway_outbox SET recall = '{Recall.FAILED}'
        WHERE ref = ? AND state = 'sent' AND recall = '' AND message_id IS NULL RETURNING id""",
        [ref],
    )
    settled = await tx.execute(
        "SELECT id FROM gateway_outbox WHERE ref = ? AND (state = 'cancelled' OR (state = 'sent' AND recall <> ''))",
        [ref],
    )
    ids = [row["id"] for row in settled]
    for begin in range(0, len(ids), SLICE):
        await bodies.strip(tx, ids[begin : begin + SLICE])
    tx.after_commit(bell.ring)
    return Recalls(cancelled, later + len(wanted), len(unknown))


async def forget(tx: Transaction, refs: Sequence[str]) -> None:
    """Deletes what was said about `refs` and is over, so that its words stand here no longer; what is still to be taken
    back stays until it is."""
    if refs:
        await tx.execute(
            f"""DELETE FROM gateway_outbox WHERE ref IN ({", ".join("?" * len(refs))})
            AND state IN ('sent', 'rejected', 'expired', 'cancelled') AND recall <> '{Recall.WANTED}'""",
            list(refs),
        )
        await bodies.erase_unused(tx)


async def traces(ref: str) -> list[Trace]:
    """Every message about `ref` that is or was to be taken back."""
    found = OutboxRow.filter(ref=ref).exclude(recall=Recall.NO).order_by("id")
    return [
        Trace(rows.chat_of(row.chat, row.via), row.state, row.recall, row.sent_at)
        for row in await found.only("chat", "via", "state", "recall", "sent_at")
    ]
