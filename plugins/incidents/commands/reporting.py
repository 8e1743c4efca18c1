"""突发: a new incident, one with its timeline, or the open ones."""

from plugins.gateway.directory import GroupKind, Who
from plugins.gateway.registry import command
from plugins.gateway.request import Answer, Reply, Request
from plugins.org import doubts
from plugins.org.texts import in_doubt_text
from plugins.storage import clock

from .. import domain, service, texts
from . import attached


@command(
    "突发",
    usage="突发 标题,下面写情况;突发 编号(看经过);突发(进行中的)",
    example=texts.EXAMPLE,
    summary="报突发事件,马上通知各级干部;看经过",
    who=Who.ANYONE,
    urgent=True,
)
async def report(request: Request) -> Reply:
    """With words (or a picture): a new one, at once and without 确认. A number alone: its timeline. Nothing: open ones."""
    if request.argument.strip() or any(piece.type in attached.KINDS for piece in request.segments):
        return await _file(request)
    if request.number is not None:
        return await _one(request, request.number)
    return await _open(request)


async def _file(request: Request) -> Answer:
    """Filed with what was typed when it was typed; the answer waits a moment for the alerts to arrive."""
    actor = await request.actor()
    unit = await service.unit_for(actor, request.bound)
    brought, lost = await attached.fetch(request)
    title, text = domain.title_and_text(request.tail)
    now = clock.now() if request.late else request.time
    filed = await service.file(
        service.Report(
            actor=actor,
            unit=unit,
            chat=request.chat,
            origin=request.origin,
            at=request.time,
            now=now,
            title=title or texts.untitled_text(),
            text=text,
            brought=brought,
        )
    )
    if filed.added:
        return Answer(texts.added_text(filed.number, filed.title, lost, in_group=request.chat.is_group))
    reached = await service.wait(filed.number, clock.now())
    double = (filed.double.number, filed.double.title) if filed.double else None
    in_group = request.chat.is_group
    return Answer(texts.filed_text(filed.number, reached, lost, double, in_group=in_group, retyped=filed.retyped))


async def _one(request: Request, number: int) -> Answer:
    """The timeline in private and in work groups; counts in a group of members."""
    found = await service.timeline(await request.actor(), number, request.unit)
    if _is_members_group(request):
        return Answer(texts.counts_text(found, number))
    in_group = request.chat.is_group
    units = await doubts.shown_to(request.account, found.brief.number)
    doubtful = in_doubt_text(found.brief.number, units, in_group=in_group)
    return Answer(texts.timeline_text(found, number, request.time, in_group=in_group) + doubtful)


async def _open(request: Request) -> Answer:
    briefs = await service.open_ones(await request.actor(), request.account)
    if _is_members_group(request):
        return Answer(texts.group_list_text(briefs))
    return Answer(texts.list_text(briefs, request.time, in_group=request.chat.is_group))


def _is_members_group(request: Request) -> bool:
    return request.bound is not None and request.bound.kind is not GroupKind.WORK
