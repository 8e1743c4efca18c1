"""接手 续报 终报 更正突发 误报: what is done about an incident."""

from plugins.gateway.directory import Who
from plugins.gateway.registry import command
from plugins.gateway.request import Answer, Request
from plugins.storage import clock

from .. import service, texts
from ..domain import Act
from . import attached

TAKES_OVER = ("换人", "换我")


@command("接手", usage="接手 [编号];换人办:接手 编号 换人", example="接手 3", summary="突发由我来办", who=Who.MEMBER)
async def take(request: Request) -> Answer:
    """An officer takes it on; 换人 takes it from another officer."""
    over = request.argument.strip().startswith(TAKES_OVER)
    return await _did(request, Act.TAKE_OVER if over else Act.TAKE)


@command(
    "续报",
    usage="续报 [编号] 正文",
    example="续报 3 备用电源已接上",
    summary="突发有新情况,报告人和干部发",
    who=Who.ANYONE,
    urgent=True,
)
async def report(request: Request) -> Answer:
    """What happened since; the clock begins anew."""
    return await _say(request, Act.REPORT)


@command("终报", usage="终报 [编号] 正文", example="终报 3 已恢复供电", summary="突发到此结束", who=Who.MEMBER)
async def close(request: Request) -> Answer:
    """It is over."""
    return await _say(request, Act.CLOSE)


@command(
    "更正突发",
    usage="更正突发 [编号] 正文",
    example="更正突发 3 是四楼停电,不是三楼",
    summary="突发报错了内容,原文保留",
    who=Who.ANYONE,
    urgent=True,
)
async def correct(request: Request) -> Answer:
    """The next version of what was reported; the first one stays."""
    return await _say(request, Act.CORRECT)


@command("误报", usage="误报 [编号] 原因", example="误报 3 消防演练", summary="突发没有这回事", who=Who.ANYONE)
async def call_false(request: Request) -> Answer:
    """It was none: told to all who were told of it."""
    return await _did(request, Act.CALL_FALSE, request.argument.strip())


async def _say(request: Request, act: Act) -> Answer:
    said = request.argument.strip()
    if not said and not any(piece.type in attached.KINDS for piece in request.segments):
        raise service.NothingSaid(act, request.number)
    return await _did(request, act, said)


async def _did(request: Request, act: Act, said: str = "") -> Answer:
    brought, lost = await attached.fetch(request) if said or act is Act.REPORT else ([], 0)
    wish = service.Wish(
        actor=await request.actor(),
        act=act,
        number=request.number,
        text=said,
        chat=request.chat,
        origin=request.origin,
        at=request.time,
        now=clock.now(),
        brought=brought,
    )
    did = await service.act(wish)
    return Answer(
        texts.did_text(
            did.number,
            did.typed,
            did.act,
            did.told,
            did.next_report_at,
            did.version,
            did.before,
            lost,
            repeated=did.repeated,
            in_group=request.chat.is_group,
        )
    )
