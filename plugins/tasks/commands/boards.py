"""任务: one task, what is mine, or (with a scope) a new one."""

from plugins import render
from plugins.gateway import rights
from plugins.gateway.directory import GroupKind, Who
from plugins.gateway.registry import command, find
from plugins.gateway.request import Answer, Reply, Request
from plugins.gateway.segments import Segment
from plugins.org import doubts
from plugins.org.texts import in_doubt_text
from plugins.storage import clock

from .. import domain, pictures, service, texts
from . import issuing


@command(
    "任务",
    usage="任务;任务 编号 [单位];布置时:任务 范围,下面各行 标题/截止/重复,再下面正文",
    example=texts.EXAMPLE,
    summary="我要办的;看一个任务;布置任务",
    who=Who.MEMBER,
    headers=domain.HEADERS,
)
async def tasks(request: Request) -> Reply:
    """Without anything: mine. With a number: that task, or one unit of it. With a scope: a new one."""
    actor = await request.actor()
    if request.number is None and not request.argument.strip() and request.quote is None:
        to_do, issued = await service.mine(actor)
        said = texts.mine_text(
            to_do, issued, request.time, officer=bool(actor.officer_units()), in_group=request.chat.is_group
        )
        return Answer(said, private=True)
    if request.number is not None and "\n" not in request.argument.strip():
        return await _one(request, request.number, request.argument.strip())
    return await _new(request)


async def _one(request: Request, number: int, unit: str) -> Answer:
    """Counts in a group of members; units and what they said in private and in work groups."""
    actor = await request.actor()
    if request.bound is not None and request.bound.kind is not GroupKind.WORK:
        return Answer(texts.counts_text(await service.board(actor, number), request.time))
    if not unit:
        board = await service.board(actor, number)
        shown: tuple[Segment, ...] = ()
        if len(board.lines) >= pictures.PICTURE_FROM:
            shown = await render.pictured(pictures.BOARD, pictures.board(board, request.time))
        said = texts.board_text(board, request.time, in_group=request.chat.is_group, by_unit=not shown)
        units = await doubts.shown_to(request.account, number)
        return Answer(said + in_doubt_text(number, units, in_group=request.chat.is_group), shown)
    found = await service.detail(actor, number, unit)
    history = [(one.at, one.name, one.act, one.text, len(one.pictures)) for one in found.history]
    brought, gone = await service.shown([picture for one in found.history for picture in one.pictures])
    return Answer(texts.detail_text(found.board, found.line, history, request.time, gone), brought)


async def _new(request: Request) -> Reply:
    """As 布置任务: by who may, where one may."""
    entry = find("布置任务")
    assert entry is not None
    rights.check_place(entry, request)
    await rights.check(entry, request)
    return await issuing.issue(request)


async def board_page(number: int) -> render.Page:
    """`bot.py print task 5 …`: every unit."""
    return render.Page(pictures.BOARD, pictures.board_pages(await service.whole(number), clock.now()))


render.prints("task", texts.board_page_summary(), board_page)
