"""催办 撤回 停发 of a task: words that tasks share with other capabilities."""

from plugins.gateway import kinds, recalls_texts
from plugins.gateway.kinds import Kind, Matter
from plugins.gateway.previews import Preview
from plugins.gateway.request import Answer, Request
from plugins.gateway.shared import NUDGE, RECALL, STOP

from .. import service, texts


async def _latest(request: Request) -> list[Matter]:
    """What the sender's units have issued and not closed."""
    _, issued = await service.mine(await request.actor())
    return [Matter(one.number, one.title, open=True) for one in issued]


TASK = kinds.register(Kind("任务", "任务", service.look, service.SAID, _latest))


@NUDGE.part(TASK)
async def nudge(request: Request, number: int) -> Answer:
    """Reminds the officers of units that are not done; names nobody."""
    nudged = await service.nudge(request.account, request.origin, number, request.time)
    return Answer(texts.nudged_text(number, nudged.units, nudged.outcome, in_group=request.chat.is_group))


@STOP.part(TASK)
async def stop(request: Request, number: int) -> Answer:
    """Shows what could still be stopped; 确认 stops it."""
    found = await service.propose_stop(request.account, request.chat, request.origin, number, request.time)
    return Answer(
        texts.stop_preview_text(number, found.title, found.reach, found.repeat, in_group=request.chat.is_group)
    )


@STOP.confirms(TASK)
async def stop_now(request: Request, preview: Preview) -> Answer:
    """Stops it; the task itself goes on."""
    stopped = await service.stop(request.account, preview, request.origin, request.time)
    return Answer(
        texts.stopped_text(
            stopped.number,
            stopped.cancelled,
            stopped.on_the_way,
            stopped.repeat,
            is_open=stopped.is_open,
            in_group=request.chat.is_group,
        )
    )


@RECALL.part(TASK)
async def recall(request: Request, number: int) -> Answer:
    """Shows where it is; 确认 takes it back."""
    found = await service.propose_recall(request.account, request.chat, request.origin, number, request.time)
    return Answer(
        texts.recall_preview_text(number, found.title, found.reach, found.repeat, in_group=request.chat.is_group)
    )


@RECALL.confirms(TASK)
async def recall_now(request: Request, preview: Preview) -> Answer:
    """Takes it back; how that went is told as soon as it is known."""
    done = await service.recall(request.account, preview, request.origin, request.time)
    return Answer(recalls_texts.recalled_text(preview.number, done.wanted, done.cancelled, done.unknown))
