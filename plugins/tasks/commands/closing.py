"""销号: the end of a task."""

from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, command, confirms
from plugins.gateway.request import Answer, Request

from .. import service, texts


@command("销号", usage="销号 编号", example="销号 5", summary="任务到此结束", where=Where.OFFICE, who=Who.OFFICER)
async def close(request: Request) -> Answer:
    """Shows which units are not done; 确认 closes it."""
    if request.number is None:
        return Answer(texts.close_how_text())
    found = await service.propose_close(request.account, request.chat, request.origin, request.number, request.time)
    in_group = request.chat.is_group
    return Answer(
        texts.closing_text(found.number, found.title, found.done, found.not_done, found.repeat, in_group=in_group)
    )


@confirms("销号")
async def close_now(request: Request, preview: Preview) -> Answer:
    """Closes it."""
    closed = await service.close(request.account, preview, request.origin, request.time)
    return Answer(texts.closed_text(closed.number, closed.done, closed.not_done))
