"""The bytes of what is relayed: kept once with the preview, referred to from then on."""

from collections.abc import Iterable
from datetime import datetime

from plugins.gateway import outbox
from plugins.storage import Transaction, read

from ..domain import Piece, Proposal

WITH_BYTES = ("image", "file", "video", "record")
"""Kinds of segments whose bytes are fetched when they are sent to us: their addresses end."""

Brought = dict[str, bytes]
"""Bytes by the `file` of the piece they belong to."""


async def keep(tx: Transaction, pieces: Iterable[Piece], brought: Brought) -> tuple[Piece, ...]:
    """The pieces with what they brought kept, referring to it."""
    kept: list[Piece] = []
    for piece in pieces:
        content = brought.get(str(piece.data.get("file", "")))
        if content is None:
            kept.append(piece)
            continue
        segment = await outbox.blobs.keep(tx, content, name=str(piece.data.get("name", "")), kind=piece.type)
        kept.append(Piece(segment.type, segment.data))
    return tuple(kept)


async def touch_scheduled(tx: Transaction, before: datetime) -> None:
    """Every night (`before` is that moment): what waits for its time keeps its pictures and files: nothing in the outbox refers to them yet."""
    for row in await read("SELECT proposal FROM relay_directive WHERE state = 'scheduled'"):
        pieces = Proposal.loaded(row["proposal"]).pieces
        files = (str(piece.data.get("file", "")) for piece in pieces)
        hashes = [file.removeprefix(outbox.blobs.PREFIX) for file in files if file.startswith(outbox.blobs.PREFIX)]
        await outbox.blobs.touch(tx, hashes)
