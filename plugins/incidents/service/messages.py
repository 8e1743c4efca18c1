"""What is said about an incident, as rows of the outbox: by default in the urgent lane, with its pictures and files."""

import json
from collections.abc import Iterable, Sequence

from plugins.gateway import outbox
from plugins.gateway.chats import Chat
from plugins.gateway.outbox import Lane
from plugins.gateway.segments import Segment, from_json, to_json
from plugins.storage import Transaction

Brought = Sequence[tuple[Segment, bytes]]
"""Pictures and files with their bytes."""


async def keep(tx: Transaction, brought: Brought) -> list[Segment]:
    """Keeps the bytes and gives the segments that stand for them."""
    return [
        await outbox.blobs.keep(tx, content, name=str(piece.data.get("name", "")), kind=piece.type)
        for piece, content in brought
    ]


def stored(pieces: Iterable[Segment]) -> str:
    """Segments as a column."""
    return json.dumps(to_json(pieces), ensure_ascii=False)


def loaded(column: str) -> tuple[Segment, ...]:
    """The same back."""
    return from_json(json.loads(column))


async def say(
    tx: Transaction,
    chats: Iterable[Chat],
    said: str,
    pieces: Sequence[Segment] = (),
    *,
    number: int,
    key: str,
    ref: str,
    kind: str,
    lane: Lane = Lane.URGENT,
) -> None:
    """One message in its parts to each chat: the words, the pictures with the last of them, each file alone."""
    what = outbox.messages(said, number, pieces)
    await outbox.say(tx, chats, what, key=key, kind=kind, ref=ref, number=number, lane=lane)
