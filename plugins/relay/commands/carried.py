"""What a message brings along to be relayed: its words, the bytes of its pictures and files, and what was quoted."""

from collections.abc import Iterable

from plugins.gateway import attachments, forwarded
from plugins.gateway.request import Request
from plugins.gateway.segments import Segment

from .. import domain, service
from ..domain import Content
from ..service import Brought

TOGETHER_LIMIT = 30 * 1024 * 1024
"""Bytes of all pictures and files of one directive."""


async def content(request: Request, body: str) -> tuple[Content, Brought]:
    """The typed body with the pictures and files sent along, then what was quoted; and the bytes of them all.

    They are fetched now, while their addresses still lead somewhere. Raises QuoteMissing, AttachmentGone, AttachmentsTooLarge.
    """
    brought: Brought = {}
    sent = await _read(request, (one for one in request.segments if one.type not in ("text", "at", "face")), brought)
    found = Content("\n\n".join(filter(None, (body, sent.text))), sent.pieces, sent.left_out)
    if request.quote is None or _names_what_to_change(request):
        return found, brought
    quoted = await _read(request, request.quote.segments, brought)
    if not request.quote.segments and not body:
        raise service.QuoteMissing
    together = Content(
        "\n\n".join(filter(None, (found.text, quoted.text))),
        (*found.pieces, *quoted.pieces),
        found.left_out + quoted.left_out,
    )
    return together, brought


def _names_what_to_change(request: Request) -> bool:
    """更正, quoting the directive itself: the quote says which, not what."""
    return request.word != "传达" and request.quote is not None and request.quote.number is not None


async def _read(request: Request, segments: Iterable[Segment], brought: Brought) -> Content:
    read: list[Segment] = []
    for segment in await forwarded.unfolded(request.origin.self_id, segments):
        if segment.type not in service.WITH_BYTES:
            read.append(segment)
            continue
        key = f"sent:{len(brought)}"
        try:
            brought[key] = await attachments.fetch(request, segment)
        except attachments.FileGone as gone:
            raise service.AttachmentGone(segment.type == "image") from gone
        except attachments.FileTooLarge as large:
            raise service.AttachmentsTooLarge from large
        if sum(map(len, brought.values())) > TOGETHER_LIMIT:
            raise service.AttachmentsTooLarge
        name = str(segment.data.get("name") or segment.data.get("file") or "")
        read.append(Segment(segment.type, {"file": key, "name": name}))
    return domain.content_of(read)
