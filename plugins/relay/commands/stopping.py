"""停发: what has not gone out yet stays here."""

from plugins.gateway.previews import Preview
from plugins.gateway.request import Answer, Request
from plugins.gateway.shared import STOP

from .. import service, texts
from .directives import DIRECTIVE


@STOP.part(DIRECTIVE)
async def stop(request: Request, number: int) -> Answer:
    """Shows what could still be stopped; 确认 stops it."""
    found = await service.propose_stop(request.account, request.chat, request.origin, number, request.time)
    in_group = request.chat.is_group
    return Answer(texts.stop_preview_text(found.number, found.title, found.waiting, found.out, in_group=in_group))


@STOP.confirms(DIRECTIVE)
async def stop_now(request: Request, preview: Preview) -> Answer:
    """Stops it; what is just being sent is taken back once it is known to be there."""
    stopped = await service.stop(request.account, preview, request.origin, request.time)
    return Answer(texts.stopped_text(preview.number, stopped.cancelled, stopped.on_the_way, stopped.out))
