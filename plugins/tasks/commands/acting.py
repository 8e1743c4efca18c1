"""签收 进度 完成 by the unit, 审核 延期 by the issuer."""

from datetime import datetime

from plugins.gateway import attachments, headers
from plugins.gateway.directory import Who
from plugins.gateway.registry import Where, command
from plugins.gateway.request import Answer, Request

from .. import service, texts
from ..domain import Act

PASSED = ("通过", "合格", "同意")
RETURNED = ("退回", "不通过")
NOTHING = service.Brought()


@command("签收", usage="签收 [编号] [单位]", example="签收 5", summary="任务收到了,由单位干部发", who=Who.MEMBER)
async def accept(request: Request) -> Answer:
    """The unit has taken note."""
    return await _did(request, Act.ACCEPT, unit=request.argument.strip())


@command("进度", usage="进度 [编号] 文字", example="进度 5 已核对一半", summary="报任务进展", who=Who.MEMBER)
async def report(request: Request) -> Answer:
    """The unit says how far it is."""
    return await _say(request, Act.REPORT)


@command(
    "完成",
    usage="完成 [编号] 说明",
    example="完成 5 已全部上报",
    summary="报任务办好了,等审核;可以带图",
    who=Who.MEMBER,
)
async def submit(request: Request) -> Answer:
    """The unit says that it is done; pictures may come along, nobody is asked for any."""
    brought, missed = await attachments.fetch_all(request, ("image",), service.MOST_PICTURES)
    pictures = tuple(content for _, content in brought)
    return await _say(request, Act.SUBMIT, service.Brought(pictures, missed))


async def _say(request: Request, act: Act, brought: service.Brought = NOTHING) -> Answer:
    """The words may begin with the unit, where the sender has several."""
    said = request.argument.strip()
    if not said and act is Act.REPORT:
        return Answer(texts.say_what_text(act, request.number))
    try:
        return await _did(request, act, said=said, brought=brought)
    except service.WhichAssignment as several:
        first, _, rest = said.partition(" ")
        if first not in several.units:
            raise
        return await _did(request, act, unit=first, said=rest.strip(), brought=brought)


@command(
    "审核",
    usage="审核 编号 单位 通过,或 审核 编号 单位 退回 理由",
    example="审核 5 内科党支部 通过",
    summary="对报完成的任务给结论",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def review(request: Request) -> Answer:
    """The issuer agrees, or wants more and says what."""
    unit, _, verdict = request.argument.strip().partition(" ")
    if not verdict and (stuck := next((word for word in PASSED if unit.endswith(word)), "")):
        unit, verdict = unit.removesuffix(stuck), stuck
    word, _, reason = verdict.strip().partition(" ")
    if word in PASSED:
        return await _did(request, Act.PASS, unit=unit, said=reason.strip())
    if word in RETURNED and reason.strip():
        return await _did(request, Act.RETURN, unit=unit, said=reason.strip())
    return Answer(texts.review_how_text(request.number))


@command(
    "延期",
    usage="延期 编号 单位 时间",
    example="延期 5 内科党支部 下周三18:00",
    summary="给一个单位更多时间",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def extend(request: Request) -> Answer:
    """The issuer grants one unit a later deadline."""
    unit, _, time = request.argument.strip().partition(" ")
    deadline = headers.deadline(time.strip(), request.time)
    if not unit or deadline is None:
        return Answer(texts.extend_how_text(request.number))
    return await _did(request, Act.EXTEND, unit=unit, deadline=deadline)


async def _did(
    request: Request,
    act: Act,
    *,
    unit: str = "",
    said: str = "",
    deadline: datetime | None = None,
    brought: service.Brought = NOTHING,
) -> Answer:
    actor = await request.actor()
    wish = service.Wish(
        actor=actor,
        act=act,
        number=request.number,
        unit=unit,
        text=said,
        origin=request.origin,
        now=request.time,
        here=service.acts_for(actor, request.unit),
        deadline=deadline,
        pictures=brought.pictures,
    )
    did = await service.act(wish)
    told = texts.did_text(did.number, did.unit, did.act, did.deadline, did.submitted, did.done, did.units)
    return Answer(told + texts.pictures_text(did.number, len(brought.pictures), brought.missed))
