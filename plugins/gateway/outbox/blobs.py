"""Pictures and files that the program says: their bytes are kept once, rows carry a small reference to them.

A reference is a segment whose `file` is `blob:<SHA-256>`. It is stored like any other segment (in a proposal, a
preview, the outbox) and becomes base64 when the message goes out.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from plugins.storage import Transaction, clock
from plugins.storage.errors import NotFound

from ..segments import Segment
from .content import thawed
from .models import BlobRow

PREFIX = "blob:"


class BlobGone(NotFound):
    """A segment refers to bytes that were never kept, or were erased since."""


async def keep(tx: Transaction, content: bytes, *, name: str, kind: str) -> Segment:
    """Keeps `content` and gives the segment that stands for it; the same bytes again are kept once.

    `kind` is the segment type: image, file, record, video. `name` is what people see of a file; a picture shows none.
    What no row of the outbox refers to is erased after retention.BLOB_DAYS.
    """
    digest = hashlib.sha256(content).hexdigest()
    now = clock.now()
    found = await tx.execute("UPDATE gateway_blob SET kept_at = ? WHERE hash = ? RETURNING id", [now, digest])
    if not found:
        await tx.execute(
            "INSERT INTO gateway_blob (hash, content, kept_at) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING",
            [digest, content, now],
        )
    data: dict[str, Any] = {"file": PREFIX + digest}  # a segment's data
    return Segment(kind, data if kind == "image" else {**data, "name": name})


def references(segments: Iterable[Segment]) -> list[str]:
    """The hashes of the blobs that `segments` refer to."""
    sources = (str(segment.data.get("file", "")) for segment in segments)
    return [source.removeprefix(PREFIX) for source in sources if source.startswith(PREFIX)]


@lru_cache(maxsize=64)
@lru_cache(maxsize=64)
def carries(stored: str) -> bool:
    """Whether a stored message refers to blobs."""
    return bool(references(thawed(stored)))


async def touch(tx: Transaction, hashes: Iterable[str]) -> None:
    """Notes that they are said now. Raises BlobGone when one of them is not there."""
    for digest in set(hashes):
        if not await tx.execute(
            "UPDATE gateway_blob SET kept_at = ? WHERE hash = ? RETURNING id", [clock.now(), digest]
        ):
            raise BlobGone


async def expanded(segments: Sequence[Segment]) -> Sequence[Segment]:
    """The same message with the bytes in it, ready to go out. Raises BlobGone.

    They are read each time (4 ms of processor time a megabyte, in a second and more that a send is paced by) and never
    kept at hand: what is erased in the database, by whichever process, nobody shows any more.
    """
    if not references(segments):
        return segments
    return [await _expanded(segment) if references((segment,)) else segment for segment in segments]


async def _expanded(segment: Segment) -> Segment:
    row = await BlobRow.get_or_none(hash=str(segment.data["file"]).removeprefix(PREFIX))
    if row is None:
        raise BlobGone
    encoded = b64encode(row.content).decode("ascii")
    return Segment(segment.type, {**segment.data, "file": "base64://" + encoded})
