"""开会: what was typed becomes a preview, and 确认 calls the session."""

from plugins.gateway import forms, headers, series, times
from plugins.gateway.directory import Who
from plugins.gateway.forms import Form
from plugins.gateway.phrases import cut
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, command, confirms
from plugins.gateway.request import Answer, Request
from plugins.org.acting import acting_unit

from .. import domain, service, texts
from ..domain import Proposal, SessionKind

LONGEST_TITLE = 40
"""Characters of a title that is the first line of the text."""


@command(
    "开会",
    usage="开会 范围,下面各行 标题/类型/时间/形式/地点/链接/主持/记录/议题/签到码/点名/列席/表决/重复/单位;也可只发 开会",
    example=texts.EXAMPLE,
    summary="通知会议、主题党日、党课,签到到人",
    where=Where.OFFICE,
    who=Who.OFFICER,
    headers=domain.HEADERS,
    draft=texts.scope_question_text(),
)
async def call(request: Request) -> Answer:
    """Shows what would be announced to whom; nobody is told before 确认."""
    form = forms.parse(request.argument, domain.HEADERS)
    unit = await acting_unit(await request.actor(), request.unit, form.fields.get("单位", ""))
    scope, inline = headers.scope_and_span(form.first, request.time)
    if not scope:
        raise service.NeedsScope
    written = form.fields.get("时间")
    span = headers.span(written, request.time) if written else inline
    if span is None:
        raise service.NeedsTime
    proposal = _proposal(form, unit.id, scope, span)
    outline = await service.propose(request.account, unit, request.chat, request.origin, proposal, request.time)
    return Answer(texts.preview_text(outline, form, in_group=request.chat.is_group))


def _proposal(form: Form, unit_id: int, scope: str, span: times.Span) -> Proposal:
    """What the headers say. Raises NeedsTitle, UnknownValue, TimeProblem."""

    def written(name: str) -> str:
        return form.fields.get(name, "").strip()

    name = "类型"
    try:
        kinds = domain.read_kinds(written(name))
        name = "形式"
        mode = domain.read_mode(written(name), place=written("地点"), link=written("链接"))
        name = "表决"
        vote = domain.read_vote(written(name), kinds)
        name = "列席"
        observers = domain.read_observers(written(name))
    except domain.UnknownWord as unknown:
        raise service.UnknownValue(name, unknown.word) from None
    return Proposal(
        unit_id=unit_id,
        scope=scope,
        title=_title(written("标题"), kinds, form.body),
        begins=span.begins,
        ends=span.ends,
        kinds=kinds,
        mode=mode,
        place=written("地点"),
        link=written("链接"),
        host=written("主持"),
        recorder=written("记录"),
        agenda="\n".join(filter(None, (written("议题"), form.body.strip()))),
        code=headers.yes_or_no(form, "签到码", otherwise=False),
        roll_calls=headers.yes_or_no(form, "点名", otherwise=False),
        observers=observers,
        vote=vote,
        repeat=series.rule(form.fields.get("重复")),
    )


def _title(header: str, kinds: tuple[SessionKind, ...], body: str) -> str:
    """The title, else the kinds themselves, else the first line of the text. Raises NeedsTitle when there is none of them."""
    title = header or "、".join(kind for kind in kinds if kind is not SessionKind.OTHER)
    title = title or cut(body.strip().partition("\n")[0], LONGEST_TITLE)
    if not title:
        raise service.NeedsTitle
    return title


@confirms("开会")
async def announce(request: Request, preview: Preview) -> Answer:
    """Calls what the preview showed; `确认 明早` announces it when the quiet hours are over."""
    words = request.argument.split()
    issued = await service.issue(
        request.account,
        preview,
        request.origin,
        request.time,
        in_the_morning=any(word in words for word in domain.IN_THE_MORNING),
    )
    in_group = request.chat.is_group
    return Answer(
        texts.issued_text(issued.number, issued.groups, issued.expected, issued.not_before, in_group=in_group)
    )
