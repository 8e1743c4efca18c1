"""值班 and 导入班表."""

from datetime import date, datetime

from plugins.gateway import attachments, times, times_texts
from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, answers, command, confirms
from plugins.gateway.request import Answer, Reply, Request
from plugins.gateway.rights import Stranger
from plugins.storage import clock

from .. import duty, texts
from ..domain import decode, read_rota


@command(
    "值班",
    usage="值班 起止时间;值班 取消;只发 值班 看自己的",
    example="值班 明天8:00-18:00",
    summary="登记自己的值班,值班时不提醒您;只有您自己看得到",
    aliases=("我的值班",),
)
async def my_duty(request: Request) -> Reply:
    """One's own spans only; in a group the answer goes to private."""
    person = (await request.actor()).person_id
    if person is None:
        raise Stranger
    argument = request.argument.strip()
    if argument in ("取消", "撤销", "删除"):
        return Answer(texts.duty_cancelled_text(await duty.cancel(person, request.time)), private=True)
    if argument:
        try:
            span = times.span(argument, clock.local(request.time), begun=True)
        except times.TimeProblem as problem:
            return Answer(times_texts.problem_text(problem))
        await duty.add(person, span)
    spans = await duty.mine(person, request.time)
    return Answer(texts.duty_text(spans, added=bool(argument), zone=clock.zone()), private=True)


@command(
    duty.IMPORT,
    usage="导入班表,下面每行:姓名,日期,班(白/中/夜,或 8:00-18:00)",
    example=texts.ROTA_EXAMPLE,
    summary="登记本单位的排班,值班的人不被提醒",
    where=Where.PRIVATE,
    who=Who.OFFICER,
    draft=texts.rota_example_text(),
    at_once=True,
)
async def import_rota(request: Request) -> Reply:
    """Pasted lines or a CSV file: shows the numbers, and waits for 确认. One wrong line and nothing is kept."""
    now = clock.local(request.time)
    file = attachments.file_of(request)
    text = decode(await attachments.fetch(request, file)) if file else request.argument
    rows, bad = read_rota(text, clock.zone(), lambda cell: _day(cell, now))
    if bad or not rows or len(rows) > duty.MOST:
        return Answer(texts.rota_unreadable_text([(line.line, line.text) for line in bad]))
    rota = await duty.preview(await request.actor(), request.chat, request.unit, rows, request.time)
    return Answer(texts.rota_preview_text(rota.number, rota.spans, rota.people))


def _day(cell: str, now: datetime) -> date | None:
    """A day as people write it; today and yesterday's numeric dates too, so that a running week can be pasted."""
    numeric = cell.replace("/", "-").replace(".", "-")
    for pattern in ("%Y-%m-%d", "%m-%d"):
        try:
            found = datetime.strptime(numeric if pattern[1] == "Y" else f"{now.year}-{numeric}", "%Y-%m-%d")  # noqa: DTZ007 - a day only
        except ValueError:
            continue
        return found.date()
    try:
        found = times.parse(cell, now)
    except times.TimeProblem:
        return None
    return found.at.date() if isinstance(found, times.Moment) and found.date_only else None


@confirms(duty.IMPORT)
async def confirm_rota(request: Request, preview: Preview) -> Reply:
    return Answer(texts.rota_kept_text(await duty.confirm(await request.actor(), preview, request.time)))


answers(duty.RotaRefused, lambda error: texts.rota_refused_text(error.unknown))
