"""The commands of relay: arguments in, one service call, one text out."""

from datetime import UTC, datetime

from plugins.gateway import forms, times
from plugins.gateway.directory import Actor, Who
from plugins.gateway.intake import Reaction
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, answers, command, confirms, on_reaction
from plugins.gateway.request import Answer, Quiet, Repeat, Reply, Request
from plugins.gateway.rights import Stranger
from plugins.org.contribute import PersonalData, Waiting, contributes
from plugins.storage import clock

from . import domain, service, texts
from .domain import Content

DEADLINE_WORDS = ("截止", "截至", "截止时间", "时限")


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
    content = _content(request, form.body)
    actor = await request.actor()
    unit = await service.acting_unit(actor, request.unit, form.fields.get("单位", ""))
    scope, inline_deadline = _scope_and_deadline(form.first, request.time)
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
        deadline=_deadline(form.fields.get("截止"), request.time) or inline_deadline,
        not_before=_beginning(form.fields.get("定时"), request.time),
        receipts=_yes_or_no("回执", form.fields.get("回执"), otherwise=True),
        representatives=_with_representatives(form.fields.get("含")),
        at_all=_yes_or_no("@全体", form.fields.get("@全体"), otherwise=False),
    )
    outline = await service.propose(request.account, unit, request.chat, request.origin, proposal, request.time)
    return Answer(texts.preview_text(outline, form, content.left_out, in_group=request.chat.is_group))


def _content(request: Request, body: str) -> Content:
    """The typed body with the pictures and files sent along, then what was quoted."""
    sent = domain.content_of(piece for piece in request.segments if piece.type not in ("text", "at", "face"))
    content = Content(body, sent.pieces, sent.left_out)
    if request.quote is None:
        return content
    quoted = domain.content_of(request.quote.segments)
    if not request.quote.segments and not body:
        raise service.QuoteMissing
    return Content(
        "\n\n".join(filter(None, (body, quoted.text))),
        (*content.pieces, *quoted.pieces),
        content.left_out + quoted.left_out,
    )


def _scope_and_deadline(first: str, now: datetime) -> tuple[str, datetime | None]:
    """The first line: whom it is for, with or without a deadline behind it (`全体 周五18:00前`)."""
    words = first.split()
    if not words:
        raise service.NeedsScope
    for at in range(1, len(words)):
        tail = " ".join(words[at + 1 if words[at] in DEADLINE_WORDS else at :])
        try:
            return " ".join(words[:at]), _deadline(tail, now)
        except times.TimeProblem as problem:
            if problem.kind is not times.Problem.UNKNOWN:
                raise
    return " ".join(words), None


def _deadline(value: str | None, now: datetime) -> datetime | None:
    return times.deadline(value, clock.local(now)).astimezone(UTC) if value else None


def _beginning(value: str | None, now: datetime) -> datetime | None:
    return times.beginning(value, clock.local(now)).astimezone(UTC) if value else None


def _yes_or_no(header: str, value: str | None, *, otherwise: bool) -> bool:
    if value is None:
        return otherwise
    try:
        return forms.is_yes(value)
    except forms.FormProblem:
        raise service.NotYesOrNo(header) from None


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


@command(
    "已阅",
    usage="已阅 [编号],或引用那条回 收到,或给那条贴一个表情",
    example="已阅 12",
    summary="回执:我看到了",
    who=Who.ANYONE,
    aliases=("已读", "阅"),
    quote_aliases=("收到",),
    bare=True,
)
async def read(request: Request) -> Reply:
    """Records the sender's own receipt: once, with the time it was typed."""
    outcome = await service.record(service.Claim(request.account, request.chat, request.number, request.time))
    match outcome:
        case service.First(number, name, read_at, deadline, done, people):
            said = texts.read_text(number, read_at, deadline, done, people)
            return Quiet(texts.topic(number), name, texts.tally(done, people), said)
        case service.Again(number, name, since):
            return Repeat(texts.topic(number), name, since, texts.read_before_text(number, name, since))
        case service.NotAddressed(number, name):
            return Answer(texts.not_addressed_text(number, name))
        case service.Closed(number, stopped):
            return Answer(texts.stopped_before_text(number) if stopped else texts.no_receipts_text(number))
        case service.NoSuch(number):
            return Answer(texts.no_such_text(number))
        case service.Unclear(choices):
            return Answer(texts.which_directive_text(choices))
        case service.UnknownPerson():
            raise Stranger


@on_reaction
async def reacted(reaction: Reaction, number: int) -> None:
    """A reaction on a directive is its receipt. It is answered by nothing: who only reacts is not disturbed."""
    await service.record(service.Claim(reaction.account, reaction.chat, number, reaction.time))


@command(
    "传达情况",
    usage="传达情况 [编号]",
    example="传达情况 12",
    summary="送到了哪些群,多少人已阅",
    who=Who.OFFICER,
)
async def board(request: Request) -> Answer:
    """One directive by unit, or the latest ones."""
    scope = service.view_of(await request.actor(), request.unit)
    if request.number is None:
        return Answer(texts.latest_text(await service.latest(scope), in_group=request.chat.is_group))
    return Answer(texts.board_text(await service.board(scope, request.number), in_group=request.chat.is_group))


@command(
    "未阅",
    usage="未阅 编号",
    example="未阅 12",
    summary="还没有已阅的人,按单位列出",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def unread(request: Request) -> Answer:
    """Names by unit: for private chats and work groups only."""
    scope = service.view_of(await request.actor(), request.unit)
    if request.number is None:
        return Answer(texts.latest_text(await service.latest(scope), in_group=request.chat.is_group))
    return Answer(texts.unread_text(request.number, await service.unread(scope, request.number)))


@command(
    "停发",
    usage="停发 编号",
    example="停发 12",
    summary="没发出去的不再发",
    where=Where.OFFICE,
    who=Who.OFFICER,
)
async def stop(request: Request) -> Answer:
    """Shows what could still be stopped; 确认 stops it."""
    if request.number is None:
        scope = service.view_of(await request.actor(), request.unit)
        return Answer(texts.latest_text(await service.latest(scope), in_group=request.chat.is_group))
    found = await service.propose_stop(request.account, request.chat, request.origin, request.number, request.time)
    in_group = request.chat.is_group
    return Answer(texts.stop_preview_text(found.number, found.title, found.waiting, found.out, in_group=in_group))


@confirms("停发")
async def stop_now(request: Request, preview: Preview) -> Answer:
    """Stops it; what is just being sent is taken back once it is known to be there."""
    stopped = await service.stop(request.account, preview, request.origin, request.time)
    return Answer(texts.stopped_text(preview.number, stopped.cancelled, stopped.on_the_way, stopped.out))


answers(service.NeedsScope, lambda error: texts.needs_scope_text())
answers(service.NeedsContent, lambda error: texts.needs_content_text())
answers(service.QuoteMissing, lambda error: texts.quote_missing_text())
answers(service.WhichUnit, lambda error: texts.which_unit_text(error.choices))
answers(service.NotMyUnit, lambda error: texts.not_my_unit_text(error.name, error.choices))
answers(service.NotYesOrNo, lambda error: texts.not_yes_or_no_text(error.header))
answers(service.UnknownAddition, lambda error: texts.unknown_addition_text())
answers(service.SentAfterDeadline, lambda error: texts.after_deadline_text())
answers(service.NoGroups, lambda error: texts.no_groups_text())
answers(service.MaybeSecret, lambda error: texts.secret_text())
answers(service.NotOfficerOver, lambda error: texts.not_officer_text(error.unit))
answers(service.NoSuchDirective, lambda error: texts.no_such_text(error.number))
answers(service.NothingToStop, lambda error: texts.nothing_to_stop_text(error.number))


async def own_receipts(person_id: int) -> PersonalData:
    """relay's part of 我的数据."""
    lines = [texts.own_receipt_line(r.number, r.title, r.read_at) for r in await service.receipts_of(person_id)]
    return PersonalData(texts.own_receipts_title(service.RECEIPT_DAYS), tuple(lines))


async def waiting_receipts(actor: Actor) -> list[Waiting]:
    """relay's part of 我的."""
    if actor.person_id is None:
        return []
    found = await service.unread_by(actor.person_id, clock.now())
    return [Waiting(one.number, one.title, f"已阅 {one.number}", one.deadline) for one in found]


contributes(personal_data=own_receipts, waiting=waiting_receipts)
