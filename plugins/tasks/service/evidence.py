"""Pictures that come along with 完成: kept by their bytes, shown to who may see the unit's part. Nobody is asked for any."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins.gateway import outbox
from plugins.gateway.outbox import blobs
from plugins.gateway.segments import Segment, from_json, to_json
from plugins.storage import Transaction, read

MOST = 9
"""Pictures of one message, and of one answer."""


@dataclass(frozen=True, slots=True)
class Brought:
    """Pictures of a message, and how many of it could not be had."""

    pictures: tuple[bytes, ...] = ()
    missed: int = 0


_OPEN = (
    "SELECT e.pictures FROM tasks_event e JOIN tasks_assignment a ON a.id = e.assignment_id "
    "JOIN tasks_task t ON t.id = a.task_id WHERE t.closed_at IS NULL AND e.pictures <> '[]'"
)


async def keep(tx: Transaction, pictures: Iterable[bytes]) -> str:
    """Keeps them; what an event says of them."""
    kept = [await outbox.blobs.keep(tx, content, name="", kind="image") for content in pictures]
    return json.dumps(to_json(kept))


def kept(stored: str) -> tuple[Segment, ...]:
    """The pictures of an event, referring to kept bytes."""
    return from_json(json.loads(stored))


async def shown(pictures: Sequence[Segment]) -> tuple[tuple[Segment, ...], int]:
    """The last MOST of them with their bytes, in their order, and how many are not there any more."""
    found: list[Segment] = []
    gone = 0
    for picture in pictures[-MOST:]:
        try:
            found += await blobs.expanded((picture,))
        except blobs.BlobGone:
            gone += 1
    return tuple(found), gone


async def touch(tx: Transaction, before: datetime) -> None:
    """Every night (`before` is that moment): pictures stay as long as their task is open, nothing in the outbox refers to
    them. After that they go as all others do."""
    hashes = {one for row in await read(_OPEN) for one in blobs.references(kept(row["pictures"]))}
    for digest in hashes:
        try:
            await blobs.touch(tx, [digest])
        except blobs.BlobGone:  # erased in a long absence: the others stay all the same
            continue
