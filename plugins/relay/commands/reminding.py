"""催办: whoever has not read is reminded in private."""

from plugins.gateway.registry import answers
from plugins.gateway.request import Answer, Request
from plugins.gateway.shared import NUDGE

from .. import service, texts
from .directives import DIRECTIVE


@NUDGE.part(DIRECTIVE)
async def nudge(request: Request, number: int) -> Answer:
    """Reminds who has not read in the sender's units; names nobody."""
    view = service.view_of(await request.actor(), request.unit)
    nudged = await service.nudge(request.account, view, request.origin, number, request.time)
    return Answer(texts.nudged_text(nudged.number, nudged.outcome, in_group=request.chat.is_group))


answers(service.NotRemindable, lambda error: texts.not_remindable_text(error.number, stopped=error.stopped))
answers(service.NotSentYet, lambda error: texts.not_sent_yet_text(error.number, error.at))
