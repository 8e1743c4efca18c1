"""传达情况 and 未阅: what officers see."""

from plugins.gateway.directory import Who
from plugins.gateway.registry import Where, command
from plugins.gateway.request import Answer, Request

from .. import service, texts


@command(
    "传达情况",
    usage="传达情况 [编号]",
    example="传达情况 12",
    summary="送到了哪些群,多少人已阅",
    who=Who.OFFICER,
)
async def board(request: Request) -> Answer:
    """One directive by unit, or the latest ones."""
    scope = service.view_of(await request.actor(), request.unit)
    if request.number is None:
        return Answer(texts.latest_text(await service.latest(scope), in_group=request.chat.is_group))
    return Answer(texts.board_text(await service.board(scope, request.number), in_group=request.chat.is_group))


@command(
    "未阅",
    usage="未阅 编号",
    example="未阅 12",
    summary="还没有已阅的人,按单位列出",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def unread(request: Request) -> Answer:
    """Names by unit: for private chats and work groups only."""
    scope = service.view_of(await request.actor(), request.unit)
    if request.number is None:
        return Answer(texts.latest_text(await service.latest(scope), in_group=request.chat.is_group))
    return Answer(texts.unread_text(request.number, await service.unread(scope, request.number)))
