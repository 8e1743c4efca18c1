from datetime import UTC, datetime, timedelta

from nonebot.adapters.onebot.v11 import Adapter, MessageEvent
from nonebot.adapters.onebot.v11.event import Reply

from plugins.gateway import chats, intake

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def group_message(*pieces, **fields):
    """A group message of 20002 in group 30001 as NapCat builds it, parsed by the adapter."""
    event = Adapter.json_to_event(
        {
            "self_id": 10000,
            "user_id": 20002,
            "time": int(NOW.timestamp()),
            "message_id": -684351398,
            "message_type": "group",
            "sub_type": "normal",
            "sender": {"user_id": 20002, "nickname": "Bob"},
            "raw_message": "",
            "font": 14,
            "message": [{"type": kind, "data": data} for kind, data in pieces],
            "post_type": "message",
            "group_id": 30001,
        }
        | fields
    )
    assert isinstance(event, MessageEvent)
    return event


def test_a_group_message_says_who_where_and_when():
    incoming = intake.read(group_message(("text", {"text": "已阅 12"})), NOW)
    assert incoming is not None
    assert (incoming.chat, incoming.account, incoming.text) == (chats.group(30001), "20002", "已阅 12")
    assert not incoming.to_bot
    assert incoming.time == NOW
    assert incoming.origin.service_id == "-684351398"


def test_an_at_of_the_bot_anywhere_is_addressed_to_it_and_no_part_of_the_text():
    said = group_message(("text", {"text": "在吗 "}), ("at", {"qq": "10000"}), ("text", {"text": " 菜单"}))
    incoming = intake.read(said, NOW)
    assert incoming is not None
    assert incoming.to_bot
    assert "10000" not in incoming.text


def test_the_bots_own_words_are_nothing():
    assert intake.read(group_message(("text", {"text": "已阅"}), user_id=10000), NOW) is None


def test_a_quoted_message_of_the_bot_stands_for_its_number():
    event = group_message(("text", {"text": "收到"}))
    event.reply = Reply.model_validate(
        {
            "time": 1,
            "message_type": "group",
            "message_id": 5,
            "real_id": 5,
            "sender": {"user_id": 10000},
            "message": [{"type": "text", "data": {"text": "#12 〔传达〕关于值班的通知"}}],
        }
    )
    incoming = intake.read(event, NOW)
    assert incoming is not None
    assert incoming.quoted == intake.Quoted("5", True, 12, incoming.quoted.segments if incoming.quoted else ())
    assert incoming.to_bot


def test_a_number_in_a_persons_message_stands_for_nothing():
    event = group_message(("text", {"text": "收到"}))
    event.reply = Reply.model_validate(
        {
            "time": 1,
            "message_type": "group",
            "message_id": 5,
            "real_id": 5,
            "sender": {"user_id": 20001},
            "message": [{"type": "text", "data": {"text": "#12"}}],
        }
    )
    incoming = intake.read(event, NOW)
    assert incoming is not None
    assert incoming.quoted is not None
    assert incoming.quoted.number is None
    assert not incoming.to_bot


def test_milliseconds_and_a_clock_ahead_are_understood():
    earlier = NOW - timedelta(minutes=3)
    assert intake.moment(int(earlier.timestamp() * 1000), NOW) == earlier
    assert intake.moment((NOW + timedelta(minutes=10)).timestamp(), NOW) == NOW
    assert intake.moment(float("inf"), NOW) == NOW


def test_a_reaction_put_on_counts_and_one_taken_off_does_not():
    like = {
        "time": int(NOW.timestamp()),
        "self_id": 10000,
        "post_type": "notice",
        "group_id": 30001,
        "user_id": 20001,
        "notice_type": "group_msg_emoji_like",
        "message_id": 1909671900,
        "likes": [{"emoji_id": "76", "count": 1}],
        "is_add": True,
    }
    put_on, taken_off = Adapter.json_to_event(like), Adapter.json_to_event(like | {"is_add": False})
    assert put_on is not None
    assert taken_off is not None
    assert intake.reaction(put_on, NOW) == intake.Reaction(chats.group(30001), "20001", "1909671900", NOW)
    assert intake.reaction(taken_off, NOW) is None
