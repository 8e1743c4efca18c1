"""意见: one word for two people. Its handler looks at a case by number; everybody else has something to say, by name."""

import re

from plugins.gateway import confidential, forms
from plugins.gateway.directory import Who
from plugins.gateway.registry import Where, command
from plugins.gateway.request import Answer, Request
from plugins.org.units import load_tree

from .. import texts
from ..domain import (
    MOST_PICTURES,
    Kind,
    accuses,
    holds_code,
    kind_and_text,
    names_no_unit,
    read_avoided,
    read_number,
    wants_no_name,
)
from ..service import avoiding, drafting, errors, filing, rights
from ..service.filing import Author, Opinion
from . import brought, drafted
from .desk import one_case
from .typed import behind, check_known

HEADERS = ("类别", "单位", "回避")
_NUMBER = re.compile(r"(?:意|#|意#)?\s*\d{1,6}")


@command(
    "意见",
    usage="意见 [建议|诉求|咨询|表扬|监督] 正文;可加 单位: 回避: 两行;只发 意见 就分几条写;经办人:意见 编号",
    example="意见 诉求 三楼热水器坏了",
    summary="提意见(实名),经办人看意见",
    who=Who.ANYONE,
    where=Where.ANY,
    aliases=("反馈", "建议", "反映"),
    headers=HEADERS,
    catchup=False,
)
async def opinion(request: Request) -> Answer:
    """A case for its handler, or a new opinion under the sender's name. A group hears only that there is one."""
    typed = behind(request)
    if not request.chat.is_group and _NUMBER.fullmatch(typed):
        return await _look(request, typed)
    form = forms.parse(typed, HEADERS)
    kind, first = kind_and_text(form.first)
    text = "\n".join(filter(None, (first, form.body)))
    await check_known(request)
    if not text and not form.fields:
        if request.chat.is_group:
            return Answer(texts.submitting.one_line_text())
        return await drafted.begin(request, kind or Kind.SUGGESTION)
    if wants_no_name(text):
        return Answer(texts.submitting.unnamed_text(), quoting=False)
    if holds_code(text):
        if request.chat.is_group:
            return Answer(texts.attached.code_in_group_text("查询"), quoting=False)
        return Answer(texts.attached.code_inside_text())
    if accuses(text):
        raise errors.Accusation
    if not request.chat.is_group and drafting.was_unnamed(request.account, request.time):
        still_open = confidential.is_open(request.account, request.time)
        return Answer(texts.submitting.unfinished_text(still_open=still_open))
    unit = form.fields.get("单位", "")
    subject = None if not unit or names_no_unit(unit) else (await load_tree()).find(unit).id
    chosen = kind or _kind(form.fields.get("类别", ""))
    pictures = await brought.fetch(request, MOST_PICTURES)
    avoid = (await avoiding.understood(read_avoided(form.fields.get("回避", "没有")))).words
    author = Author(request.account, (await request.actor()).person_id, request.origin)
    lost = texts.attached.left_out_text(pictures.left)
    try:
        filed = await filing.file_named(Opinion(chosen, text, subject, avoid, pictures.pictures), author, request.time)
    except errors.FiledAlready:
        if request.chat.is_group:
            return Answer(texts.submitting.heard_in_group_text(""))
        raise
    if request.chat.is_group:
        return Answer(texts.submitting.heard_in_group_text(lost))
    return Answer(drafted.receipt_text(filed, lost))


async def _look(request: Request, typed: str) -> Answer:
    found = read_number(typed)
    if found is None or not await rights.is_handler(await request.actor()):
        return Answer(texts.submitting.look_text(typed))
    return await one_case(request, found[0])


def _kind(word: str) -> Kind:
    return kind_and_text(word)[0] or Kind.SUGGESTION
