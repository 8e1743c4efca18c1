"""匿名意见: what is hidden and what is not, the code, the writing, three questions, and the receipt.

Everything until the receipt is in memory. Who does not read 已提交 asks with the code: what it does not find is not filed.
"""

from collections.abc import Awaitable, Callable

from plugins.gateway import confidential, forms, times
from plugins.gateway.directory import Who
from plugins.gateway.registry import Where, command
from plugins.gateway.request import Answer, Request
from plugins.gateway.segments import plain_text
from plugins.org.units import load_tree
from plugins.storage import clock

from .. import texts
from ..domain import Kind, ends_writing, kind_and_text, names_no_unit, read_avoided, wants_push
from ..service import avoiding, drafting, errors, filing, sweeping
from ..service.drafting import Draft, Step
from . import brought
from .typed import behind, check_known, not_taken

SUBMIT, CANCEL = "提交", "取消"


@command(
    "匿名意见",
    usage="匿名意见 [建议|诉求|咨询|表扬|监督]",
    example="匿名意见",
    summary="提意见,不留名",
    where=Where.PRIVATE,
    who=Who.ANYONE,
    aliases=("匿名反馈", "匿名", "不署名", "别说是我"),
    catchup=False,
    misplaced=texts.submitting.unnamed_text(),
)
async def begin(request: Request) -> Answer:
    """Says what is and is not hidden, gives the code, and listens; every time anew."""
    await check_known(request)
    kind, text = kind_and_text(behind(request))
    message = request.origin.service_id
    draft = Draft(kind or Kind.SUGGESTION, message)
    pictures = await brought.fetch(request, draft.room)
    draft.write(text, pictures.pictures, message)
    _listen(request, draft)
    lost = texts.attached.left_out_text(pictures.left)
    return Answer(texts.anonymous.opening_text(draft.kind, draft.code, begun=bool(draft.pieces)) + lost)


@command(
    SUBMIT,
    usage="提交",
    example="提交",
    summary="匿名意见写完了",
    where=Where.PRIVATE,
    who=Who.ANYONE,
    catchup=False,
)
async def submit(request: Request) -> Answer:
    """Reached only where nothing is being written: the draft has lapsed, or the program was restarted."""
    return Answer(texts.anonymous.nothing_to_submit_text())


def _listen(request: Request, draft: Draft) -> None:
    """The next message is for the draft, for another quarter of an hour."""

    async def receive(said: Request) -> Answer:
        _listen(said, draft)
        return await _heard(said, draft)

    confidential.begin(request.account, receive, request.time, drafting.LASTS)
    drafting.remember(request.account, draft, request.time)


def _end(request: Request) -> None:
    """It is filed, or dropped."""
    confidential.end(request.account)
    drafting.ended(request.account)


async def _heard(request: Request, draft: Draft) -> Answer:
    """One message of the conversation. What is refused leaves the draft as it was."""
    said = plain_text(request.segments).strip()
    if said.rstrip("。.!") == CANCEL and draft.step is not Step.FILING:
        _end(request)
        return Answer(texts.anonymous.dropped_text())
    if draft.step is Step.WRITING:
        async with draft.turn:
            return await _STEPS[draft.step](request, draft, said)
    return await _STEPS[draft.step](request, draft, said)


async def _write(request: Request, draft: Draft, said: str) -> Answer:
    if not ends_writing(said):
        if against := not_taken(said, SUBMIT):
            return Answer(against)
        pictures = await brought.fetch(request, draft.room)
        pieces = draft.write(said, pictures.pictures, request.origin.service_id)
        return Answer(texts.anonymous.noted_text(pieces, texts.attached.left_out_text(pictures.left)))
    try:
        draft.written()
    except errors.Accusation:
        _end(request)
        raise
    return Answer(texts.anonymous.unit_question_text())


async def _unit(request: Request, draft: Draft, said: str) -> Answer:
    unit = None if names_no_unit(said) else (await load_tree()).find(said)
    draft.subject_unit_id = unit.id if unit else None
    draft.step = Step.AVOID
    return Answer(texts.anonymous.avoid_question_text(unit.name if unit else ""))


async def _avoid(request: Request, draft: Draft, said: str) -> Answer:
    avoided = await avoiding.understood(read_avoided(said))
    draft.avoid = avoided.words
    draft.step = Step.PUSH
    return Answer(texts.anonymous.push_question_text(avoided.words, avoided.units, avoided.titles))


async def _push(request: Request, draft: Draft, said: str) -> Answer:
    try:
        plain = wants_push(said)
        push = forms.is_yes(said) if plain is None else plain
    except forms.FormProblem:
        return Answer(texts.anonymous.push_again_text())
    draft.step = Step.FILING
    try:
        route = request.chat if push else None
        filed = await filing.file_anonymous(draft.opinion(), draft.code, request.time, route)
    except errors.NobodyHandles:
        _end(request)
        raise
    except BaseException:
        draft.step = Step.PUSH
        raise
    _end(request)
    seen = times.when(sweeping.next_time(request.time), clock.zone())
    return Answer(texts.anonymous.filed_text(filed.number, filed.kind, filed.subject, filed.desk, seen, push=push))


async def _wait(request: Request, draft: Draft, said: str) -> Answer:
    return Answer(texts.anonymous.being_filed_text())


_STEPS: dict[Step, Callable[[Request, Draft, str], Awaitable[Answer]]] = {
    Step.WRITING: _write,
    Step.UNIT: _unit,
    Step.AVOID: _avoid,
    Step.PUSH: _push,
    Step.FILING: _wait,
}
