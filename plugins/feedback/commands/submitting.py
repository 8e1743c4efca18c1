"""The commands of authors: by 查询码 where the case is anonymous, by its number where it is their own. In private only.

None of them is run later from a history, nor leaves a watermark: who asked, and when, stands nowhere.
"""

from dataclasses import dataclass

from plugins.gateway import segments
from plugins.gateway.directory import Who
from plugins.gateway.registry import Where, command
from plugins.gateway.request import Answer, Request
from plugins.storage.config import settings as storage_settings

from .. import texts
from ..domain import MOST_PICTURES, holds_code, read_code, read_number, read_rating, shown_code
from ..service import submitter
from ..service.submitter import Holder
from . import brought
from .typed import behind


@dataclass(frozen=True, slots=True)
class _Typed:
    """The proof, how it is typed again, and what stood behind it."""

    holder: Holder
    again: str
    rest: str

    @property
    def anonymous(self) -> bool:
        return self.holder.origin is None


async def _author(request: Request) -> _Typed | None:
    """Who may speak for which case; None when neither a code nor a number was typed."""
    typed = behind(request)
    if (by_code := read_code(typed)) is not None:
        code, rest = by_code
        return _Typed(await submitter.by_code(request.account, code), shown_code(code), rest)
    if (by_number := read_number(typed)) is not None:
        number, rest = by_number
        holder = await submitter.own(await request.actor(), number, request.origin)
        return _Typed(holder, texts.shared.label(number), rest)
    return None


@command(
    "我的意见",
    usage="我的意见",
    example="我的意见",
    summary="我实名提过的意见",
    where=Where.PRIVATE,
    who=Who.ANYONE,
    catchup=False,
)
async def mine(request: Request) -> Answer:
    """The sender's named opinions."""
    return Answer(texts.submitting.mine_text(await submitter.mine(await request.actor())))


@command(
    "查询",
    usage="查询 查询码;实名的写编号",
    example=f"查询 {texts.submitting.CODE}",
    summary="看我提的意见办得怎样",
    where=Where.PRIVATE,
    who=Who.ANYONE,
    catchup=False,
    misplaced=texts.attached.code_in_group_text("查询"),
)
async def query(request: Request) -> Answer:
    """One case as its author sees it. Writes nothing."""
    if (typed := await _author(request)) is None:
        return Answer(texts.submitting.which_case_text(request.word))
    case = await submitter.query(typed.holder, pictures=True)
    pictures = [segments.picture(one) for event in case.events for one in event.pictures]
    return Answer(texts.submitting.own_case_text(case, typed.again), segments=tuple(pictures))


@command(
    "追加",
    usage="追加 查询码 内容;实名的写编号",
    example=f"追加 {texts.submitting.CODE} 二楼也坏了",
    summary="给我提的意见补充文字、图片",
    where=Where.PRIVATE,
    who=Who.ANYONE,
    catchup=False,
    misplaced=texts.attached.code_in_group_text("追加"),
)
async def add(request: Request) -> Answer:
    """Says more about a case."""
    if (typed := await _author(request)) is None:
        return Answer(texts.submitting.which_case_text(request.word, " 二楼也坏了"))
    if holds_code(typed.rest):
        return Answer(texts.attached.code_inside_text())
    pictures = await brought.fetch(request, MOST_PICTURES)
    await submitter.add(typed.holder, typed.rest, pictures.pictures, request.time)
    lost = texts.attached.left_out_text(pictures.left)
    return Answer(texts.submitting.added_text(typed.holder.number, anonymous=typed.anonymous) + lost)


@command(
    "评价",
    usage="评价 查询码 满意 [评语];实名的写编号",
    example=f"评价 {texts.submitting.CODE} 满意",
    summary="办结后评一评,每轮一次",
    where=Where.PRIVATE,
    who=Who.ANYONE,
    catchup=False,
    misplaced=texts.attached.code_in_group_text("评价"),
)
async def rate(request: Request) -> Answer:
    """Rates a case that has ended."""
    if (typed := await _author(request)) is None:
        return Answer(texts.submitting.which_case_text(request.word, " 满意"))
    if (found := read_rating(typed.rest)) is None:
        return Answer(texts.submitting.which_rating_text(typed.again))
    rating, comment = found
    await submitter.rate(typed.holder, rating, comment, request.time)
    reopens = await submitter.may_reopen(typed.holder)
    return Answer(texts.submitting.rated_text(typed.holder.number, rating, typed.again, reopens=reopens))


@command(
    "重开",
    usage="重开 查询码 理由;实名的写编号",
    example=f"重开 {texts.submitting.CODE} 还是没有热水",
    summary="评价为不满意时,要求重办一次",
    where=Where.PRIVATE,
    who=Who.ANYONE,
    catchup=False,
    misplaced=texts.attached.code_in_group_text("重开"),
)
async def reopen(request: Request) -> Answer:
    """Opens a case once more, after one of the two worst ratings."""
    if (typed := await _author(request)) is None:
        return Answer(texts.submitting.which_case_text(request.word, " 还是没有热水"))
    await submitter.reopen(typed.holder, typed.rest, request.time)
    return Answer(texts.submitting.reopened_text(typed.holder.number, anonymous=typed.anonymous))


@command(
    "撤件",
    usage="撤件 查询码;实名的写编号",
    example=f"撤件 {texts.submitting.CODE}",
    summary="撤回我提的意见,内容立即删除",
    where=Where.PRIVATE,
    who=Who.ANYONE,
    catchup=False,
    misplaced=texts.attached.code_in_group_text("撤件"),
)
async def withdraw(request: Request) -> Answer:
    """Takes a case back; what was written is erased."""
    if (typed := await _author(request)) is None:
        return Answer(texts.submitting.which_case_text(request.word))
    await submitter.withdraw(typed.holder, request.time)
    return Answer(texts.submitting.withdrawn_text(typed.holder.number, storage_settings.backup_keep_days))


@command(
    "停止推送",
    usage="停止推送 查询码",
    example=f"停止推送 {texts.submitting.CODE}",
    summary="不再给我推送匿名意见的进展",
    where=Where.PRIVATE,
    who=Who.ANYONE,
    catchup=False,
    misplaced=texts.attached.code_in_group_text("停止推送"),
)
async def stop_push(request: Request) -> Answer:
    """Erases the way to the author."""
    if (typed := await _author(request)) is None:
        return Answer(texts.submitting.which_case_text(request.word))
    if not typed.anonymous:
        return Answer(texts.submitting.no_push_text(typed.holder.number))
    await submitter.stop_push(typed.holder, request.time)
    return Answer(texts.submitting.push_stopped_text(typed.holder.number))
