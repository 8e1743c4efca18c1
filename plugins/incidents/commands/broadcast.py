"""通报: what groups are told about an incident, after 确认."""

from plugins.gateway import forms, headers
from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, command, confirms
from plugins.gateway.request import Answer, Request
from plugins.gateway.segments import plain_text
from plugins.org.acting import acting_unit

from .. import domain, service, texts


@command(
    "通报",
    usage="通报 编号 范围,下面各行可写 标题/报平安/单位,再下面正文;再发一次是新的一版,不写范围就发给上一版的群",
    example=texts.BROADCAST_EXAMPLE,
    summary="突发情况通报到各单位的群,可请大家报平安",
    where=Where.OFFICE,
    who=Who.OFFICER,
    headers=domain.HEADERS,
)
async def broadcast(request: Request) -> Answer:
    """Shows what would go to whom; nothing is sent before 确认. Of a quoted message of somebody else the text is taken."""
    form = forms.parse(_argument(request), domain.HEADERS)
    actor = await request.actor()
    number = request.number
    if number is None:
        found = [(one.number, one.title) for one in await service.open_ones(actor, request.account)]
        if len(found) != 1:
            return Answer(texts.which_broadcast_text(found))
        number = found[0][0]
    quoted = request.quote
    brought = plain_text(quoted.segments).strip() if quoted is not None and not quoted.mine else ""
    scope = form.first.strip()
    unit = await acting_unit(actor, request.unit, form.fields.get("单位", "")) if scope else None
    wanted = domain.Broadcast(
        number=number,
        unit_id=unit.id if unit is not None else None,
        scope=scope,
        title=form.fields.get("标题", "").strip(),
        text="\n\n".join(filter(None, (form.body.strip(), brought))),
        asks=headers.yes_or_no(form, "报平安", otherwise=False) if "报平安" in form.fields else None,
    )
    outline = await service.propose_broadcast(actor, wanted, request.chat, request.origin, request.time)
    return Answer(texts.broadcast_preview_text(outline, form, in_group=request.chat.is_group))


def _argument(request: Request) -> str:
    """What stands behind the number, with the line end right behind it: the text then begins below, without a scope."""
    typed = request.tail.lstrip(" #\uff03")
    behind = typed.lstrip("0123456789")
    alone = behind != typed and behind.lstrip(" \t").startswith("\n")
    return f"\n{request.argument}" if alone else request.argument


@confirms("通报")
async def broadcast_now(request: Request, preview: Preview) -> Answer:
    """Tells the groups."""
    sent = await service.broadcast(await request.actor(), preview, request.origin, request.time)
    return Answer(
        texts.broadcast_sent_text(sent.number, sent.version, sent.groups, sent.asked, in_group=request.chat.is_group)
    )
