"""请假, 销假, 准假, 不准; and a recalled 请假."""

from datetime import datetime

from plugins.gateway.chats import Chat
from plugins.gateway.directory import Who
from plugins.gateway.registry import command, on_recall
from plugins.gateway.request import Answer, Request
from plugins.gateway.rights import Stranger

from .. import service, texts
from ..service import Fit
from .meaning import APART, session_meant, told


@command("请假", usage="请假 [编号] 事由", example="请假 8 夜班", summary="会前请假,书记批", who=Who.MEMBER)
async def ask(request: Request) -> Answer:
    """Kept with the time it was typed; the reason is seen by the officers only."""
    person = await _person(request)
    number = request.number or await service.coming_for(person, request.chat, "请假", request.time)
    asked = await service.ask_leave(person, number, request.argument.strip(), request.origin, request.time)
    return told(request, texts.leave_asked_text(asked.number, asked.title, official=asked.official))


@command("销假", usage="销假 [编号]", example="销假 8", summary="不请假了", who=Who.MEMBER)
async def take_back(request: Request) -> Answer:
    """The leave is taken back, also a granted one."""
    person = await _person(request)
    number = request.number or await service.coming_for(person, request.chat, "销假", request.time, with_leave=True)
    back = await service.take_leave_back(person, number, request.origin, request.time)
    return Answer(texts.leave_back_text(back.number, back.title))


@command(
    "准假",
    usage="准假 编号(看事由);准假 编号 姓名…,或 准假 编号 全部",
    example="准假 8 全部",
    summary="看请假事由,准假",
    who=Who.MEMBER,
    offered=Who.OFFICER,
)
async def grant(request: Request) -> Answer:
    """Without names: who waits and why, in private. With names or 全部: granted."""
    names = [name for name in APART.split(request.argument.strip()) if name]
    number = await session_meant(request, Fit.ASKED, whole=False)
    if not names:
        title, asked = await service.leaves_waiting(request.account, number)
        return Answer(texts.leaves_text(number, title, asked), private=True)
    chosen = [] if names[0] == "全部" else names
    return await _decide(request, number, chosen, granted=True)


@command(
    "不准",
    usage="不准 编号 姓名 [理由]",
    example="不准 8 张三 当天有选举",
    summary="不准假",
    who=Who.MEMBER,
    offered=Who.OFFICER,
)
async def refuse(request: Request) -> Answer:
    """One person's leave is refused; they hear the reason in private."""
    name, reason = [*request.argument.split(None, 1), "", ""][:2]
    if not name:
        return told(request, texts.refuse_how_text(request.number))
    number = await session_meant(request, Fit.ASKED, whole=False)
    return await _decide(request, number, [name], granted=False, reason=reason.strip())


async def _decide(request: Request, number: int, names: list[str], *, granted: bool, reason: str = "") -> Answer:
    done = await service.decide_leave(
        request.account, number, names, granted=granted, reason=reason, origin=request.origin, now=request.time
    )
    return Answer(
        texts.granted_text(done.number, done.names, done.waiting, done.overruled, granted=granted), private=True
    )


async def _person(request: Request) -> int:
    actor = await request.actor()
    if actor.person_id is None:
        raise Stranger
    return actor.person_id


@on_recall
async def recalled(chat: Chat, account: str, message_id: str, at: datetime) -> str | None:
    """Recalling one's own 请假 takes it back, and says so."""
    back = await service.leave_recalled(chat.key, account, message_id, at)
    return texts.leave_back_text(back.number, back.title) if back else None
