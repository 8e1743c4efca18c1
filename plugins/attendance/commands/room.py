"""现场 and 签到码: what the host does at the door."""

import re

from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, command, confirms
from plugins.gateway.request import Answer, Request
from plugins.gateway.segments import picture

from .. import service, texts

APART = re.compile(r"[\s、,,;;]+")
EVERYBODY = ("全到", "全部", "全体")


@command(
    "现场",
    usage="现场 编号 姓名 姓名…;或 现场 编号 全到 除 姓名",
    example="现场 8 张三 李四",
    summary="一行记下现场到了谁",
    who=Who.MEMBER,
)
async def room(request: Request) -> Answer:
    """Names are signed in at once; 全到 shows a preview first."""
    names = [name for name in APART.split(request.argument.strip()) if name]
    if request.number is None or not names:
        return Answer(texts.room_how_text(request.number))
    if names[0] not in EVERYBODY:
        seen = await service.see(request.account, request.number, names, request.origin, request.time)
        return Answer(texts.seen_text(seen.number, seen.now, seen.before, seen.present, seen.expected))
    without = [name for name in names[1:] if name not in ("除", "除了")]
    found = await service.propose_room(
        request.account, request.number, without, request.chat, request.origin, request.time
    )
    in_group = request.chat.is_group
    return Answer(
        texts.room_preview_text(
            found.number, found.title, found.people, found.without, found.on_leave, in_group=in_group
        )
    )


@confirms("现场")
async def room_now(request: Request, preview: Preview) -> Answer:
    seen = await service.see_all(request.account, preview, request.origin, request.time)
    return Answer(texts.seen_text(seen.number, seen.now, seen.before, seen.present, seen.expected))


@command(
    "签到码",
    usage="签到码 编号",
    example="签到码 8",
    summary="看现在的四位签到码,念给现场或投到墙上",
    where=Where.PRIVATE,
    who=Who.MEMBER,
    catchup=False,
)
async def code(request: Request) -> Answer:
    """The code of this minute, for the host and the officers of the session; one's own for the page, for everybody."""
    if request.number is None:
        return Answer(texts.which_session_text("签到码"))
    shown = await service.show_code(request.account, request.number, request.time)
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
)
async def poster(request: Request) -> Answer:
    """The picture for the wall."""
    if request.number is None:
        return Answer(texts.which_session_text("签到二维码"))
    made = await service.poster(request.account, request.number)
    return Answer(texts.poster_text(made.number, made.title), segments=(picture(made.picture),))
