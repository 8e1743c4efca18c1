"""我的数据, 删除我的数据, 答复数据 and 好友情况."""

from plugins.gateway.directory import Who
from plugins.gateway.registry import Where, answers, command
from plugins.gateway.request import Answer, Reply, Request

from .. import friends, personal, texts


@command(
    "我的数据",
    usage="我的数据",
    example="我的数据",
    summary="看本程序保存的关于您的全部数据",
    where=Where.PRIVATE,
    who=Who.ANYONE,
)
async def my_data(request: Request) -> Reply:
    """All that is kept on whoever asks; nobody is notified, nothing is written."""
    return Answer(texts.my_data_text(await personal.everything_on(await request.actor())))


@command(
    "删除我的数据",
    usage="删除我的数据",
    example="删除我的数据",
    summary="向数据负责人要求删除您的数据,15 个工作日内答复",
    where=Where.PRIVATE,
    who=Who.ANYONE,
)
async def erase_me(request: Request) -> Reply:
    filed = await personal.request_erasure(await request.actor(), request.time)
    return Answer(texts.asked_text(filed.number, filed.due_at))


@command(
    "答复数据",
    usage="答复数据 编号 同意|不同意的理由",
    example=texts.ANSWER_EXAMPLE,
    summary="数据负责人答复数据请求;只发 答复数据 就列出",
    where=Where.PRIVATE,
    who=Who.ANYONE,
)
async def answer_request(request: Request) -> Reply:
    """Only the data officer (DATA_OFFICER), who need be in no roster; the administrators where none is named."""
    actor, words = await request.actor(), request.argument.strip()
    if request.number is None or not words:
        waiting = await personal.open_requests(actor)
        return Answer(texts.open_requests_text([(one.number, one.name or one.account, one.due_at) for one in waiting]))
    done = await personal.answer(actor, request.number, words, request.time)
    return Answer(texts.answered_text(done.number, again=done.answered, erased=done.erased))


@command(
    "好友情况",
    usage="好友情况 [单位]",
    example="好友情况 内科党支部",
    summary="看哪些同志还不是机器人好友、收不到私聊提醒",
    who=Who.STEWARD,
)
async def friend_state(request: Request) -> Reply:
    """Counts in a group, names in private."""
    known = await friends.fetch_all(request.origin.self_id)
    found = await friends.of(await request.actor(), request.unit, request.argument.strip(), known)
    return Answer(
        texts.friends_text(
            found.unit.name,
            found.people,
            found.friends,
            found.without_account,
            found.strangers,
            names=not request.chat.is_group,
        )
    )


answers(personal.NoSuchRequest, lambda error: texts.no_such_request_text())
answers(friends.NoFriendList, lambda error: texts.no_friend_list_text())
