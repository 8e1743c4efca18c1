"""Pictures and files sent with a report: fetched at once, but an alert does not wait for them."""

from plugins.gateway import attachments
from plugins.gateway.request import Request
from plugins.gateway.segments import Segment

KINDS = ("image", "file", "video", "record")
SECONDS = 3.0
"""For all of them: what has not come by then is asked for again."""
MOST = 9


async def fetch(request: Request) -> tuple[list[tuple[Segment, bytes]], int]:
    """What came in time with its bytes, and how many did not."""
    brought, lost = await attachments.fetch_all(request, KINDS, MOST, SECONDS)
    return [(_named(piece), content) for piece, content in brought], lost


def _named(piece: Segment) -> Segment:
    return Segment(piece.type, {"name": str(piece.data.get("name") or piece.data.get("file") or "")})
