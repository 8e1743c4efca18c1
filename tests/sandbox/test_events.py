"""What the endpoint reports has the keys and types of what real implementations report."""

from collections.abc import Callable
from typing import Any

import pytest

from plugins.sandbox import cq
from plugins.sandbox import happenings as happening
from plugins.sandbox.dialect import Dialect
from plugins.sandbox.events import Reporter
from plugins.sandbox.model import Message, Segment, face, group_chat, private_chat, text
from plugins.sandbox.world import World
from tests.sandbox.fakebot import BOT, LI, STRANGER, WARD, ZHANG
from tests.sandbox.shapes import sample, shape

GROUP = group_chat(WARD)
Act = Callable[[World], object]
GENERATED = "napcat_generated"


class Ear:
    """Keeps what a reporter makes of the happenings of a world."""

    def __init__(self, world: World, dialect: Dialect = Dialect.NAPCAT, *, cq_strings: bool = False) -> None:
        self.reporter = Reporter(world, BOT, dialect, cq_strings=cq_strings)
        self.events: list[dict[str, Any]] = []
        world.subscribe(self._hear)

    def _hear(self, what: happening.Happening) -> None:
        if event := self.reporter.report(what):
            self.events.append(event)


def said_by_bot(world: World) -> Message:
    return world.say(BOT, GROUP, "#12 通知")


NOTICES: dict[str, Act] = {
    "group_recall_self": lambda w: w.recall(LI, w.say(LI, GROUP, "发错了")),
    "group_recall_by_admin": lambda w: w.recall(ZHANG, w.say(LI, GROUP, "发错了")),
    "friend_recall": lambda w: w.recall(ZHANG, w.say(ZHANG, private_chat(BOT, ZHANG), "发错了")),
    "group_ban": lambda w: w.mute(WARD, LI, 600, operator=ZHANG),
    "group_lift_ban": lambda w: w.mute(WARD, LI, 0, operator=ZHANG),
    "group_whole_ban": lambda w: w.mute_all(WARD, True, operator=ZHANG),
    "group_whole_lift_ban": lambda w: w.mute_all(WARD, False, operator=ZHANG),
    "group_increase_approve": lambda w: w.join(WARD, STRANGER, operator=ZHANG),
    "group_increase_invite": lambda w: w.join(WARD, STRANGER, operator=ZHANG, invited=True),
    "group_decrease_leave": lambda w: w.leave(WARD, LI),
    "group_decrease_kick": lambda w: w.kick(WARD, LI, operator=ZHANG),
    "group_decrease_kick_me": lambda w: w.kick(WARD, BOT, operator=ZHANG),
    "group_admin_set": lambda w: w.set_admin(WARD, LI, True),
    "group_admin_unset": lambda w: w.set_admin(WARD, LI, False),
    "group_card_change": lambda w: w.set_card(WARD, LI, "新名片"),
    "group_msg_emoji_like_add": lambda w: w.react(LI, said_by_bot(w)),
    "group_msg_emoji_like_remove": lambda w: [w.react(LI, w.history(GROUP)[-1], added=on) for on in (True, False)],
    "friend_add": lambda w: w.add_friend(LI, BOT),
    "request_friend": lambda w: w.ask_friendship(STRANGER, BOT, "加个好友"),
    "request_group_add": lambda w: [w.set_admin(WARD, BOT, True), w.ask_to_join(STRANGER, WARD, "我是路人")],
    "request_group_invite": lambda w: w.invite(ZHANG, WARD, BOT),
    "notify_poke_group": lambda w: w.poke(LI, BOT, WARD),
    "notify_poke_private": lambda w: w.poke(ZHANG, BOT),
    "bot_offline": lambda w: w.set_online(BOT, False),
}


@pytest.mark.parametrize("name", NOTICES)
def test_notices_and_requests(world: World, name: str):
    said_by_bot(world)
    ear = Ear(world)
    NOTICES[name](world)
    expected, event = sample(f"{GENERATED}/{name}"), ear.events[-1]
    assert shape(event) == shape(expected)
    fixed = ("post_type", "notice_type", "request_type", "sub_type", "is_add")
    assert {key: event.get(key) for key in fixed} == {key: expected.get(key) for key in fixed}
    if "duration" in expected:
        assert event["duration"] == expected["duration"]


def segments_of(name: str) -> list[Segment]:
    return sample(f"{GENERATED}/{name}")["message"]


def pictures(world: World, **more: object) -> Segment:
    picture = world.picture(LI, "图.png", b"\x89PNG")
    return {"type": "image", "data": {**picture["data"], **more}}


def record(world: World) -> Segment:
    return {"type": "record", "data": {"file": world.attachment(LI, "x.amr", b"#!AMR")["data"]["file"]}}


CONTENTS: dict[str, Callable[[World], list[Segment]]] = {
    **{
        name: lambda _, name=name: segments_of(name)
        for name in (
            *("group_text", "group_at_bot", "group_cq_escape_chars", "group_emoji_zwj", "group_newlines"),
            *("group_long_text_4500", "group_reply_at_bot", "group_json_card", "group_sender_without_card"),
        )
    },
    "group_face": lambda _: [text("哈哈"), face(178)],
    "group_image": lambda w: [pictures(w)],
    "group_image_sticker": lambda w: [pictures(w, summary="[动画表情]", sub_type=1)],
    "group_text_and_image": lambda w: [text("看图："), pictures(w), text("怎么样")],
    "group_record": lambda w: [record(w)],
    "group_forward": lambda w: [w.bundle([(LI, "李四", [text("转")])])],
}


@pytest.mark.parametrize("cq_strings", [False, True])
@pytest.mark.parametrize("name", CONTENTS)
def test_group_messages(world: World, name: str, cq_strings: bool):
    ear = Ear(world, cq_strings=cq_strings)
    message = world.say(LI, GROUP, CONTENTS[name](world))
    event = ear.events[-1]
    expected = sample(f"{GENERATED}/{name}{'__string_format' if cq_strings else ''}")
    assert shape(event) == shape(expected)
    assert (event["message_id"], event["message_seq"], event["real_seq"]) == (message.id, message.id, "1001")
    if name != "group_face":
        kinds = [segment["type"] for segment in cq.decode(event["raw_message"])]
        assert kinds == [segment["type"] for segment in segments_of(name)]


@pytest.mark.parametrize("name", [name for name in CONTENTS if name != "group_long_text_4500"])
def test_raw_messages_are_written_as_napcat_writes_them(name: str):
    expected = sample(f"{GENERATED}/{name}")
    assert cq.encode(expected["message"]) == expected["raw_message"]


def test_everybody_at_once_and_private_messages(world: World):
    ear = Ear(world)
    world.say(ZHANG, GROUP, "通知", at_whom=["all"])
    world.say(ZHANG, private_chat(BOT, ZHANG), "私聊你好")
    world.say(LI, private_chat(BOT, LI), "临时会话", via=WARD)
    names = ("group_at_all", "private_friend", "private_group_temp")
    for event, name in zip(ear.events, names, strict=True):
        expected = sample(f"{GENERATED}/{name}")
        assert shape({**event, "message": []}) == shape({**expected, "message": []})
        assert event["sub_type"] == expected["sub_type"]
    assert [event["target_id"] for event in ear.events[1:]] == [ZHANG, LI]


@pytest.mark.parametrize(
    ("dialect", "names"),
    [
        (Dialect.NAPCAT, ("napcat_generated/message_sent_group", "napcat_generated/message_sent_private")),
        (Dialect.LLONEBOT, ("real_logs/llbot_2025_message_sent_group", "real_logs/llbot_2025_message_sent_private")),
    ],
)
def test_the_bots_own_messages(world: World, dialect: Dialect, names: tuple[str, str]):
    ear = Ear(world, dialect)
    world.say(BOT, GROUP, "机器人说话")
    world.say(BOT, private_chat(BOT, ZHANG), "私聊回")
    for event, name in zip(ear.events, names, strict=True):
        assert shape(event) == shape(sample(name))
        assert event["post_type"] == "message_sent"


def test_the_bare_standard(world: World):
    ear = Ear(world, Dialect.PLAIN)
    world.say(LI, GROUP, "hi")
    world.say(ZHANG, private_chat(BOT, ZHANG), "哈喽～")
    world.poke(LI, BOT, WARD)
    world.leave(WARD, LI)
    group, private, poke, leave = ear.events
    assert shape(group) == shape(sample("docs/spec_group_normal_full_sender"))
    assert shape({**private, "message": ""}) == shape(sample("docs/spec_private_friend"))
    assert shape(poke) == shape(sample("docs/spec_notify_poke"))
    assert shape(leave) == shape(sample("docs/spec_group_decrease_leave"))
    assert leave["operator_id"] == LI


def test_a_file_in_the_group(world: World):
    ear = Ear(world)
    world.upload(LI, GROUP, "名册.csv", b"a,b")
    message, notice = ear.events
    assert message["message"][0]["data"] == {"file": "名册.csv", "file_id": notice["file"]["id"], "file_size": "3"}
    assert shape(notice) == shape(sample("docs/spec_group_upload"))


def test_reactions_are_heard_on_own_messages_or_on_any_by_dialect(world: World):
    napcat, llonebot, plain = (Ear(world, dialect) for dialect in Dialect)
    own, other = said_by_bot(world), world.say(ZHANG, GROUP, "通知")
    before = [len(ear.events) for ear in (napcat, llonebot, plain)]
    world.react(LI, own)
    world.react(LI, other)
    heard = [len(ear.events) - start for ear, start in zip((napcat, llonebot, plain), before, strict=True)]
    assert heard == [1, 2, 0]
    assert shape(llonebot.events[-1]) == shape(sample("real_logs/thirdparty_test_emoji_like_negative_id"))


def test_meta_events(world: World):
    reporter = Reporter(world, BOT, Dialect.NAPCAT)
    assert shape(reporter.connected()) == shape(sample("napcat_generated/meta_lifecycle_connect"))
    assert shape(reporter.heartbeat(1.0)) == shape(sample("napcat_generated/meta_heartbeat"))


def test_what_others_do_elsewhere_is_not_heard(world: World):
    world.add_group(30002, "别的群", owner=ZHANG, members=[LI])
    ear = Ear(world)
    world.say(LI, group_chat(30002), "不该听见")
    world.say(ZHANG, private_chat(LI, ZHANG), "也不该", via=WARD)
    world.mute(30002, LI, 60, operator=ZHANG)
    world.poke(LI, ZHANG, 30002)
    world.ask_friendship(STRANGER, LI)
    world.ask_to_join(STRANGER, WARD)
    assert ear.events == []
