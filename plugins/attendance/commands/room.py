"""现场 and 签到码: what the host does at the door."""

import re

from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, command, confirms
from plugins.gateway.request import Answer, Request
from plugins.gateway.segments import picture

from .. import service, texts
from ..service import Fit
from .meaning import APART, session_meant, told

_FOUR_DIGITS = re.compile(r"[0-9]{4}")
EVERYBODY = ("全到", "全部", "全体")


@command(
    "现场",
    usage="现场 编号 姓名 姓名…;或 现场 编号 全到 除 姓名",
    example="现场 8 张三 李四",
    summary="一行记下现场到了谁",
    who=Who.MEMBER,
    offered=Who.OFFICER,
)
async def room(request: Request) -> Answer:
    """Names are signed in at once; 全到 shows a preview first."""
    names = _names(request.argument)
    if not names:
        return told(request, texts.room_how_text(request.number))
    number = await session_meant(request, Fit.OPEN, whole=False)
    if names[0] not in EVERYBODY:
        seen = await service.see(request.account, number, names, request.origin, request.time)
        return _seen(request, seen)
    without = [name for name in names[1:] if name != "除"]
    found = await service.propose_room(request.account, number, without, request.chat, request.origin, request.time)
    in_group = request.chat.is_group
    return Answer(
        texts.room_preview_text(
            found.number, found.title, found.people, found.without, found.on_leave, in_group=in_group
        )
    )


@confirms("现场")
async def room_now(request: Request, preview: Preview) -> Answer:
    seen = await service.see_all(request.account, preview, request.origin, request.time)
    return _seen(request, seen)


def _names(argument: str) -> list[str]:
    """The words of the line; 除 is one of its own behind 全到, however it is written (`全到,除张三`, `全到除了张三`)."""
    line = argument.strip()
    if line.startswith(EVERYBODY):
        line = line.replace("除了", " 除 ").replace("除", " 除 ")
    return [name for name in APART.split(line) if name]


def _seen(request: Request, seen: service.Seen) -> Answer:
    return told(
        request, texts.seen_text(seen.number, seen.now, seen.before, seen.overruled, (seen.present, seen.expected))
    )


@command(
    "签到码",
    usage="签到码 编号",
    example="签到码 8",
    summary="主持人看会上的四位签到码;扫码的人要自己的四位码",
    where=Where.PRIVATE,
    who=Who.MEMBER,
    catchup=False,
)
async def code(request: Request) -> Answer:
    """The code of this minute, for the host and the officers of the session; one's own for the page, for everybody."""
    if _FOUR_DIGITS.fullmatch(request.tail.strip()) and not await service.exists(request.number):
        return Answer(texts.sign_in_with_code_text(request.tail.strip()))
    try:
        number = await session_meant(request, Fit.OPEN, whole=True)
    except service.WhichSession as unclear:
        person = (await request.actor()).person_id
        if unclear.choices or person is None:
            raise
        number = await service.coming_for(person, request.chat, request.word, request.time)
    shown = await service.show_code(request.account, number, request.time)
    said = [texts.code_text(shown.number, shown.title, shown.code, shown.seconds)] if shown.code else []
    said += [texts.own_code_text(shown.number, shown.title, shown.own)] if shown.own else []
    return Answer("\n\n".join(said))


@command(
    "签到二维码",
    usage="签到二维码 编号",
    example="签到二维码 8",
    summary="现场墙上的签到二维码",
    where=Where.PRIVATE,
    who=Who.MEMBER,
    offered=Who.OFFICER,
)
async def poster(request: Request) -> Answer:
    """The picture for the wall."""
    number = await session_meant(request, Fit.COMING, whole=True)
    made = await service.poster(request.account, number)
    return Answer(texts.poster_text(made.number, made.title), segments=(picture(made.picture),))
