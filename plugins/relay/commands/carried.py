"""What a message brings along to be relayed: its words, pictures, files, and what was quoted."""

from plugins.gateway.request import Request

from .. import domain, service
from ..domain import Content


async def content(request: Request, body: str) -> Content:
    """The typed body with the pictures and files sent along, then what was quoted. Raises QuoteMissing."""
    sent = domain.content_of(piece for piece in request.segments if piece.type not in ("text", "at", "face"))
    found = Content(body, sent.pieces, sent.left_out)
    if request.quote is None or (request.quote.mine and request.quote.number is not None and request.word != "传达"):
        return found
    quoted = domain.content_of(request.quote.segments)
    if not request.quote.segments and not body:
        raise service.QuoteMissing
    return Content(
        "\n\n".join(filter(None, (body, quoted.text))),
        (*found.pieces, *quoted.pieces),
        found.left_out + quoted.left_out,
    )
