"""布置任务: what was typed becomes a preview, and 确认 hands it out."""

from plugins.gateway import forms, headers, series
from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, command, confirms
from plugins.gateway.request import Answer, Request
from plugins.gateway.segments import plain_text
from plugins.org.acting import acting_unit

from .. import domain, service, texts


@command(
    "布置任务",
    usage="布置任务 范围,下面各行 标题/截止/重复/单位,再下面正文;也可引用一条消息,或只发 布置任务",
    example=texts.EXAMPLE.replace("任务", "布置任务", 1),
    summary="把任务交给下级单位,办结销号",
    where=Where.OFFICE,
    who=Who.OFFICER,
    headers=domain.HEADERS,
    draft=texts.scope_question_text(),
)
async def issue(request: Request) -> Answer:
    """Shows what would go to which units; nothing is handed out before 确认."""
    form = forms.parse(request.argument, domain.HEADERS)
    unit = await acting_unit(await request.actor(), request.unit, form.fields.get("单位", ""))
    scope, inline_deadline = headers.scope_and_deadline(form.first, request.time)
    quoted = plain_text(request.quote.segments).strip() if request.quote is not None else ""
    body = "\n\n".join(filter(None, (form.body.strip(), quoted)))
    title = form.fields.get("标题", "") or body.partition("\n")[0][:40]
    deadline = headers.deadline(form.fields.get("截止"), request.time) or inline_deadline
    if not scope:
        raise service.NeedsScope
    if not title:
        raise service.NeedsContent
    if deadline is None:
        return Answer(texts.needs_deadline_text(form))
    proposal = domain.Proposal(unit.id, scope, title, body, deadline, series.rule(form.fields.get("重复")))
    outline = await service.propose(request.account, unit, request.chat, request.origin, proposal, request.time)
    return Answer(texts.preview_text(outline, form, in_group=request.chat.is_group))


@confirms("任务")
async def issue_now(request: Request, preview: Preview) -> Answer:
    """Hands it out."""
    issued = await service.issue(request.account, preview, request.origin, request.time)
    in_group = request.chat.is_group
    return Answer(texts.issued_text(issued.number, issued.units, issued.groups, issued.deadline, in_group=in_group))
