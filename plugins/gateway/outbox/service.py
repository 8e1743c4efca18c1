"""What others do with what was said: ask how it went, stop it, decide a doubt."""

from dataclasses import dataclass
from datetime import datetime

from plugins.storage import Transaction, clock
from plugins.storage.errors import Conflict, NotFound

from ..chats import Chat
from . import bell, rows, wishes
from .domain import Recall, State
from .models import OutboxRow

_TOLD = (
    "id",
    "chat",
    "via",
    "part",
    "parts",
    "kind",
    "state",
    "attempt",
    "sent_at",
    "message_id",
    "evidence",
    "recall",
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one part of a message to one chat stands. `sent_at` is aware UTC, None until it is known to be there.

    `message_id` is "" until then. `evidence` is a few English words for administrators. `recall`: whether it is or was to be
    taken back.
    """

    id: int
    chat: Chat
    part: int
    parts: int
    kind: str
    state: State
    attempt: int
    sent_at: datetime | None
    message_id: str
    evidence: str
    recall: Recall = Recall.NO


@dataclass(frozen=True, slots=True)
class Stopped:
    """What stop did: cancelled before it went; recalled as soon as it is known to be there; already there."""

    cancelled: int
    recalled_later: int
    already_sent: int


async def states(ref: str) -> list[Delivery]:
    """Every part to every chat that was said about `ref`, in the order it was queued."""
    found = await OutboxRow.filter(ref=ref).order_by("id").only(*_TOLD)
    return [
        Delivery(
            row.id,
            rows.chat_of(row.chat, row.via),
            row.part,
            row.parts,
            row.kind,
            row.state,
            row.attempt,
            row.sent_at,
            row.message_id or "",
            row.evidence,
            row.recall,
        )
        for row in found
    ]


async def in_doubt(number: int) -> list[tuple[int, Chat]]:
    """The messages about a number that are 待核实 in groups: ids and chats, in the order they were queued."""
    found = OutboxRow.filter(state=State.NEEDS_HUMAN, number=number).order_by("id").only("id", "chat", "via")
    rows_of = [(row.id, rows.chat_of(row.chat, row.via)) for row in await found]
    return [(row_id, chat) for row_id, chat in rows_of if chat.is_group]


async def stop(tx: Transaction, ref: str) -> Stopped:
    """Stops what is unsent about `ref`. What may be on its way is recalled once it is known to be there; what this process
    has claimed and not begun does not go."""
    stopped = Stopped(*await rows.stop(tx, ref))
    tx.after_commit(lambda: wishes.note_stopped(ref, clock.now()))
    if stopped.recalled_later:
        tx.after_commit(bell.ring)
    return stopped


async def resend(tx: Transaction, row_id: int) -> None:
    """重发: an officer takes the doubt upon them. Raises NotFound, and Conflict when it is not in doubt (any more)."""
    row = await _in_doubt(row_id)
    if row.recall is not Recall.NO:
        raise Conflict
    await OutboxRow.filter(id=row.id).update(
        state=State.QUEUED, due_at=clock.now(), refusals=0, evidence="sent again by an officer"
    )
    tx.after_commit(bell.ring)


async def accept(tx: Transaction, row_id: int) -> None:
    """视为已送达: it counts as sent, without a message id. Raises NotFound, and Conflict when it is not in doubt."""
    row = await _in_doubt(row_id)
    await OutboxRow.filter(id=row.id).update(
        state=State.SENT, due_at=None, sent_at=row.send_started_at, evidence="accepted by an officer"
    )
    await rows.release_next(tx, row.key, row.chat, row.part)
    tx.after_commit(bell.ring)


async def _in_doubt(row_id: int) -> OutboxRow:
    row = await OutboxRow.get_or_none(id=row_id)
    if row is None:
        raise NotFound
    if row.state is not State.NEEDS_HUMAN:
        raise Conflict
    return row
