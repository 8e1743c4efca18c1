"""设经办 and 撤经办: who handles opinions in a unit."""

from plugins.gateway.directory import Who
from plugins.gateway.registry import Where, command
from plugins.gateway.request import Answer, Request

from .. import texts
from ..domain import Kind
from ..service import handlers


@command(
    "设经办",
    usage="设经办 单位 姓名 [类别];只发 设经办 看现有的",
    example=texts.handlers.EXAMPLE,
    summary="谁来办意见,书记和上级两个人定",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def appoint(request: Request) -> Answer:
    """Names a handler, agrees to one, or lists them."""
    words = request.argument.split()
    if not words:
        return Answer(texts.handlers.handlers_text(await handlers.listed(request.account)), private=True)
    kind = _kind(words[-1]) if len(words) > 2 else None
    if len(words) != (3 if kind else 2):
        return Answer(texts.handlers.handler_wanted_text())
    done = await handlers.appoint(request.account, words[0], words[1], kind, request.origin, request.time)
    if done.wanted is None:
        return Answer(texts.handlers.appointed_text(done.name, done.unit, done.kind))
    return Answer(texts.handlers.asked_text(done.name, done.unit, done.kind, done.wanted))


@command(
    "撤经办",
    usage="撤经办 单位 姓名",
    example=texts.handlers.DISMISSAL,
    summary="不再让某人办意见",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def dismiss(request: Request) -> Answer:
    """Takes a handler's office away; their open cases find other hands first."""
    words = request.argument.split()
    if len(words) != 2:
        return Answer(texts.handlers.whom_to_dismiss_text())
    done = await handlers.dismiss(request.account, words[0], words[1], request.origin, request.time)
    return Answer(texts.handlers.dismissed_text(done.name, done.unit))


def _kind(word: str) -> Kind | None:
    try:
        return Kind(word)
    except ValueError:
        return None
