"""传达: what was typed becomes a preview, and 确认 sends it."""

from plugins.gateway import forms, headers
from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, command, confirms
from plugins.gateway.request import Answer, Request
from plugins.org.acting import acting_unit

from .. import domain, service, texts
from . import carried


@command(
    "传达",
    usage="传达 范围,下面各行 标题/文号/来源/截止/定时/回执/含/@全体/单位,再下面正文;也可引用一条消息,或只发 传达",
    example=texts.EXAMPLE,
    summary="把通知传达到各单位的群,回执到人",
    where=Where.OFFICE,
    who=Who.OFFICER,
    headers=domain.HEADERS,
    draft=texts.scope_question_text(),
)
async def relay(request: Request) -> Answer:
    """Shows what would go to whom; nothing is sent before 确认."""
    form = forms.parse(request.argument, domain.HEADERS)
    content, brought = await carried.content(request, form.body)
    actor = await request.actor()
    unit = await acting_unit(actor, request.unit, form.fields.get("单位", ""))
    scope, inline_deadline = headers.scope_and_deadline(form.first, request.time)
    if not scope:
        raise service.NeedsScope
    title, text = domain.title_and_text(form.fields.get("标题", ""), content)
    if not title:
        raise service.NeedsContent
    proposal = domain.Proposal(
        unit_id=unit.id,
        scope=scope,
        title=title,
        text=text,
        pieces=content.pieces,
        reference=form.fields.get("文号", ""),
        source=form.fields.get("来源", ""),
        deadline=headers.deadline(form.fields.get("截止"), request.time) or inline_deadline,
        not_before=headers.beginning(form.fields.get("定时"), request.time),
        receipts=headers.yes_or_no(form, "回执", otherwise=True),
        representatives=_with_representatives(form.fields.get("含")),
        at_all=headers.yes_or_no(form, "@全体", otherwise=False),
    )
    outline = await service.propose(
        request.account, unit, request.chat, request.origin, proposal, request.time, brought
    )
    return Answer(texts.preview_text(outline, form, content.left_out, in_group=request.chat.is_group))


def _with_representatives(value: str | None) -> bool:
    if value and value not in ("群众代表", "代表"):
        raise service.UnknownAddition
    return bool(value)


@confirms("传达")
async def issue(request: Request, preview: Preview) -> Answer:
    """Sends what the preview showed; `确认 非涉密` and `确认 明早` say more."""
    words = request.argument.split()
    issued = await service.issue(
        request.account,
        preview,
        request.origin,
        request.time,
        not_secret=domain.NOT_SECRET in words,
        in_the_morning=any(word in words for word in domain.IN_THE_MORNING),
    )
    in_group = request.chat.is_group
    return Answer(texts.issued_text(issued.number, issued.groups, issued.people, issued.not_before, in_group=in_group))
