"""出勤统计, 纪要, 会议记录."""

from plugins import render
from plugins.gateway.directory import Who
from plugins.gateway.months import NoMonth, read_month
from plugins.gateway.registry import Where, command
from plugins.gateway.request import Answer, Request
from plugins.gateway.segments import document
from plugins.storage import clock

from .. import pictures, service, texts
from ..service import Fit
from .meaning import session_meant, told
from .units import Drawn, drawn


@command(
    "出勤统计",
    usage="出勤统计 2026-11 [单位];不写月份就是本月",
    example="出勤统计 2026-11 内科党支部",
    summary="一个月的到会率,按单位列,不排名",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def statistics(request: Request) -> Answer:
    """A month by unit; many units come as a picture."""
    try:
        first, name = read_month(request.tail, clock.local(request.time).date())
    except NoMonth:
        return told(request, texts.month_how_text())
    month = await service.month_of(await request.actor(), request.unit, name, first)
    shown = Drawn((), ())
    if (units := len(month.lines)) > texts.UNITS_IN_TEXT:
        page = pictures.month(month, request.time)
        shown = await drawn(pictures.BOARD, page, units, texts.month_file_name(month))
    said = texts.month_text(month, by_unit=not any(shown), filed=bool(shown.files))
    return Answer(said, shown.picture, files=shown.files)


@command(
    "纪要",
    usage="纪要 编号 正文",
    example="纪要 8 一、传达学习……二、讨论……",
    summary="记下会议纪要,再发一次就是更新",
    where=Where.OFFICE,
    who=Who.MEMBER,
    offered=Who.OFFICER,
)
async def minutes(request: Request) -> Answer:
    """Alone it shows what is kept; with a text that is kept."""
    said = request.argument.strip()
    number = await session_meant(request, Fit.BEGUN, whole=True)
    if not said:
        kept = await service.newest_minutes(request.account, number)
        return Answer(texts.minutes_how_text(number, kept, in_group=request.chat.is_group))
    again = await service.write_minutes(request.account, number, said, request.origin, request.time)
    return Answer(texts.minutes_kept_text(number, again=again))


@command(
    "会议记录",
    usage="会议记录 编号",
    example="会议记录 8",
    summary="会议记录文件:可改的 .docx 和 PDF",
    where=Where.PRIVATE,
    who=Who.MEMBER,
    offered=Who.OFFICER,
)
async def record(request: Request) -> Answer:
    """The editable file and the PDF, to who leads or records the session."""
    from .. import documents  # with python-docx: seldom used, and heavy

    number = await session_meant(request, Fit.BEGUN, whole=True)
    found = await service.protocol(request.account, number)
    name = texts.file_name(found.session.number, found.proposal.title)
    paper = document(documents.record(found, request.time), f"{name}.docx")
    printed = document(await render.pdf(pictures.RECORD, pictures.record(found, request.time)), f"{name}.pdf")
    said = texts.record_sent_text(found.session.number, found.proposal.title, in_group=False)
    return Answer(said, files=(paper, printed))


async def record_page(number: int) -> render.Page:
    """`bot.py print record 8 …`."""
    found = await service.protocol_of(await service.load(number))
    return render.Page(pictures.RECORD, pictures.record(found, clock.now()))


render.prints("record", texts.record_summary_text(), record_page)
