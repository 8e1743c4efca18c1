"""定时: what is scheduled, and another time for it."""

from datetime import datetime

from plugins.gateway import headers
from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, command, confirms
from plugins.gateway.request import Answer, Request

from .. import service, texts

AT_ONCE = ("现在", "马上", "立即")


@command(
    "定时",
    usage="定时,或 定时 编号 新时间|现在",
    example="定时 12 明天8:00",
    summary="看哪些传达在等时间,改时间或马上发",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def schedule(request: Request) -> Answer:
    """The list, or a preview of another time; 停发 ends one."""
    in_group, words = request.chat.is_group, request.argument.strip()
    if request.number is None:
        view = service.view_of(await request.actor(), request.unit)
        listed = await service.scheduled(view, request.time)
        lines = [(one.number, one.title, one.at, one.groups, one.missed) for one in listed]
        return Answer(texts.schedule_text(lines, in_group=in_group))
    if not words:
        return Answer(texts.which_time_text(request.number, in_group=in_group))
    at: datetime | None = None if words in AT_ONCE else headers.beginning(words, request.time)
    found = await service.propose_time(request.account, request.chat, request.origin, request.number, at, request.time)
    return Answer(texts.time_preview_text(found.number, found.title, at, found.groups, in_group=in_group))


@confirms("定时")
async def move(request: Request, preview: Preview) -> Answer:
    """Has it sent at the previewed time."""
    moved = await service.move(request.account, preview, request.origin, request.time)
    now = preview.payload["at"] is None
    return Answer(texts.moved_text(moved.number, moved.at, moved.groups, now=now, in_group=request.chat.is_group))
