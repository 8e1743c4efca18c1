"""公示 and what comes back on it: a case is shown to have been answered, and who is concerned too counts once."""

from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, command, confirms
from plugins.gateway.request import Answer, Request

from .. import texts
from ..domain import read_publication
from ..service import publishing
from .typed import case_number, check_known

CHECKED = "已核对"


@command(
    "公示",
    usage="公示 编号 范围,下面两行 问: 答:(用自己的话,不写原话)",
    example=texts.public.form_text(None),
    summary="把问题和答复发到群里,看不出是谁提的",
    where=Where.PRIVATE,
    who=Who.HANDLER,
    catchup=False,
)
async def publish(request: Request) -> Answer:
    """Shows what would be published where; nothing is sent before 确认."""
    number, rest = case_number(request) or (None, request.argument)
    wanted = read_publication(rest)
    if number is None or not wanted.complete:
        return Answer(
            texts.public.how_to_publish_text(number, scope=wanted.scope, question=wanted.question, answer=wanted.answer)
            if number is not None
            else texts.desk.number_wanted_text(request.word, texts.public.form_text(None))
        )
    found = await publishing.propose(request.account, number, wanted, request.chat, request.origin, request.time)
    return Answer(texts.public.preview_text(found.text, found.unit, found.groups, found.without_group, found.traces))


@confirms("公示")
async def publish_now(request: Request, preview: Preview) -> Answer:
    """Publishes it; `确认 已核对` says that what was warned of is nothing."""
    done = await publishing.publish(
        request.account, preview, request.origin, request.time, checked=CHECKED in request.argument
    )
    return Answer(texts.public.published_text(done.number, done.groups, done.closes_on, done.not_before))


@command(
    "撤回公示",
    usage="撤回公示 编号",
    example="撤回公示 意23",
    summary="从群里撤回公示,改好可再发",
    where=Where.PRIVATE,
    who=Who.HANDLER,
    catchup=False,
)
async def take_back(request: Request) -> Answer:
    """Shows how many messages it is; 确认 takes them back."""
    if (typed := case_number(request)) is None:
        return Answer(texts.desk.number_wanted_text(request.word, "撤回公示 意23"))
    found = await publishing.propose_take_back(request.account, typed[0], request.chat, request.origin, request.time)
    return Answer(texts.public.take_back_preview_text(typed[0], found))


@confirms("撤回公示")
async def take_back_now(request: Request, preview: Preview) -> Answer:
    """Takes it back."""
    done = await publishing.take_back(request.account, preview, request.origin, request.time)
    return Answer(texts.public.taken_back_text(done.number, done.cancelled, done.wanted, done.unknown))


@command(
    "我也反映",
    usage="我也反映 编号",
    example="我也反映 意23",
    summary="公示的问题我也有,只计人数",
    where=Where.PRIVATE,
    who=Who.ANYONE,
    catchup=False,
)
async def support(request: Request) -> Answer:
    """Counts the sender once on a published case."""
    await check_known(request)
    if (typed := case_number(request)) is None:
        return Answer(texts.public.which_public_text())
    count = await publishing.support(await request.actor(), typed[0], request.origin, request.time)
    return Answer(texts.public.supported_text(typed[0], count))
