"""重发 and 视为已送达: an officer or administrator decides what stayed in doubt."""

from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, answers, command, confirms
from plugins.gateway.request import Answer, Request

from .. import doubts, texts


@command(
    doubts.RESEND,
    usage="重发 编号 [单位]",
    example="重发 12 内科党支部",
    summary="待核实的群里确实没有,再发一次",
    where=Where.OFFICE,
    who=Who.STEWARD,
)
async def resend(request: Request) -> Answer:
    """Shows the groups in doubt; 确认 sends it there again."""
    if request.number is None:
        return Answer(texts.which_doubt_text(doubts.RESEND))
    found = await _doubtful(request, request.number)
    return Answer(
        texts.resend_preview_text(found.number, found.kind, found.title, found.units, in_group=request.chat.is_group)
    )


@command(
    doubts.ACCEPT,
    usage="视为已送达 编号 [单位]",
    example="视为已送达 12 内科党支部",
    summary="待核实的群里已经有了,记为送达",
    where=Where.OFFICE,
    who=Who.STEWARD,
)
async def accept(request: Request) -> Answer:
    """Shows the groups in doubt; 确认 takes it as delivered there."""
    if request.number is None:
        return Answer(texts.which_doubt_text(doubts.ACCEPT))
    found = await _doubtful(request, request.number)
    return Answer(
        texts.accept_preview_text(found.number, found.kind, found.title, found.units, in_group=request.chat.is_group)
    )


async def _doubtful(request: Request, number: int) -> doubts.Doubtful:
    names = [word for word in request.argument.replace("、", " ").split() if word]
    return await doubts.propose(
        request.account, request.chat, request.origin, request.word, number, names, request.time
    )


@confirms(doubts.RESEND)
async def resend_now(request: Request, preview: Preview) -> Answer:
    done = await doubts.decide(request.account, preview, request.origin, request.time)
    return Answer(texts.resent_text(done.number, done.see, done.groups, in_group=request.chat.is_group))


@confirms(doubts.ACCEPT)
async def accept_now(request: Request, preview: Preview) -> Answer:
    done = await doubts.decide(request.account, preview, request.origin, request.time)
    return Answer(texts.accepted_text(done.number, done.groups))


answers(doubts.NothingInDoubt, lambda error: texts.nothing_in_doubt_text(error.number, error.see))
answers(doubts.NothingNumbered, lambda error: texts.nothing_numbered_text(error.number))
