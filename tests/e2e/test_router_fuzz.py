"""The router under any text and any segments, as an implementation may send them."""

import re
from collections.abc import AsyncIterator, Sequence
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nonebot.adapters.onebot.v11 import MessageEvent
from nonebot.adapters.onebot.v11.event import Reply

from plugins import storage
from plugins.gateway import call, chats, dispatch, intake, registry, router
from plugins.gateway.adapter import TongxinAdapter
from plugins.gateway.directory import Who
from plugins.gateway.limits import Rate
from plugins.gateway.request import Answer, Request
from plugins.gateway.segments import Segment
from tests.support.databases import sqlite_url
from tests.support.desk import Desk, a_desk

BOT, GROUP, SECRETARY, NURSE, NOBODY = 10000, 30001, 10001, 10002, 10003
_ids = count(1)

Raw = dict[str, Any]  # a OneBot segment or event as JSON


class Ears:
    """What the bot sent, as segments, and what went wrong inside."""

    def __init__(self) -> None:
        self.sent: list[Segment] = []
        self.errors: list[str] = []

    async def send(self, chat: chats.Chat, segments: Sequence[Segment], **_: object) -> call.Outcome:
        self.sent += segments
        return call.Ok({"message_id": next(_ids)})

    def log(self, error: Exception, where: str) -> str:
        self.errors.append(f"{where}: {error!r}")
        return "000000"


@pytest.fixture(scope="module")
async def ears(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ears]:
    """A bound group, a secretary and a nurse; a command that repeats what it was told."""
    await storage.open_database(url=sqlite_url(tmp_path_factory.mktemp("fuzz")))
    ears = Ears()
    with pytest.MonkeyPatch.context() as patch, a_desk(patch) as desk:
        _people(desk)
        patch.setattr(registry, "_by_word", dict(registry._by_word))
        patch.setattr(registry, "_commands", dict(registry._commands))
        patch.setattr(call, "send", ears.send)
        patch.setattr(dispatch, "log", ears.log)
        patch.setattr(router, "_rate", Rate(1_000_000))

        @registry.command("学舌", usage="学舌 话", example="学舌 你好", summary="test", who=Who.ANYONE)
        async def repeat(request: Request) -> Answer:
            return Answer(f"#1 {request.argument}")

        yield ears
        assert len(ears.sent) > 100, "hardly anything was a command: the strategies miss"
    await storage.close_database()


def _people(desk: Desk) -> None:
    committee = desk.unit("院党委")
    branch = desk.unit("内科党支部", above=committee)
    desk.binds(GROUP, branch)
    desk.knows(str(SECRETARY), "王书记", officer_of=committee)
    desk.knows(str(NURSE), "张三", member_of=branch)


def words() -> list[str]:
    return sorted(registry._by_word)


PIECES = st.one_of(
    st.text(max_size=20),
    st.deferred(lambda: st.sampled_from(words())),
    st.sampled_from(
        ["/", "／", "#", "12", "＃１２", "\n", " ", "\u200b", "👌", "1️⃣", "𠮷", "\u202e", "确认", "取消", "完毕"]
    ),
    st.sampled_from(["[CQ:at,qq=all]", "&#91;CQ:image,file=x&#93;", "截止: 周五", "全体", "张三", "吗", "谢谢", "?"]),
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.text(max_size=8),
    st.lists(st.text(max_size=3), max_size=2),
)
SEGMENTS = st.one_of(
    TEXTS.map(lambda text: {"type": "text", "data": {"text": text}}),
    st.sampled_from([BOT, NURSE, "all", ""]).map(lambda who: {"type": "at", "data": {"qq": str(who)}}),
    st.sampled_from(["face", "image", "record", "file", "json", "forward", "mface", "未来"]).flatmap(
        lambda kind: st.dictionaries(
            st.sampled_from(["id", "file", "url", "data", "text", "qq"]), VALUES, max_size=3
        ).map(lambda data: {"type": kind, "data": data})
    ),
    st.sampled_from(["1", "-5", "x"]).map(lambda number: {"type": "reply", "data": {"id": number}}),
)
MESSAGES = st.lists(SEGMENTS, max_size=5)
SENDERS = st.sampled_from([SECRETARY, NURSE, NOBODY])
FUZZ = settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def event(
    message: list[Raw], sender: int, group: int | None, quoted: list[Raw] | None = None, by: int = BOT
) -> MessageEvent:
    """The event as the adapter makes it; `quoted` is the message it has fetched for a quote, said `by` somebody."""
    raw: Raw = {
        "self_id": BOT,
        "time": 1795452051,
        "post_type": "message",
        "message_id": next(_ids),
        "user_id": sender,
        "message": message,
        "raw_message": "",
        "font": 14,
        "sender": {"user_id": sender},
    }
    raw |= {"message_type": "private", "sub_type": "friend"} if group is None else {}
    raw |= {"message_type": "group", "sub_type": "normal", "group_id": group} if group is not None else {}
    parsed = TongxinAdapter.json_to_event(raw)
    assert isinstance(parsed, MessageEvent)
    if quoted is not None:
        said: Raw = {"time": 1, "message_type": "group", "message_id": 77, "real_id": 77, "sender": {"user_id": by}}
        parsed.reply = Reply.model_validate(said | {"message": quoted})
    return parsed


async def put(ears: Ears, event: MessageEvent) -> list[Segment]:
    """What the bot sends on this event."""
    before = len(ears.sent)
    if await router._for_us(event):
        incoming = intake.read(event, storage.clock.now())
        if incoming is not None:
            await router.receive(incoming, storage.clock.now())
    return ears.sent[before:]


@FUZZ
@given(
    message=MESSAGES,
    sender=SENDERS,
    group=st.sampled_from([None, GROUP, 39999]),
    quoted=st.none() | MESSAGES,
    by=st.sampled_from([BOT, NURSE]),
)
async def test_nothing_that_is_said_makes_it_stumble(ears, message, sender, group, quoted, by):
    sent = await put(ears, event(message, sender, group, quoted, by))
    assert ears.errors == []
    assert not any(piece.type == "at" and piece.data.get("qq") == "all" for piece in sent)
    assert {piece.type for piece in sent} <= {"text", "reply", "at"}


@FUZZ
@given(message=MESSAGES, sender=SENDERS, group=st.sampled_from([GROUP, 39999]))
async def test_chat_is_not_answered(ears, message, sender, group):
    if not is_chat(message):
        return
    assert await put(ears, event(message, sender, group)) == []


def is_chat(message: list[Raw]) -> bool:
    """Nobody @s the bot or quotes anything, no slash leads, and no bare word stands in it."""
    text = "".join(str(piece["data"].get("text", "")) for piece in message if piece["type"] == "text")
    bare = {name for entry in registry.commands() if entry.bare for name in (entry.word, *entry.aliases)}
    at_bot = any(piece["type"] == "at" and piece["data"].get("qq") == str(BOT) for piece in message)
    quotes = any(piece["type"] == "reply" for piece in message)
    return not (at_bot or quotes or "/" in text or "／" in text or any(word in text for word in bare))


@FUZZ
@given(
    text=st.text(max_size=30), code=st.sampled_from(["[CQ:at,qq=all]", "[CQ:face,id=1]", "&#91;CQ:at,qq=all&#93;&amp;"])
)
async def test_what_looks_like_cq_stays_text(ears, text, code):
    said = re.sub(r"\s+", " ", text).strip() + code
    sent = await put(ears, event([{"type": "text", "data": {"text": f"学舌 {said}"}}], NURSE, None))
    assert [piece.type for piece in sent] == ["text"]
    assert code in sent[0].data["text"]
