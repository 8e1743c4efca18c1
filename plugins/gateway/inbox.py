"""Once-only effects: a message that the chat service delivers twice is done once."""

from datetime import datetime

from plugins.storage import Transaction
from plugins.storage.errors import DomainError

from .request import Origin


class AlreadyHandled(DomainError):
    """This very message has had its effect before. The router then says nothing."""


async def first_time(tx: Transaction, origin: Origin, now: datetime) -> None:
    """Marks `origin` as handled, as part of the use case. Raises AlreadyHandled on a repetition."""
    rows = await tx.execute(
        "INSERT INTO gateway_inbox (self_id, chat, message_id, received_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (self_id, chat, message_id) DO NOTHING RETURNING id",
        [*origin.key, now],
    )
    if not rows:
        raise AlreadyHandled
