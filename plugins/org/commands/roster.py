"""导入名册."""

from plugins.gateway import attachments
from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, answers, command, confirms
from plugins.gateway.request import Answer, Reply, Request

from .. import imports, texts


@command(
    imports.IMPORT,
    usage="导入名册,然后发 .xlsx 或 .csv 文件,或粘贴表格内容",
    example="导入名册",
    summary="用一份完整的名册更新人员,先看变化再确认",
    where=Where.PRIVATE,
    who=Who.STEWARD,
    draft=texts.IMPORT_PROMPT,
    at_once=True,
)
async def import_roster(request: Request) -> Reply:
    """Shows what the file would change, and waits for 确认."""
    file = attachments.file_of(request)
    content = await attachments.fetch(request, file) if file else request.argument.encode()
    offered = await imports.offer(request.account, content, request.origin, request.chat, request.time)
    if offered.number is None:
        return Answer(texts.plan_text(offered.plan))
    return Answer(texts.preview_text(offered.number, offered.plan, offered.unit))


@confirms(imports.IMPORT)
async def confirm_import(request: Request, preview: Preview) -> Reply:
    return Answer(texts.imported_text(await imports.confirm(request.account, preview, request.time)))


answers(attachments.FileGone, lambda error: texts.file_gone_text())
answers(attachments.FileTooLarge, lambda error: texts.file_too_large_text())
