"""意见 alone: what is said next is collected until 完毕, then one question, and it is filed. In memory until then."""

import re
from dataclasses import dataclass
from datetime import datetime

from plugins.gateway import confidential
from plugins.gateway.chats import Chat
from plugins.gateway.directory import directory
from plugins.gateway.registry import on_recall
from plugins.gateway.request import Answer, Origin, Request
from plugins.gateway.segments import plain_text
from plugins.org.units import load_tree

from .. import texts
from ..domain import Kind, ends_writing, names_no_unit, read_avoided, wants_no_name
from ..service import avoiding, drafting, errors, filing, submitter
from ..service.drafting import Step, Writing
from ..service.filing import Author, Filed
from . import brought
from .typed import not_taken

ENDING = "完毕"
CANCEL = "取消"
_AVOID = re.compile(r"[\s,，、;；。]*(?:请)?回避[:：\s]*")


@dataclass(frozen=True, slots=True)
class _Begun:
    """A draft and the message that opened it: recalling that takes the opinion back later."""

    draft: Writing
    command: Origin


async def begin(request: Request, kind: Kind) -> Answer:
    """What this account says in private is collected from now on, pictures of this message first."""
    message = request.origin.service_id
    draft = Writing(kind, message)
    pictures = await brought.fetch(request, draft.room)
    draft.write("", pictures.pictures, message)
    _listen(request, _Begun(draft, request.origin))
    lost = texts.attached.left_out_text(pictures.left)
    return Answer(texts.submitting.opening_text(kind, begun=bool(draft.pieces)) + lost)


def _listen(request: Request, begun: _Begun) -> None:
    """The next message is for the draft, for another half of an hour."""

    async def receive(said: Request) -> Answer:
        _listen(said, begun)
        async with begun.draft.turn:
            return await _heard(said, begun)

    confidential.begin(request.account, receive, request.time, drafting.NAMED_LASTS)
    drafting.remember(request.account, begun.draft, request.time)


async def _heard(request: Request, begun: _Begun) -> Answer:
    """One message. What is refused leaves the draft as it was."""
    draft = begun.draft
    said = plain_text(request.segments).strip()
    if draft.step is Step.FILING:
        return Answer(texts.submitting.filed_already_text())
    if said.rstrip("。.!！") == CANCEL:
        confidential.end(request.account)
        return Answer(texts.anonymous.dropped_text())
    if draft.step is Step.UNIT:
        return await _file(request, begun, said)
    if not ends_writing(said):
        if against := not_taken(said, ENDING):
            return Answer(against)
        pictures = await brought.fetch(request, draft.room)
        pieces = draft.write(said, pictures.pictures, request.origin.service_id)
        return Answer(texts.submitting.noted_text(pieces, texts.attached.left_out_text(pictures.left)))
    if wants_no_name(draft.text):
        confidential.end(request.account)
        return Answer(texts.submitting.unnamed_text())
    try:
        draft.written()
    except errors.Accusation:
        confidential.end(request.account)
        raise
    return Answer(texts.submitting.unit_question_text())


async def _file(request: Request, begun: _Begun, said: str) -> Answer:
    draft = begun.draft
    unit, *avoided = _AVOID.split(said, maxsplit=1)
    draft.subject_unit_id = None if not unit or names_no_unit(unit) else (await load_tree()).find(unit).id
    draft.avoid = (await avoiding.understood(read_avoided(avoided[0]))).words if avoided else ()
    author = Author(request.account, (await request.actor()).person_id, request.origin, begun.command)
    try:
        filed = await filing.file_named(draft.opinion(), author, request.time)
    except (errors.NobodyHandles, errors.FiledAlready):
        confidential.end(request.account)
        raise
    draft.step = Step.FILING
    confidential.end(request.account)
    return Answer(receipt_text(filed, ""))


def receipt_text(filed: Filed, lost: str) -> str:
    """The receipt of a named opinion; `lost` says what of it was not taken."""
    return texts.submitting.filed_text(filed.number, filed.kind, filed.subject, filed.desk, filed.clocks, lost)


@on_recall
async def recalled(chat: Chat, account: str, message_id: str, at: datetime) -> str | None:
    """Recalling a message takes it out of what is being written, the one that opened it takes all; recalling the command
    of a named opinion takes that back. Nothing is written about an anonymous one."""
    draft = drafting.of(account)
    if draft is not None and not chat.is_group and confidential.is_open(account, at) and draft.step is not Step.FILING:
        if draft.opened_by == message_id:
            confidential.end(account)
            drafting.ended(account)
            return texts.anonymous.dropped_text()
        if draft.take_out(message_id):
            draft.step = draft.step if draft.pieces else Step.WRITING
            return texts.attached.taken_back_text()
    back = await submitter.recalled(await directory().actor(account), chat.key, message_id, at)
    return texts.submitting.recalled_text(back.number, back=back.back, in_group=chat.is_group) if back else None
