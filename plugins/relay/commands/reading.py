"""已阅, by word, quote or reaction; 代阅 for those without an account."""

import re

from plugins.gateway import kinds
from plugins.gateway.directory import Who
from plugins.gateway.intake import Reaction
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, command, confirms, on_reaction
from plugins.gateway.request import Answer, Quiet, Repeat, Reply, Request
from plugins.gateway.rights import Stranger
from plugins.gateway.texts import answered_otherwise_text

from .. import service, texts


@command(
    "已阅",
    usage="已阅 [编号],或引用那条回 收到,或给那条贴一个表情",
    example="已阅 12",
    summary="回执:我看到了",
    who=Who.ANYONE,
    aliases=("已读", "阅"),
    quote_aliases=("收到",),
    bare=True,
)
async def read(request: Request) -> Reply:
    """Records the sender's own receipt: once, with the time it was typed."""
    outcome = await service.record(service.Claim(request.account, request.chat, request.number, request.time))
    match outcome:
        case service.First(number, name, read_at, deadline, done, people):
            said = texts.read_text(number, read_at, deadline, done, people)
            return Quiet(texts.topic(number), name, texts.tally(done, people), said)
        case service.Again(number, name, since):
            return Repeat(texts.topic(number), name, since, texts.read_before_text(number, name, since))
        case service.NotAddressed(number, name):
            return Answer(texts.not_addressed_text(number, name))
        case service.Closed(number, stopped):
            return Answer(texts.closed_text(number, stopped=stopped))
        case service.NoSuch(number):
            if kind := await kinds.answered_otherwise(number, "已阅"):
                return Answer(answered_otherwise_text(number, kind.name, kind.answered), joined=True)
            return Answer(texts.no_such_to_read_text(number, in_group=request.chat.is_group))
        case service.Unclear(choices):
            return Answer(texts.which_directive_text(choices))
        case service.UnknownPerson():
            raise Stranger


@on_reaction
async def reacted(reaction: Reaction, number: int) -> None:
    """A reaction on a directive is its receipt. It is answered by nothing: who only reacts is not disturbed."""
    await service.record(service.Claim(reaction.account, reaction.chat, number, reaction.time))


@command(
    service.ANSWER_FOR,
    usage="代阅 编号 姓名… 告知方式",
    example="代阅 12 张三 电话",
    summary="替没有QQ的同志登记:谁、何时、怎样告知的",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def answer_for(request: Request) -> Answer:
    """Shows who is answered for; 确认 keeps it as such."""
    words = [word for word in re.split(r"[、,,\s]+", request.argument.strip()) if word]
    if request.number is None or len(words) < 2:
        return Answer(texts.how_to_answer_for_text(request.number, in_group=request.chat.is_group))
    *names, how = words
    view = service.view_of(await request.actor(), request.unit)
    found = await service.propose_answers(
        request.account, view, request.chat, request.origin, request.number, names, how[:20], request.time
    )
    if isinstance(found, service.Closed):
        return Answer(texts.closed_text(found.number, stopped=found.stopped))
    people = [(one.name, one.unit) for one in found.people]
    return Answer(texts.answer_preview_text(found.number, people, found.how, in_group=request.chat.is_group))


@confirms(service.ANSWER_FOR)
async def answer_for_now(request: Request, preview: Preview) -> Answer:
    view = service.view_of(await request.actor(), request.unit)
    done = await service.answer_for(request.account, view, preview, request.origin, request.time)
    return Answer(texts.answered_for_text(done.number, done.names, done.how, done.done, done.people))
