"""What the endpoint answers has the shape of what NapCat answers, and every call is checked against its schema."""

import base64
from pathlib import Path
from typing import Any

import pytest

from plugins.sandbox.dialect import Dialect
from plugins.sandbox.model import at, group_chat, private_chat, text
from plugins.sandbox.world import World
from tests.sandbox.fakebot import BOT, LI, WARD, ZHANG, FakeBot, Join
from tests.sandbox.shapes import sample, shape

GROUP = group_chat(WARD)
API = "napcat_generated/api"


@pytest.mark.parametrize(
    "name",
    [
        *("bad_param_type", "missing_param", "unknown_action", "send_group_msg_no_target", "get_msg_missing"),
        *("get_forward_msg_bad", "get_login_info", "get_group_info", "get_stranger_info"),
    ],
)
async def test_answers_are_shaped_and_worded_as_the_samples(world: World, bot: FakeBot, join: Join, name: str):
    world.add_account(20003, "卡罗尔")
    pair = sample(f"{API}/{name}")
    async with join():
        answer = await bot.call(pair["request"]["action"], **pair["request"]["params"])
    assert shape(answer) == shape(pair["response"])
    same = ("status", "retcode", "message", "wording", "stream")
    assert [answer[key] for key in same] == [pair["response"][key] for key in same]


async def test_lists_are_shaped_as_the_samples(world: World, bot: FakeBot, join: Join):
    def kinds(answer: dict[str, Any]) -> list[Any]:
        data = answer["data"]
        return [shape(item) for item in (data["messages"] if isinstance(data, dict) else data)]

    world.say(LI, GROUP, "贴表情")
    async with join() as endpoint:
        for name in ("get_group_member_list", "get_group_msg_history"):
            pair = sample(f"{API}/{name}")
            answer = await bot.call(pair["request"]["action"], **{**pair["request"]["params"], "group_id": WARD})
            assert kinds(answer)[-1] == kinds(pair["response"])[-1]
            assert shape({**answer, "data": None}) == shape({**pair["response"], "data": None})
        assert endpoint.violations == []
        groups = (await bot.call("get_group_list"))["data"]
        assert shape(groups[0]) == shape(sample(f"{API}/get_group_info")["response"]["data"])
        member = (await bot.call("get_group_member_info", group_id=WARD, user_id=LI))["data"]
        assert shape(member) == kinds(sample(f"{API}/get_group_member_list")["response"])[0]
        assert (member["card"], member["role"]) == ("内科-李四", "member")
        friends = (await bot.call("get_friend_list"))["data"]
        assert [friend["user_id"] for friend in friends] == [ZHANG]


async def test_a_violation_is_recorded_and_answered_and_a_send_without_message_never(bot: FakeBot, join: Join):
    async with join() as endpoint:
        answer = await bot.call("send_group_msg", group_id=WARD, message=[{"type": "text", "data": {}}])
        assert answer["retcode"] == 1400
        assert (await bot.call("get_group_info", group_id=None))[
            "message"
        ] == "Schema compilation error: Expected string"
        with pytest.raises(TimeoutError):
            await bot.call("send_group_msg", 0.05, group_id=WARD)
        problems = [violation.problem for violation in endpoint.violations]
        assert problems == ["Expected union value", "Expected string", "Expected required property"]


async def test_a_send_is_seen_quoted_and_recalled(world: World, bot: FakeBot, join: Join):
    asked = world.say(LI, GROUP, "传达情况 12")
    async with join(echo_sent=True) as endpoint:
        segments = [{"type": "reply", "data": {"id": str(asked.id)}}, at(LI), text("已阅 1/2")]
        answer = await bot.call("send_msg", message_type="group", group_id=str(WARD), message=segments)
        message = world.message(answer["data"]["message_id"])
        assert (message.sender, message.quoted_id, message.text) == (BOT, asked.id, "已阅 1/2")
        await world.wait_for(lambda: any(event["post_type"] == "message_sent" for event in bot.events))
        got = (await bot.call("get_msg", message_id=message.id))["data"]
        assert [segment["type"] for segment in got["message"]] == ["reply", "at", "text"]
        assert (await bot.call("delete_msg", message_id=message.id))["data"] is None
        assert [record.message_id for record in world.truth.recalls(GROUP)] == [message.id]
        assert "Timeout" in (await bot.call("delete_msg", message_id=asked.id))["message"]
        assert (await bot.call("delete_msg", message_id=1))["message"] == "Recall failed"
        assert endpoint.violations == []


async def test_text_in_place_of_segments_is_read_as_cq_codes(world: World, bot: FakeBot, join: Join):
    async with join():
        await bot.call("send_group_msg", group_id=WARD, message="看 [CQ:at,qq=20002] &#91;好&#93;")
        assert [dict(segment["data"]) for segment in world.history(GROUP)[-1].segments] == [
            {"text": "看 "},
            {"qq": "20002"},
            {"text": " [好]"},
        ]
        await bot.call("send_group_msg", group_id=WARD, message="[CQ:at,qq=20002]", auto_escape=True)
        assert world.history(GROUP)[-1].text == "[CQ:at,qq=20002]"
        await bot.send("[CQ:at,qq=all]")
        assert world.history(GROUP)[-1].text == "[CQ:at,qq=all]"


async def test_private_messages_reach_friends_and_open_sessions(world: World, bot: FakeBot, join: Join):
    async with join():
        said = [text("你好")]
        await bot.call("send_private_msg", user_id=ZHANG, message=said)
        assert "Timeout" in (await bot.call("send_private_msg", user_id=LI, message=said))["message"]
        await bot.call("send_private_msg", user_id=LI, group_id=WARD, message=said)
        assert world.truth.messages(private_chat(BOT, LI))[0].text == "你好"
        assert (await bot.call("send_private_msg", user_id=LI, message=said))["retcode"] == 0
        missing = await bot.call("send_private_msg", user_id=99999, message=said)
        assert missing["message"] == "无法获取用户信息"


async def test_reactions_by_dialect(world: World, bot: FakeBot, join: Join):
    message = world.say(LI, GROUP, "已阅")
    async with join():
        assert (await bot.call("set_msg_emoji_like", message_id=message.id, emoji_id="124"))["retcode"] == 0
        likes = (await bot.call("get_msg", message_id=message.id))["data"]["emoji_likes_list"]
        assert likes == [{"emoji_id": "124", "emoji_type": "1", "likes_cnt": "1"}]
        assert (await bot.call("set_msg_emoji_like", message_id=7, emoji_id=124))["message"] == "msg not found"
    assert message.reactions == {"124": [BOT]}
    async with join(Dialect.PLAIN):
        assert (await bot.call("set_msg_emoji_like", message_id=message.id, emoji_id="124"))["retcode"] == 1404
        assert (await bot.call("get_group_msg_history", group_id=WARD))["retcode"] == 1404


async def test_llonebot_pages_by_the_true_sequence(world: World, bot: FakeBot, join: Join):
    said = [world.say(LI, GROUP, str(n)) for n in range(5)]
    async with join(Dialect.LLONEBOT):
        answer = await bot.call("get_group_msg_history", group_id=WARD, message_seq=said[3].seq, count=2)
        assert [message["message_seq"] for message in answer["data"]["messages"]] == [said[2].seq, said[3].seq]
        world.say(ZHANG, private_chat(BOT, ZHANG), "私聊")
        private = await bot.call("get_friend_msg_history", user_id=ZHANG)
        assert [message["raw_message"] for message in private["data"]["messages"]] == ["私聊"]


async def test_requests_and_mutes(world: World, bot: FakeBot, join: Join):
    world.add_group(30002, "新群", owner=ZHANG)
    async with join() as endpoint:
        world.ask_friendship(LI, BOT)
        world.invite(ZHANG, 30002, BOT)
        await world.wait_for(lambda: len([e for e in bot.events if e["post_type"] == "request"]) == 2)
        friend, group = (event for event in bot.events if event["post_type"] == "request")
        await bot.call("set_friend_add_request", flag=friend["flag"], approve=True)
        await bot.call("set_group_add_request", flag=group["flag"], sub_type="invite", approve=True)
        assert world.are_friends(BOT, LI)
        assert BOT in world.group(30002).members
        assert (await bot.call("set_group_ban", group_id=WARD, user_id=LI, duration=60))["retcode"] == 1200
        world.set_admin(WARD, BOT, True)
        await bot.call("set_group_ban", group_id=WARD, user_id=LI, duration=60)
        assert world.is_muted(WARD, LI)
        await bot.call("set_group_ban", group_id=WARD, user_id=LI)
        assert not world.is_muted(WARD, LI)
        assert endpoint.violations == []


async def test_pictures_files_and_forwards(world: World, bot: FakeBot, join: Join, tmp_path: Path):
    encoded = base64.b64encode(b"\x89PNG").decode()
    (tmp_path / "台账.xlsx").write_bytes(b"PK")
    node = {"type": "node", "data": {"user_id": "20002", "nickname": "李四", "content": [text("原话")]}}
    async with join() as endpoint:
        picture = {"type": "image", "data": {"file": f"base64://{encoded}"}}
        await bot.call("send_group_msg", group_id=WARD, message=[picture])
        shown = world.history(GROUP)[-1].segments[0]["data"]["file"]
        assert world.file(shown).data == b"\x89PNG"
        file = str(tmp_path / "台账.xlsx")
        uploaded = await bot.call("upload_group_file", group_id=WARD, file=file, name="台账.xlsx")
        assert world.group(WARD).files[0].id == uploaded["data"]["file_id"]
        url = await bot.call("get_group_file_url", group_id=WARD, file_id=uploaded["data"]["file_id"])
        assert url["data"]["url"].startswith("https://")
        await bot.call("upload_private_file", user_id=ZHANG, file=file, name="台账.xlsx")
        forwarded = await bot.call("send_group_forward_msg", group_id=WARD, message=[node])
        inner = await bot.call("get_forward_msg", id=forwarded["data"]["forward_id"])
        assert inner["data"]["messages"][0]["message"] == [text("原话")]
        by_message = await bot.call("get_forward_msg", message_id=str(forwarded["data"]["message_id"]))
        assert by_message["data"] == inner["data"]
        assert endpoint.violations == []
        for wrong in ("base64://%%", "/not/there"):
            answer = await bot.call(
                "send_group_msg", group_id=WARD, message=[{"type": "image", "data": {"file": wrong}}]
            )
            assert answer["retcode"] == 1200


async def test_ids_that_are_no_numbers_do_not_break_the_connection(bot: FakeBot, join: Join):
    async with join():
        assert (await bot.call("get_group_info", group_id="abc"))["retcode"] == 1200
        assert (await bot.call("send_group_msg", group_id="abc", message="x"))["retcode"] == 1200
        assert (await bot.call("get_version_info"))["data"]["app_name"] == "NapCat.Onebot"


async def test_what_the_account_cannot_see_does_not_exist_for_it(world: World, bot: FakeBot, join: Join):
    world.make_friends(LI, ZHANG)
    secret = world.say(LI, private_chat(LI, ZHANG), "悄悄话")
    async with join():
        for action, words in (("get_msg", "消息不存在"), ("delete_msg", "Recall failed")):
            assert (await bot.call(action, message_id=secret.id))["message"] == words
        assert (await bot.call("set_msg_emoji_like", message_id=secret.id, emoji_id="76"))["retcode"] == 1200


async def test_the_connection_carries_the_headers_of_an_implementation(bot: FakeBot, join: Join):
    async with join():
        request = bot.sockets[0].request
        assert request is not None
        assert request.headers["X-Self-ID"] == str(BOT)
        assert request.headers["X-Client-Role"] == "Universal"
        assert request.headers["Authorization"] == "Bearer t"
        assert bot.events[0]["meta_event_type"] == "lifecycle"


async def test_the_heart_beats(world: World, bot: FakeBot, join: Join):
    async with join(heartbeat=0.01):
        await world.wait_for(lambda: len(bot.events) >= 3)
        assert [event["meta_event_type"] for event in bot.events[:3]] == ["lifecycle", "heartbeat", "heartbeat"]
        assert bot.events[1]["status"] == {"online": True, "good": True}
