"""Pictures and files sent with a report: fetched at once, but an alert does not wait for them."""

import asyncio

from plugins.gateway import attachments
from plugins.gateway.request import Request
from plugins.gateway.segments import Segment

KINDS = ("image", "file", "video", "record")
SECONDS = 3.0
"""For all of them: what has not come by then is asked for again."""
MOST = 9


async def fetch(request: Request) -> tuple[list[tuple[Segment, bytes]], int]:
    """What came in time with its bytes, and how many did not."""
    pieces = [piece for piece in request.segments if piece.type in KINDS]
    tasks = [asyncio.create_task(attachments.fetch(request, piece)) for piece in pieces[:MOST]]
    if tasks:
        await asyncio.wait(tasks, timeout=SECONDS)
    for task in tasks:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    brought = [
        (_named(piece), content) for piece, content in zip(pieces, outcomes, strict=False) if isinstance(content, bytes)
    ]
    return brought, len(pieces) - len(brought)


def _named(piece: Segment) -> Segment:
    return Segment(piece.type, {"name": str(piece.data.get("name") or piece.data.get("file") or "")})
