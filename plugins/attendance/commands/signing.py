"""签到 and 签退, by word, number, code or quote."""

from plugins.gateway import kinds
from plugins.gateway.directory import Who
from plugins.gateway.registry import command
from plugins.gateway.request import Answer, Quiet, Repeat, Reply, Request
from plugins.gateway.rights import Stranger
from plugins.gateway.texts import answered_otherwise_text, as_typed_in

from .. import service, texts


@command(
    "签到",
    usage="签到 [编号] [四位码],或引用通知回 签到",
    example="签到 8",
    summary="到会签到",
    who=Who.ANYONE,
    aliases=("报到",),
    bare=True,
)
async def sign_in(request: Request) -> Reply:
    """The sender is there, with the time it was typed."""
    return await _sign(request, out=False)


@command("签退", usage="签退 [编号]", example="签退 8", summary="离会签退", who=Who.ANYONE, bare=True)
async def sign_out(request: Request) -> Reply:
    """The sender leaves."""
    return await _sign(request, out=True)


async def _sign(request: Request, *, out: bool) -> Reply:
    claim = service.Claim(request.account, request.chat, request.number, request.code, request.time, out=out)
    match await service.sign(claim):
        case service.Signed(number, name, at, late, observer, present, expected, _):
            said = texts.signed_text(
                number, at, late=late, observer=observer, present=present, expected=expected, out=out
            )
            shown = texts.sign_name(name, late=late, observer=observer)
            return Quiet(texts.sign_topic(number, out=out), shown, texts.sign_tally(present, expected), said)
        case service.Again(number, name, since, _):
            said = texts.signed_before_text(number, name, since, out=out)
            return Repeat(texts.sign_topic(number, out=out), name, since, said)
        case service.SignRefused(number, reason, at, there):
            return _amiss(request, texts.sign_refused_text(number, reason, at, there=there))
        case service.WrongCode(number, missing):
            return _amiss(request, texts.wrong_code_text(number, missing=missing))
        case service.TooManyTries(number):
            return _amiss(request, texts.too_many_tries_text(number))
        case service.Overruled(number, state):
            in_group = request.chat.is_group
            return Answer(as_typed_in(texts.overruled_text(number, state, in_group=in_group), in_group=in_group))
        case service.NotListed(number, _):
            return _amiss(request, texts.not_listed_text(number))
        case service.NoSuch(number):
            if kind := await kinds.answered_otherwise(number, "签到"):
                return _amiss(request, answered_otherwise_text(number, kind.name, kind.answered))
            return _amiss(request, texts.no_such_text(number))
        case service.Unclear(choices):
            return _amiss(request, texts.which_sign_in_text(request.word, choices))
        case service.UnknownPerson():
            raise Stranger


def _amiss(request: Request, sentence: str) -> Answer:
    """What a crowd may get wrong at once: in a group one line says it to all whom it concerns."""
    return Answer(as_typed_in(sentence, in_group=request.chat.is_group), joined=True)
