"""Reactions: what they stand for, also before the bot knows under which id its message is there."""

from collections.abc import Iterator
from typing import Any

import pytest
from nonebot.adapters.onebot.v11 import Event

from plugins.gateway import call, notices, outbox, registry
from plugins.gateway.adapter import TongxinAdapter
from plugins.gateway.intake import Reaction
from plugins.gateway.segments import text, to_json
from tests.support.desk import BOT, MONDAY, Desk, a_desk

GROUP = 30001


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with a_desk(monkeypatch) as desk:
        desk.binds(GROUP, desk.unit("内科党支部"))
        yield desk


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers that reactions were taken for."""
    numbers: list[int] = []

    async def listen(reaction: Reaction, number: int) -> None:
        numbers.append(number)

    monkeypatch.setattr(registry, "_reactions", [listen])
    return numbers


def the_service(monkeypatch: pytest.MonkeyPatch, *, knows: int | None, unsettled: bool, sender: str = BOT) -> list[str]:
    """What the outbox knows of the message, and what the chat service shows; returns the actions that are called."""
    calls: list[str] = []

    async def number_of(chat: object, message_id: str) -> int | None:
        return knows

    async def shows(self_id: str, action: str, **params: Any) -> call.Outcome:  # JSON of the action
        calls.append(action)
        said = {"time": 1, "message_type": "group", "message_id": 5, "real_id": 5, "sender": {"user_id": int(sender)}}
        return call.Ok(said | {"message": to_json([text("#12 〔传达〕关于值班的通知")])})

    monkeypatch.setattr(outbox, "number_of", number_of)
    monkeypatch.setattr(outbox, "unsettled", lambda chat: unsettled)
    monkeypatch.setattr(call, "call", shows)
    return calls


def a_reaction() -> Event:
    event = TongxinAdapter.json_to_event(
        {
            "time": int(MONDAY.timestamp()),
            "self_id": int(BOT),
            "post_type": "notice",
            "notice_type": "group_msg_emoji_like",
            "group_id": GROUP,
            "user_id": 20001,
            "message_id": 5,
            "likes": [{"emoji_id": "76", "count": 1}],
            "is_add": True,
        }
    )
    assert event is not None
    return event


async def test_a_reaction_to_a_known_message_asks_nobody(desk: Desk, heard: list[int], monkeypatch):
    calls = the_service(monkeypatch, knows=7, unsettled=False)
    await notices.receive(a_reaction(), MONDAY)
    assert (heard, calls) == ([7], [])


async def test_an_id_that_named_another_message_before_is_read_from_the_words_while_something_is_unsettled(
    desk: Desk, heard: list[int], monkeypatch
):
    the_service(monkeypatch, knows=7, unsettled=True)
    await notices.receive(a_reaction(), MONDAY)
    assert heard == [12]


async def test_a_reaction_to_a_message_whose_id_is_not_known_yet_is_read_from_its_words(desk: Desk, heard, monkeypatch):
    the_service(monkeypatch, knows=None, unsettled=True)
    await notices.receive(a_reaction(), MONDAY)
    assert heard == [12]


async def test_a_reaction_to_a_persons_message_is_nothing(desk: Desk, heard: list[int], monkeypatch):
    the_service(monkeypatch, knows=None, unsettled=True, sender="20002")
    await notices.receive(a_reaction(), MONDAY)
    assert heard == []


async def test_where_nothing_is_under_way_a_foreign_reaction_costs_no_call(desk: Desk, heard: list[int], monkeypatch):
    calls = the_service(monkeypatch, knows=None, unsettled=False)
    await notices.receive(a_reaction(), MONDAY)
    assert (heard, calls) == ([], [])
