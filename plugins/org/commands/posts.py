"""设职务 and 撤职务."""

import re

from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, answers, command, confirms
from plugins.gateway.request import Answer, Reply, Request

from .. import posts
from ..texts import posts as texts


@command(
    posts.GIVE,
    usage="设职务 姓名 职务 [单位]",
    example=texts.GIVE_EXAMPLE,
    summary="给下级单位的同志设职务",
    where=Where.OFFICE,
    who=Who.STEWARD,
)
async def give(request: Request) -> Reply:
    """Shows the posts before and after, and waits for 确认."""
    return await _offer(request, texts.GIVE_EXAMPLE)


@command(
    posts.TAKE,
    usage="撤职务 姓名 职务 [单位]",
    example=texts.TAKE_EXAMPLE,
    summary="撤去下级单位同志的职务",
    where=Where.OFFICE,
    who=Who.STEWARD,
)
async def take(request: Request) -> Reply:
    """Shows the posts before and after, and waits for 确认."""
    return await _offer(request, texts.TAKE_EXAMPLE)


async def _offer(request: Request, example: str) -> Reply:
    words = [word for word in re.split(r"[、,，:：\s]+", request.argument.strip()) if word]
    if len(words) not in (2, 3):
        return Answer(texts.how_to_give_text(example))
    name, title, unit = (*words, "")[:3]
    planned = await posts.offer(
        request.account, request.word, name, title, unit, request.origin, request.chat, request.time
    )
    return Answer(texts.post_preview_text(planned))


@confirms(posts.GIVE)
@confirms(posts.TAKE)
async def confirm(request: Request, preview: Preview) -> Reply:
    return Answer(texts.post_changed_text(await posts.confirm(request.account, preview, request.time)))


answers(posts.NobodyCalled, lambda error: texts.nobody_called_text())
answers(posts.Namesakes, lambda error: texts.namesakes_text(error.found))
answers(posts.NotAboveUnit, lambda error: texts.not_above_text(error.unit.name))
answers(posts.SameAlready, lambda error: texts.same_post_text(error.name, error.unit, error.title))
answers(posts.PostMoved, lambda error: texts.post_moved_text())
answers(posts.NotTold, lambda error: texts.not_told_text())
answers(posts.TitleTooLong, lambda error: texts.title_too_long_text())
