"""更正 and 撤回: what is out is corrected, or taken back."""

from plugins.gateway import forms, headers, headers_texts, recalls_texts
from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, command, confirms
from plugins.gateway.request import Answer, Request
from plugins.gateway.shared import RECALL

from .. import domain, service, texts
from . import carried
from .directives import DIRECTIVE


@command(
    "更正",
    usage="更正 编号 改了什么,下面各行可写 标题/文号/来源/截止/回执,再下面写更正后的全文",
    example="更正 12 时间改为周五14:00",
    summary="给收到的群发更正,没发出的直接改",
    where=Where.OFFICE,
    who=Who.OFFICER,
    headers=domain.CORRECTION_HEADERS,
    draft=texts.correction_question_text(),
)
async def correction(request: Request) -> Answer:
    """Shows what would be corrected where; nothing is sent before 确认."""
    argument, number = request.argument, request.number
    if number is None:
        number, argument = _numbered(argument)
    if number is None:
        return Answer(texts.which_correction_text(in_group=request.chat.is_group))
    form = forms.parse(argument, domain.CORRECTION_HEADERS)
    content, brought = await carried.content(request, form.body)
    wanted = domain.Correction(
        note=form.first,
        text=content.text,
        pieces=content.pieces,
        title=form.fields.get("标题", ""),
        reference=form.fields.get("文号", ""),
        source=form.fields.get("来源", ""),
        deadline=headers.deadline(form.fields.get("截止"), request.time),
        again=headers.yes_or_no(form, "回执", otherwise=True),
    )
    found = await service.propose_correction(
        request.account, request.chat, request.origin, number, wanted, request.time, brought
    )
    return Answer(
        texts.correction_preview_text(
            number,
            wanted,
            found.after,
            found.out,
            found.unsent,
            found.read,
            found.secret,
            [*headers_texts.header_warnings(form), *texts.left_out_warnings(content.left_out)],
            again=found.again,
            in_group=request.chat.is_group,
        )
    )


def _numbered(argument: str) -> tuple[int | None, str]:
    """The number a first line begins with where the draft was opened without one, and what stands behind it."""
    first, _, rest = argument.lstrip(" #\uff03").partition("\n")
    digits = "".join(char for char in first[:9] if char.isdecimal())
    if not digits or not first.startswith(digits):
        return None, argument
    return int(digits), f"{first[len(digits) :].strip()}\n{rest}"


@confirms("更正")
async def correct(request: Request, preview: Preview) -> Answer:
    """Sends the correction; `确认 非涉密` says that words of secrecy in it are none."""
    done = await service.correct(
        request.account,
        preview,
        request.origin,
        request.time,
        not_secret=domain.NOT_SECRET in request.argument.split(),
    )
    in_group = request.chat.is_group
    return Answer(
        texts.corrected_text(done.number, done.ordinal, done.told, done.unsent, done.again, in_group=in_group)
    )


@RECALL.part(DIRECTIVE)
async def recall(request: Request, number: int) -> Answer:
    """Shows where it is; 确认 takes it back."""
    found = await service.propose_recall(request.account, request.chat, request.origin, number, request.time)
    return Answer(
        texts.recall_preview_text(
            found.number, found.title, found.out, found.old, found.waiting, in_group=request.chat.is_group
        )
    )


@RECALL.confirms(DIRECTIVE)
async def recall_now(request: Request, preview: Preview) -> Answer:
    """Takes it back; how that went is told as soon as it is known."""
    done = await service.recall(request.account, preview, request.origin, request.time)
    return Answer(recalls_texts.recalled_text(done.number, done.under_way, done.cancelled, done.unknown))
