"""确认, 取消 and 完毕: the second half of every command that shows a preview or opens a draft."""

from plugins import storage
from plugins.storage import Transaction

from . import drafts, headers, headers_texts, previews, registry, rights, texts, times, times_texts
from .directory import Who
from .registry import answers, command
from .request import Answer, Reply, Request


@command(
    "确认",
    usage="确认 [编号]",
    example="确认 12",
    summary="办理刚才预览的内容(10 分钟内,本人)",
    who=Who.ANYONE,
)
async def confirm(request: Request) -> Reply:
    """Does what the preview shows. Rights are read again, as if the command were typed now."""
    preview = await previews.find(request.account, request.chat, request.number, request.time)
    command_behind = registry.find(preview.word)
    handler = registry.confirm_handler(preview.word)
    if command_behind is None or handler is None:
        raise previews.NoPreview
    if request.chat.is_group:  # a private chat holds only previews that were put there, also by a group's command
        rights.check_place(command_behind, request)
    await rights.check(command_behind, request)
    return await handler(request, preview)


@command("取消", usage="取消 [编号]", example="取消 12", summary="放弃刚才的预览或正在收集的内容", who=Who.ANYONE)
async def cancel(request: Request) -> Reply:
    """Drops this person's draft here, else their preview."""
    if request.number is None and drafts.is_open(request.account, request.chat, request.time):
        await drafts.close(request.account, request.chat)
        return Answer(texts.draft_dropped_text())
    preview = await previews.find(request.account, request.chat, request.number, request.time)

    async def work(tx: Transaction) -> None:
        await previews.settle(tx, preview.id, request.time, previews.CANCELLED)

    try:
        await storage.write(work)
    except previews.AlreadyConfirmed as error:
        return Answer(texts.too_late_to_cancel_text(error.number))
    return Answer(texts.cancelled_text(preview.number))


@command("完毕", usage="完毕", example="完毕", summary="内容发完了,进入下一步", who=Who.ANYONE)
async def finish(request: Request) -> Reply:
    """Ends the collecting of a draft and asks for its first line."""
    draft = await drafts.get(request.account, request.chat)
    if draft is None or not drafts.is_open(request.account, request.chat, request.time):
        return Answer(texts.no_draft_text())
    if not draft.segments:
        return Answer(texts.draft_empty_text())
    await drafts.ask(request.account, request.chat)
    entry = registry.find(draft.word)
    return Answer(entry.draft) if entry else None


answers(times.TimeProblem, times_texts.problem_text)
answers(headers.NotYesOrNo, lambda error: headers_texts.not_yes_or_no_text(error.header))
answers(previews.NoPreview, lambda error: texts.no_preview_text())
answers(previews.AlreadyConfirmed, lambda error: texts.already_confirmed_text(error.number))
answers(previews.AlreadyCancelled, lambda error: texts.already_cancelled_text(error.number))
answers(previews.Lapsed, lambda error: texts.lapsed_text(error.number))
answers(drafts.DraftFull, lambda error: texts.draft_full_text())
answers(rights.WrongPlace, lambda error: error.command.misplaced or texts.wrong_place_text(error.command))
answers(rights.NotForYou, lambda error: texts.not_for_you_text(error.command))
answers(rights.Stranger, lambda error: texts.stranger_text())
