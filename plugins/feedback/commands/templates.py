"""常用答复: listed, kept, deleted; used behind 答复 and 办结."""

import re

from plugins.gateway.directory import Who
from plugins.gateway.registry import Where, command
from plugins.gateway.request import Answer, Request

from .. import texts
from ..service import templates
from .typed import behind

_SAVE = re.compile(r"(?:保?存|增加|加)[\s:：]*(?P<text>.*)", re.DOTALL)
_DROP = re.compile(r"删除?\s*第?\s*(?P<number>\d{1,6})\s*条?\s*")
_USED = re.compile(r"常用(?:答复)?\s*第?\s*(\d{1,6})\s*条?\s*[。.]?")


async def filled_in(account: str, text: str) -> str:
    """`常用 2` is what the second one says; anything else is said as it is. Raises NoSuchTemplate."""
    used = _USED.fullmatch(text.strip())
    return await templates.words(account, int(used[1])) if used else text


@command(
    "常用答复",
    usage="常用答复;常用答复 存 内容;常用答复 删 编号",
    example="常用答复 存 已转总务科,周五前回复您",
    summary="存几句常用的答复,用时写编号",
    where=Where.PRIVATE,
    who=Who.HANDLER,
    catchup=False,
)
async def common(request: Request) -> Answer:
    """Lists those of the sender's units, keeps one, or deletes one."""
    typed = behind(request)
    if saved := _SAVE.fullmatch(typed):
        kept = await templates.save(request.account, saved["text"].strip(), request.origin, request.time)
        return Answer(texts.public.template_saved_text(kept.number, kept.unit))
    if dropped := _DROP.fullmatch(typed):
        number = int(dropped["number"])
        await templates.drop(request.account, number, request.origin, request.time)
        return Answer(texts.public.template_dropped_text(number))
    if typed.startswith("删"):
        return Answer(texts.public.which_template_text("常用答复 删"))
    return Answer(texts.public.templates_text(await templates.listed(request.account)))
