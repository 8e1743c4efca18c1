"""改期, 取消会议, 结束: a preview, then 确认."""

from datetime import datetime

from plugins.gateway import headers, times
from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, command, confirms
from plugins.gateway.request import Answer, Request

from .. import service, texts
from ..service import Fit
from .meaning import session_meant, told


@command(
    "改期",
    usage="改期 编号 时间",
    example="改期 8 周五15:00-16:30",
    summary="会议改到别的时间,各群收到通知",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def move(request: Request) -> Answer:
    """Shows the old and the new time; 确认 moves it."""
    if not request.argument.strip():
        return told(request, texts.move_how_text(request.number))
    new = _span_or_beginning(request.argument, request.time)
    number = await session_meant(request, Fit.AHEAD, whole=True)
    found = await _foreseen(request, service.MOVE, number, new)
    new = found.new
    old = (found.begins, found.ends)
    in_group = request.chat.is_group
    return Answer(
        texts.move_preview_text(
            found.number,
            found.title,
            old,
            (new.begins, new.ends) if new else old,
            found.present,
            heard=found.heard,
            in_group=in_group,
        )
    )


def _span_or_beginning(written: str, now: datetime) -> times.Span | datetime:
    """The new times; a beginning alone keeps the length. Raises TimeProblem."""
    try:
        return headers.span(written, now)
    except times.TimeProblem as problem:
        begins = headers.beginning(written, now) if problem.kind is times.Problem.NEEDS_END else None
        if begins is None:
            raise
        return begins


@command(
    "取消会议",
    usage="取消会议 编号",
    example="取消会议 8",
    summary="会不开了或没开成,不计出勤",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def cancel(request: Request) -> Answer:
    """Shows what that means; 确认 cancels it."""
    found = await _foreseen(request, service.CANCEL, await session_meant(request, Fit.COMING, whole=True))
    in_group = request.chat.is_group
    return Answer(
        texts.cancel_preview_text(
            found.number, found.title, found.begins, found.present, found.repeat, in_group=in_group
        )
    )


@command(
    "结束",
    usage="结束 编号",
    example="结束 8",
    summary="会议提前结束,签到即停",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def end(request: Request) -> Answer:
    """Shows how it stands; 确认 ends it now."""
    found = await _foreseen(request, service.END, await session_meant(request, Fit.RUNNING, whole=True))
    return Answer(texts.end_preview_text(found.number, found.title, found.counts, in_group=request.chat.is_group))


async def _foreseen(
    request: Request, word: str, number: int, new: times.Span | datetime | None = None
) -> service.Foreseen:
    return await service.propose_move(request.account, word, number, request.chat, request.origin, request.time, new)


@confirms("改期")
async def move_now(request: Request, preview: Preview) -> Answer:
    moved = await service.move(request.account, preview, request.origin, request.time)
    in_group = request.chat.is_group
    new = (moved.begins, moved.ends)
    return Answer(texts.moved_text(moved.number, new, moved.groups, moved.not_before, in_group=in_group))


@confirms("取消会议")
async def cancel_now(request: Request, preview: Preview) -> Answer:
    """`确认 全部` ends the series too."""
    whole = "全部" in request.argument.split()
    done = await service.cancel(request.account, preview, request.origin, request.time, whole_series=whole)
    return Answer(texts.cancelled_text(done.number, done.groups, done.next_number))


@confirms("结束")
async def end_now(request: Request, preview: Preview) -> Answer:
    number, counts = await service.end(request.account, preview, request.origin, request.time)
    return Answer(texts.ended_text(number, counts, in_group=request.chat.is_group))
