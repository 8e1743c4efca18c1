"""并入: two reports of one thing; and a report whose message is recalled."""

import re
from datetime import datetime

from plugins.gateway.chats import Chat
from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import command, confirms, on_recall
from plugins.gateway.request import Answer, Request
from plugins.storage import clock

from .. import service, texts
from ..domain import Entry

_TARGET = re.compile(r"\D{0,6}(\d{1,9})\D*")


@command("并入", usage="并入 编号 编号(后一个留下)", example="并入 4 3", summary="两份突发是同一件", who=Who.ANYONE)
async def join(request: Request) -> Answer:
    """Shows what would become one; 确认 does it."""
    target = _TARGET.fullmatch(request.argument.strip())
    if request.number is None or target is None:
        return Answer(texts.join_how_text(request.number))
    found = await service.propose_join(
        await request.actor(), request.chat, request.origin, request.number, int(target[1]), request.time
    )
    in_group = request.chat.is_group
    return Answer(texts.joining_text(found.number, found.title, found.target, found.target_title, in_group=in_group))


@confirms("并入")
async def join_now(request: Request, preview: Preview) -> Answer:
    """Makes them one."""
    joined = await service.join(await request.actor(), preview, request.chat, request.origin, request.time, clock.now())
    return Answer(texts.joined_text(joined.number, joined.target, in_group=request.chat.is_group))


@on_recall
async def recalled(chat: Chat, account: str, message_id: str, at: datetime) -> str | None:
    """Nothing is taken back: those alerted are told that the message was recalled, and the sender how to call it off."""
    found = await service.recalled(chat.key, account, message_id, at)
    return texts.recalled_text(found.number, first=found.kind is Entry.FIRST) if found else None
