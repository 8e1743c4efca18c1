"""出勤: a session for its officers, one's own for everybody."""

from datetime import datetime

from plugins.gateway.directory import Actor, GroupKind, Who
from plugins.gateway.registry import command
from plugins.gateway.request import Answer, Request
from plugins.org import doubts
from plugins.org.acting import NotOfficerOver
from plugins.org.texts import in_doubt_text

from .. import domain, pictures, service, texts
from ..domain import Phase
from .units import Drawn, drawn


@command(
    "出勤",
    usage="出勤 [编号];干部看一次会议,本人看自己的",
    example="出勤 8",
    summary="看谁到了;不带编号看自己的出勤",
    who=Who.MEMBER,
)
async def attendance(request: Request) -> Answer:
    """A session's board to who leads there, else one's own; a group gets counts, names go to private and work groups."""
    actor = await request.actor()
    if request.number is None:
        return await _own(request, actor)
    try:
        found = await service.board(request.account, request.number, request.unit if request.bound else None)
    except NotOfficerOver:
        mine = await service.own(actor.person_id or 0, request.number)
        if not mine:
            raise
        return Answer(texts.own_text(mine, request.time), private=True)
    shown = Drawn((), ())
    if (units := len(found.stand.lines)) >= pictures.PICTURE_FROM:
        page = pictures.board(found, request.time)
        shown = await drawn(pictures.BOARD, page, units, texts.board_file_name(request.number))
    said = texts.board_text(found, request.time, by_unit=not any(shown), filed=bool(shown.files))
    if _may_name(request) and domain.phase(found.session, request.time) is not Phase.CANCELLED:
        names = await service.names(request.account, request.number, request.unit if request.bound else None)
        listed = texts.names_text(
            [(n.unit, n.waiting, n.asked, n.leave, n.official) for n in names], _word(found, request.time)
        )
        said = f"{said}\n{listed}" if listed else said
    doubtful = await doubts.shown_to(request.account, request.number) if _may_name(request) else ()
    return Answer(
        said + in_doubt_text(request.number, doubtful, in_group=request.chat.is_group), shown.picture, files=shown.files
    )


def _may_name(request: Request) -> bool:
    return request.bound is None or request.bound.kind is GroupKind.WORK


def _word(board: domain.Board, now: datetime) -> str:
    """How those are called who have not been there."""
    totals = board.stand.totals
    if totals.waiting:
        return "未签到" if now >= board.session.opens else "还没到签到时间"
    return "待核" if totals.pending else "缺席"


async def _own(request: Request, actor: Actor) -> Answer:
    """One's own sessions; before them, to officers, the latest ones of their units."""
    own = texts.own_text(await service.own(actor.person_id or 0), request.time)
    led = await service.latest(actor, request.unit if request.bound else None) if actor.officer_units() else []
    if not led:
        return Answer(own, private=True)
    latest = texts.latest_text(
        [(one.session, one.title, one.present, one.expected) for one in led],
        request.time,
        in_group=request.chat.is_group,
    )
    return Answer(f"{latest}\n\n{own}", private=True)
