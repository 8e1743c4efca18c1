"""Rows of the outbox for tests: queued the way everybody queues them, claimed the way the drain claims them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from plugins import storage
from plugins.gateway import chats, outbox
from plugins.gateway.chats import Chat
from plugins.gateway.outbox import rows
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.outbox.rows import Claimed
from plugins.gateway.segments import Segment, text
from plugins.storage import Transaction, clock

WARD, LAB = chats.group("30001"), chats.group("30002")
BOT = "10000"


async def say(sentence: str, chat: Chat = WARD, **options: Any) -> None:  # options of enqueue
    """Queues a message whose key, unless given, is its text."""
    key = options.pop("key", f"{chat.key} {sentence}")

    async def work(tx: Transaction) -> None:
        await outbox.enqueue(
            tx, **{"key": key, "chat": chat, "segments": [text(sentence)], "kind": "test", "ref": "test:1", **options}
        )

    await storage.write(work)


def saying(key: str, chat: Chat, segments: Sequence[Segment], **options: Any) -> outbox.Saying:  # fields of a Saying
    return outbox.Saying(**{"key": key, "chat": chat, "segments": segments, "kind": "test", "ref": key, **options})


async def claim(
    owner: str = "one", *, now: datetime | None = None, most: int = 100, reach: rows.Reach | None = None
) -> list[Claimed]:
    """What a process would take now."""

    async def work(tx: Transaction) -> list[Claimed]:
        return await rows.claim(tx, owner=owner, account=BOT, now=now or clock.now(), most=most, reach=reach)

    return await storage.write(work)


def said(claimed: list[Claimed]) -> list[str]:
    """The texts of claimed rows."""
    return [str(row.segments[0].data["text"]) for row in claimed]


async def state_of(sentence: str, chat: Chat = WARD) -> outbox.State:
    """The state of the message queued with this text."""
    return (await OutboxRow.get(key=f"{chat.key} {sentence}", chat=chat.key)).state
