"""The commands of handlers: in private only, with the rights of this very moment."""

import re

from plugins.gateway import segments
from plugins.gateway.directory import Who
from plugins.gateway.registry import Where, command
from plugins.gateway.request import Answer, Request

from .. import texts
from ..service import desk, publishing, records
from .templates import filled_in
from .typed import case_number

_DAYS = re.compile(r"(\d{1,3})(?:\s*(?:个?工作日|天|日)|(?!\w))\s*")
_FIRST = re.compile(r"(\S+)\s*")


@command(
    "意见台账",
    usage="意见台账",
    example="意见台账",
    summary="等我办的意见,急的在前",
    where=Where.PRIVATE,
    who=Who.HANDLER,
    catchup=False,
)
async def ledger(request: Request) -> Answer:
    """The open cases of the sender's desks."""
    found = await desk.ledger(request.account, records.day_of(request.time))
    return Answer(texts.desk.ledger_text(found.lines, found.left_out))


async def one_case(request: Request, number: int) -> Answer:
    """意见 意23, for its handler: the whole case with its pictures."""
    case = await desk.show(request.account, number)
    pictures = [segments.picture(one) for event in case.events for one in event.pictures]
    supporters = await publishing.supporters(number)
    return Answer(texts.desk.case_text(case, supporters), segments=tuple(pictures))


@command(
    "受理",
    usage="受理 编号",
    example="受理 意23",
    summary="接下一件意见",
    where=Where.PRIVATE,
    who=Who.HANDLER,
    catchup=False,
)
async def accept(request: Request) -> Answer:
    """Takes a case in hand."""
    if (typed := case_number(request)) is None:
        return _which(request, "受理 意23")
    done = await desk.accept(request.account, typed[0], request.origin, request.time)
    return Answer(texts.desk.accepted_text(done.number, done.clocks))


@command(
    "不予受理",
    usage="不予受理 编号 理由",
    example="不予受理 意23 不属于本院的事",
    summary="不受理一件意见,写明理由",
    where=Where.PRIVATE,
    who=Who.HANDLER,
    catchup=False,
)
async def decline(request: Request) -> Answer:
    """Declines a case with a reason the author reads."""
    if (typed := case_number(request)) is None:
        return _which(request, "不予受理 意23 不属于本院的事")
    done = await desk.decline(request.account, *typed, request.origin, request.time)
    return Answer(texts.desk.declined_text(done.number, reachable=done.reachable))


@command(
    "转办",
    usage="转办 编号 单位 [说明]",
    example="转办 意23 后勤党支部",
    summary="转给该办的单位",
    where=Where.PRIVATE,
    who=Who.HANDLER,
    catchup=False,
)
async def transfer(request: Request) -> Answer:
    """Passes a case on."""
    if (typed := case_number(request)) is None:
        return _which(request, "转办 意23 后勤党支部")
    number, rest = typed
    if (unit := _FIRST.match(rest)) is None:
        return Answer(texts.desk.unit_wanted_text(f"转办 {texts.shared.label(number)} 后勤党支部"))
    done = await desk.transfer(request.account, number, unit[1], rest[unit.end() :], request.origin, request.time)
    return Answer(texts.desk.transferred_text(done.number, done.unit))


@command(
    "退单",
    usage="退单 编号 理由",
    example="退单 意23 归后勤管",
    summary="转来的意见退回去",
    where=Where.PRIVATE,
    who=Who.HANDLER,
    catchup=False,
)
async def give_back(request: Request) -> Answer:
    """Gives a case back to the unit that passed it on."""
    if (typed := case_number(request)) is None:
        return _which(request, "退单 意23 归后勤管")
    done = await desk.give_back(request.account, *typed, request.origin, request.time)
    return Answer(texts.desk.given_back_text(done.number, done.unit))


@command(
    "答复",
    usage="答复 编号 正文;或 答复 编号 常用 几",
    example="答复 意23 已报修,周五前修好",
    summary="答复提意见的人",
    where=Where.PRIVATE,
    who=Who.HANDLER,
    catchup=False,
)
async def answer(request: Request) -> Answer:
    """Answers; the case stays open."""
    if (typed := case_number(request)) is None:
        return _which(request, "答复 意23 已报修,周五前修好")
    number, text = typed[0], await filled_in(request.account, typed[1])
    done = await desk.answer(request.account, number, text, request.origin, request.time)
    return Answer(texts.desk.answered_text(done.number, reachable=done.reachable))


@command(
    "办结",
    usage="办结 编号 [正文]",
    example="办结 意23 热水器已换新",
    summary="办完了,写明结果",
    where=Where.PRIVATE,
    who=Who.HANDLER,
    catchup=False,
)
async def close(request: Request) -> Answer:
    """Closes a case."""
    if (typed := case_number(request)) is None:
        return _which(request, "办结 意23 热水器已换新")
    number, text = typed[0], await filled_in(request.account, typed[1])
    done = await desk.close(request.account, number, text, request.origin, request.time)
    return Answer(texts.desk.closed_text(done.number, reachable=done.reachable))


@command(
    "延期意见",
    usage="延期意见 编号 天数 理由",
    example="延期意见 意23 5 等配件",
    summary="办不完,延一次,最多 10 个工作日",
    where=Where.PRIVATE,
    who=Who.HANDLER,
    catchup=False,
)
async def extend(request: Request) -> Answer:
    """Extends the clock, once."""
    example = "延期意见 意23 5 等配件"
    if (typed := case_number(request)) is None:
        return _which(request, example)
    number, rest = typed
    if (days := _DAYS.match(rest)) is None:
        return Answer(texts.desk.days_wanted_text(f"延期意见 {texts.shared.label(number)} 5 等配件"))
    reason = rest[days.end() :].lstrip(",，")
    done = await desk.extend(request.account, number, int(days[1]), reason, request.origin, request.time)
    return Answer(texts.desk.extended_text(done.number, done.clocks))


def _which(request: Request, example: str) -> Answer:
    return Answer(texts.desk.number_wanted_text(request.word, example))
