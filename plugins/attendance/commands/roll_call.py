"""点名 and 到."""

from datetime import timedelta

from plugins.gateway import times
from plugins.gateway.directory import Who
from plugins.gateway.registry import command
from plugins.gateway.request import Answer, Quiet, Reply, Request

from .. import service, texts
from ..service import Fit
from .meaning import session_meant

LASTS = timedelta(minutes=3)
LONGEST = timedelta(minutes=15)


@command(
    "点名",
    usage="点名 编号 [3分钟]",
    example="点名 8 3分钟",
    summary="会中点名,只报人数(通知时写了“点名: 是”才行)",
    who=Who.MEMBER,
    offered=Who.OFFICER,
    catchup=False,
)
async def call(request: Request) -> Answer:
    """Asks in the groups of the session; a count is told at the end."""
    number = await session_meant(request, Fit.RUNNING, whole=True)
    said = request.argument.strip()
    lasts = min(times.duration(said), LONGEST) if said else LASTS
    called = await service.call_roll(request.account, number, lasts, request.origin, request.time)
    return Answer(texts.calling_text(called.number, called.ends, called.groups, again=called.again))


@command("到", usage="引用点名回 到", example="到", summary="应点名", who=Who.MEMBER)
async def here(request: Request) -> Reply:
    """Answers the roll call that goes on."""
    answered = await service.answer_roll(request.account, request.time)
    said = texts.answered_text(answered.number, again=answered.again)
    if answered.again:
        return Answer(said)
    return Quiet(f"#{answered.number} 应答", (await request.actor()).name, "", said)
