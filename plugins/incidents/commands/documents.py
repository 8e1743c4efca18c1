"""总结: one incident on paper."""

from plugins import render
from plugins.gateway.directory import Who
from plugins.gateway.registry import Where, command
from plugins.gateway.request import Answer, Request
from plugins.gateway.segments import document
from plugins.storage import clock

from .. import pictures, service, texts


@command(
    "总结",
    usage="总结 编号",
    example="总结 3",
    summary="突发事件的总结文件:经过、更正、通报、报平安",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def summary(request: Request) -> Answer:
    """The PDF, to officers of the incident's unit and above."""
    actor = await request.actor()
    if request.number is None:
        return Answer(texts.summary_how_text([one.number for one in await service.open_ones(actor, request.account)]))
    found = await service.summary(actor, request.number)
    one = found.timeline.brief
    content = await render.pdf(pictures.SUMMARY, pictures.summary(found, request.time))
    paper = document(content, texts.summary_file_name(one.number, one.title))
    return Answer(texts.summary_text(found, in_group=request.chat.is_group), files=(paper,))


async def summary_page(number: int) -> render.Page:
    """`bot.py print incident 3 …`."""
    return render.Page(pictures.SUMMARY, pictures.summary(await service.summary_of(number), clock.now()))


render.prints("incident", texts.summary_page_text(), summary_page)
