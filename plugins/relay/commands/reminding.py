"""催办: whoever has not read is reminded in private."""

from plugins.gateway.directory import Who
from plugins.gateway.registry import Where, answers, command
from plugins.gateway.request import Answer, Request

from .. import service, texts


@command(
    "催办",
    usage="催办 编号",
    example="催办 12",
    summary="私聊提醒还没有已阅的人",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def nudge(request: Request) -> Answer:
    """Reminds who has not read in the sender's units; names nobody."""
    view = service.view_of(await request.actor(), request.unit)
    in_group = request.chat.is_group
    if request.number is None:
        return Answer(texts.latest_text(await service.latest(view), in_group=in_group))
    nudged = await service.nudge(request.account, view, request.origin, request.number, request.time)
    return Answer(texts.nudged_text(nudged.number, nudged.outcome, in_group=in_group))


answers(service.NotRemindable, lambda error: texts.not_remindable_text(error.number, stopped=error.stopped))
answers(service.NotSentYet, lambda error: texts.not_sent_yet_text(error.number, error.at))
