"""已阅, by word, quote or reaction."""

from plugins.gateway.directory import Who
from plugins.gateway.intake import Reaction
from plugins.gateway.registry import command, on_reaction
from plugins.gateway.request import Answer, Quiet, Repeat, Reply, Request
from plugins.gateway.rights import Stranger

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
            return Answer(texts.stopped_before_text(number) if stopped else texts.no_receipts_text(number))
        case service.NoSuch(number):
            return Answer(texts.no_such_text(number))
        case service.Unclear(choices):
            return Answer(texts.which_directive_text(choices))
        case service.UnknownPerson():
            raise Stranger


@on_reaction
async def reacted(reaction: Reaction, number: int) -> None:
    """A reaction on a directive is its receipt. It is answered by nothing: who only reacts is not disturbed."""
    await service.record(service.Claim(reaction.account, reaction.chat, number, reaction.time))
