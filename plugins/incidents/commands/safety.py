"""报平安 by those asked, 未报平安 for officers."""

import re

from plugins.gateway.directory import Actor, GroupKind, UnitView, Who, directory
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, command, confirms
from plugins.gateway.request import Answer, Quiet, Repeat, Reply, Request
from plugins.gateway.rights import Stranger
from plugins.org.contribute import PersonalData, Waiting, contributes
from plugins.storage.config import settings

from .. import service, texts
from ..domain import telling

_BETWEEN_NAMES = re.compile(r"[、,,\s]+")


@command(
    "报平安",
    usage="报平安 [编号],或引用通报回 报平安",
    example="报平安 3",
    summary="突发时告诉单位我平安",
    who=Who.ANYONE,
    bare=True,
)
async def safe(request: Request) -> Reply:
    """Records that the sender is safe: once, with the time it was typed."""
    said = request.argument.strip()
    if said and said != (await request.actor()).name and await directory().knows_name(said):
        return Answer(texts.not_oneself_text(said, request.number))
    outcome = await service.answer_safe(
        service.SafetyClaim(request.account, request.chat, request.number, request.time, said)
    )
    match outcome:
        case service.Safe(number, name, done, people):
            tally = texts.safety_tally(done, people)
            return Quiet(texts.safety_topic(number), name, tally, texts.safe_text(number, done, people))
        case service.SafeBefore(number, name, since):
            said_before = texts.safe_before_text(number, name, since)
            return Repeat(texts.safety_topic(number), name, since, said_before)
        case service.NotAsked(number):
            return Answer(texts.not_asked_text(number))
        case service.WhichAsk(choices):
            return Answer(texts.which_ask_text(choices))
        case service.NobodyKnown():
            raise Stranger


@command(
    "未报平安",
    usage="未报平安 [编号] [单位]",
    example="未报平安 3",
    summary="还有谁没报平安,没有QQ的另列",
    who=Who.OFFICER,
)
async def missing(request: Request) -> Answer:
    """Names by unit in private and in work groups, counts in a group of members."""
    found = await service.missing(
        await request.actor(),
        request.bound.unit if request.bound is not None else None,
        request.number,
        request.argument.strip(),
    )
    if request.bound is not None and request.bound.kind is not GroupKind.WORK:
        return Answer(texts.missing_counts_text(found.number, found.title, found.here, open=found.open))
    in_group = request.chat.is_group
    return Answer(
        texts.missing_text(found.number, found.title, found.here, found.all, open=found.open, in_group=in_group)
    )


@command(
    service.SPEAK_FOR,
    usage="代报平安 编号 姓名… [怎样知道的]",
    example="代报平安 3 张三 李四 电话",
    summary="替没有QQ或联系不上手机的同志报平安",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def speak_for(request: Request) -> Answer:
    """Shows who is said to be safe; 确认 keeps it as such."""
    words = [word for word in _BETWEEN_NAMES.split(request.argument.strip()) if word]
    if request.number is None or not words:
        return Answer(texts.how_to_speak_for_text(request.number))
    typed = telling.read(words, [word for word in words if await directory().knows_name(telling.Named.of(word).name)])
    found = await service.propose_to_speak_for(
        request.account,
        await _units(request),
        request.chat,
        request.origin,
        request.number,
        typed.names,
        typed.how,
        request.time,
    )
    people = [(one.name, one.unit) for one in found.people]
    return Answer(
        texts.speak_for_preview_text(
            found.number, people, found.how, doubtful=typed.doubtful, in_group=request.chat.is_group
        )
    )


@confirms(service.SPEAK_FOR)
async def speak_for_now(request: Request, preview: Preview) -> Answer:
    """Records it."""
    done = await service.speak_for(await request.actor(), await _units(request), preview, request.origin, request.time)
    return Answer(texts.spoken_for_text(done.number, done.names, done.how, done.done, done.people))


async def _units(request: Request) -> tuple[UnitView, ...]:
    """Whom the sender may speak for: the people of the group's unit, in private of all units they are an officer of."""
    return (request.unit,) if request.unit is not None else (await request.actor()).officer_units()


async def waiting_for_safety(actor: Actor) -> list[Waiting]:
    """Open incidents in which the actor has not answered."""
    if actor.person_id is None:
        return []
    asks = await service.asks_of(actor.person_id)
    return [
        Waiting(one.number, texts.waiting_title(one.title), f"报平安 {one.number}", note=texts.NOT_SAFE, urgent=True)
        for one in asks
        if one.open and one.answered_at is None
    ]


async def own_safety(person_id: int) -> PersonalData:
    lines = [
        texts.own_safety_line(one.number, one.title, one.answered_at, one.said, one.told_how)
        for one in await service.asks_of(person_id)
    ]
    return PersonalData(texts.own_safety_title(settings.retention_years), tuple(lines))


contributes(waiting=waiting_for_safety, personal_data=own_safety)
