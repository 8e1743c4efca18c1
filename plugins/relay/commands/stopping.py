"""停发: what has not gone out yet stays here."""

from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, command, confirms
from plugins.gateway.request import Answer, Request

from .. import service, texts


@command(
    "停发",
    usage="停发 编号",
    example="停发 12",
    summary="没发出去的不再发",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def stop(request: Request) -> Answer:
    """Shows what could still be stopped; 确认 stops it."""
    if request.number is None:
        scope = service.view_of(await request.actor(), request.unit)
        return Answer(texts.latest_text(await service.latest(scope), in_group=request.chat.is_group))
    found = await service.propose_stop(request.account, request.chat, request.origin, request.number, request.time)
    in_group = request.chat.is_group
    return Answer(texts.stop_preview_text(found.number, found.title, found.waiting, found.out, in_group=in_group))


@confirms("停发")
async def stop_now(request: Request, preview: Preview) -> Answer:
    """Stops it; what is just being sent is taken back once it is known to be there."""
    stopped = await service.stop(request.account, preview, request.origin, request.time)
    return Answer(texts.stopped_text(preview.number, stopped.cancelled, stopped.on_the_way, stopped.out))
