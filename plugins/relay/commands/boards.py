"""传达情况 and 未阅: what officers see."""

from plugins import render
from plugins.gateway import outbox
from plugins.gateway.directory import Who
from plugins.gateway.registry import Where, command
from plugins.gateway.request import Answer, Request
from plugins.storage import clock

from .. import domain, pictures, service, texts


@command(
    "传达情况",
    usage="传达情况 [编号]",
    example="传达情况 12",
    summary="送到了哪些群,多少人已阅",
    who=Who.OFFICER,
)
async def board(request: Request) -> Answer:
    """One directive in a line and a picture (in words, where the units are few), or the latest ones."""
    scope, in_group = service.view_of(await request.actor(), request.unit), request.chat.is_group
    if request.number is None:
        return Answer(texts.latest_text(await service.latest(scope), request.word, in_group=in_group))
    found = await service.board(scope, request.number)
    shown = ()
    if len(found.lines) >= domain.PICTURE_FROM:
        shown = await render.pictured(pictures.BOARD, pictures.board(found, request.time))
    return Answer(texts.board_text(found, await outbox.pace(), in_group=in_group, by_unit=not shown), shown)


@command(
    "未阅",
    usage="未阅 编号 [单位]",
    example="未阅 12",
    summary="还没有已阅的人,按单位列出",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def unread(request: Request) -> Answer:
    """Names by unit: for private chats and work groups only."""
    scope = service.view_of(await request.actor(), request.unit)
    if request.number is None:
        return Answer(texts.latest_text(await service.latest(scope), request.word, in_group=request.chat.is_group))
    only = request.argument.strip()
    units = await service.unread(scope, request.number, only)
    return Answer(texts.unread_text(request.number, units, only=only, in_group=request.chat.is_group))


async def board_page(number: int) -> render.Page:
    """`bot.py print board 12 …`: every unit."""
    found = await service.board(await service.view_of_all(), number, most=None)
    return render.Page(pictures.BOARD, pictures.board_pages(found, clock.now()))


render.prints("board", texts.board_page_summary(), board_page)
