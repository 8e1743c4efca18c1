"""监督台账 and 意见统计: months in figures."""

from plugins import render
from plugins.gateway.directory import Who
from plugins.gateway.months import NoMonth, read_month
from plugins.gateway.registry import Where, command
from plugins.gateway.request import Answer, Request

from .. import pictures, texts
from ..service import records, statistics
from .typed import behind


@command(
    "监督台账",
    usage="监督台账 [2026-11];不写月份就是本月",
    example="监督台账 2026-11",
    summary="一个月的意见收了多少、办得怎样",
    where=Where.PRIVATE,
    who=Who.REPRESENTATIVE,
    catchup=False,
)
async def ledger(request: Request) -> Answer:
    """A month by kind, with a picture where there is a table to show."""
    today = records.day_of(request.time)
    try:
        first, rest = read_month(behind(request), today)
    except NoMonth:
        return Answer(texts.figures.ledger_how_text())
    if rest:
        return Answer(texts.figures.ledger_how_text())
    found = await statistics.ledger(await request.actor(), first, today)
    shown = ()
    if found.rows or found.units or found.months:
        shown = await render.pictured(pictures.LEDGER, pictures.ledger(found, request.time))
    return Answer(texts.figures.ledger_text(found, pictured=bool(shown)), shown)


@command(
    "意见统计",
    usage="意见统计 [2026-11] [单位];经办人不写单位就是自己手上的",
    example="意见统计 2026-11 内科党支部",
    summary="受理率、办结率、满意率和办理天数,不排名",
    where=Where.PRIVATE,
    who=Who.DESK,
    catchup=False,
)
async def figures(request: Request) -> Answer:
    """The figures of a unit, or of what is in a handler's hands."""
    today = records.day_of(request.time)
    try:
        first, name = read_month(behind(request), today)
    except NoMonth:
        return Answer(texts.figures.statistics_how_text())
    found = await statistics.statistics(await request.actor(), request.unit, name, first, today)
    return Answer(texts.figures.statistics_text(found))
