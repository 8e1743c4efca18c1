"""Catch-up: what was typed while the bot was away is done once, in order, with the times it was typed."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from loguru import logger

from plugins.gateway import chats, registry
from plugins.gateway.catchup import waiting
from plugins.gateway.intake import Reaction
from plugins.gateway.models import GapRow, InboxRow, WatermarkRow
from plugins.gateway.outbox import State
from plugins.sandbox.dialect import Dialect
from plugins.storage import clock, read
from tests.gateway.away import Away, away_bot
from tests.support.databases import Database

CANARY = "三床家属今天很着急"


@pytest.fixture(params=[Dialect.NAPCAT, Dialect.LLONEBOT])
async def away(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, request) -> AsyncIterator[Away]:
    async with away_bot(sqlite_database, monkeypatch, request.param) as away:
        yield away


@pytest.fixture
async def napcat(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Away]:
    async with away_bot(sqlite_database, monkeypatch) as away:
        yield away


async def test_it_is_done_in_the_order_it_was_typed_with_its_times_and_acknowledged_in_one_line(away: Away):
    await away.leaves()
    messages = []
    for line, group in (("试报 1", away.ward), ("试报 2", away.lab), ("/试报 3", away.ward), ("好的", away.ward)):
        messages.append(away.types(line, group))
        await away.later(minutes=3)
    await away.returns()
    assert [request.number for request in away.got] == [1, 2, 3]
    times = [message.time.replace(microsecond=0) for message in messages]
    assert [request.time for request in away.got] == times[:3]
    await away.shows(lambda: away.copies("试报 +2") == 1 and away.copies("试报 +1", away.lab) == 1)
    assert away.endpoint.calls_of("set_msg_emoji_like") == []


async def test_it_is_done_once_over_any_number_of_absences_and_processes(away: Away):
    await away.leaves()
    away.types("试报 1")
    await away.returns()
    away.types("/试问")
    await away.hears(2)
    for _ in range(2):
        await away.leaves()
        away.restarts()
        await away.later(minutes=2)
        await away.returns()
    assert [request.word for request in away.got] == ["试报", "试问"]


async def test_who_typed_the_same_again_while_nobody_answered_is_done_once_as_of_the_first_time(napcat: Away):
    await napcat.leaves()
    first = napcat.types("试报 1")
    for _ in range(3):
        await napcat.later(minutes=1)
        napcat.types("试报 1")
    napcat.types("试报 1", who=napcat.head)
    await napcat.returns()
    assert [request.account for request in napcat.got] == [str(napcat.nurse), str(napcat.head)]
    assert napcat.got[0].time == first.time.replace(microsecond=0)


async def test_what_may_not_be_caught_up_is_not_done_and_leaves_no_mark(napcat: Away):
    napcat.writes("试密 一")
    await napcat.hears(1)
    await napcat.leaves()
    assert not await WatermarkRow.filter(chat__startswith="qq:private").exists()
    napcat.writes("试密 二")
    napcat.types("/试密 三")
    await napcat.returns()
    assert len(napcat.got) == 1


async def test_a_private_chat_is_looked_through_where_its_owner_has_given_commands(away: Away):
    away.writes("试问 一")
    await away.hears(1)
    await away.later(minutes=1)
    await away.leaves()
    away.writes("试问 二")
    await away.returns()
    assert [request.argument for request in away.got] == ["一", "二"]
    await away.shows(lambda: away.copies("不在线", away.private(away.nurse)) == 1)


async def test_quotes_stand_for_what_they_quote(away: Away):
    await away.says("#7 〔传达〕通知", number=7)
    await away.shows(lambda: away.copies("#7") == 1)
    posted = next(m for m in away.world.history(away.world.group(away.ward).chat) if m.sender == away.bot)
    chat = away.chatter()
    await away.leaves()
    away.types("晓得", quote=posted)
    away.types("晓得", quote=chat)
    away.types("晓得")
    await away.returns()
    assert [(request.word, request.number) for request in away.got] == [("试报", 7)]


async def test_a_live_command_comes_after_what_was_missed_in_its_chat(napcat: Away):
    await napcat.leaves()
    napcat.types("试报 1")
    napcat.endpoint.come_back()
    await napcat.endpoint.connected()
    napcat.types("试报 2")
    await napcat.hears(2)
    await napcat.caught_up()
    assert [(request.number, request.late) for request in napcat.got] == [(1, True), (2, False)]


async def test_who_types_what_leaves_no_trace_does_not_hasten_what_was_missed(napcat: Away):
    """What the same person typed by name meanwhile would be done and dated at that moment."""
    chat, looked = chats.private(str(napcat.nurse)), []

    async def look() -> None:
        looked.append(len(napcat.got))
        waiting.settled(chat)

    waiting.expect(chat, look)
    napcat.writes("试密 一")
    await napcat.hears(1)
    napcat.writes("试问 二")
    await napcat.hears(2)
    assert looked == [1]


async def test_it_looks_back_no_further_than_it_may(napcat: Away):
    await napcat.leaves()
    napcat.types("试报 1")
    await napcat.later(hours=13)
    napcat.types("试报 2")
    await napcat.returns()
    assert [request.number for request in napcat.got] == [2]


async def test_a_refusal_is_said_only_while_it_is_useful(napcat: Away):
    await napcat.leaves()
    napcat.types("/试错")
    await napcat.later(minutes=40)
    napcat.types("/试错", napcat.lab)
    await napcat.later(minutes=5)
    await napcat.returns()
    assert len(napcat.got) == 2
    await napcat.shows(lambda: napcat.copies("出错了", napcat.lab) == 1)
    assert napcat.copies("出错了") == 0


async def test_nothing_of_the_chat_in_a_history_is_kept_or_logged(napcat: Away):
    log: list[str] = []
    sink = logger.add(log.append, level=0, format="{message}")
    try:
        await napcat.leaves()
        for _ in range(70):
            napcat.types(CANARY)
        napcat.writes(CANARY)
        napcat.types("试报 1")
        await napcat.returns()
    finally:
        logger.remove(sink)
    assert len(napcat.got) == 1
    assert CANARY not in "".join(log)
    for table in await read("SELECT name FROM sqlite_master WHERE type = 'table'"):
        assert CANARY not in str(await read(f'SELECT * FROM "{table["name"]}"'))
    assert await InboxRow.all().count() == 0


async def test_a_command_advances_the_mark_and_chat_does_not(napcat: Away):
    napcat.types("试报 1")
    await napcat.hears(1)
    await napcat.leaves()
    key = f"qq:group:{napcat.ward}"
    mark = await WatermarkRow.get(chat=key)
    assert mark.seq is not None
    await napcat.returns()
    napcat.types("早上好")
    await napcat.later(minutes=1)
    await napcat.leaves()
    assert (await WatermarkRow.get(chat=key)).seq == mark.seq
    own = await WatermarkRow.get(chat=f"account:{napcat.account}")
    assert clock.now() - own.at < timedelta(seconds=5)
    assert await GapRow.all().count() == 0


async def test_a_reaction_that_was_put_while_it_was_away_counts_where_it_is_told(
    away: Away, monkeypatch: pytest.MonkeyPatch
):
    got: list[tuple[str, int]] = []

    async def reacted(reaction: Reaction, number: int) -> None:
        got.append((reaction.account, number))

    monkeypatch.setattr(registry, "_reactions", [reacted])
    await away.says("#7 〔传达〕通知", number=7)
    await away.shows(lambda: away.copies("#7") == 1)
    await away.becomes("#7 〔传达〕通知", State.SENT)
    posted = next(m for m in away.world.history(away.world.group(away.ward).chat) if m.sender == away.bot)
    await away.leaves()
    away.world.react(away.nurse, posted)
    await away.returns()
    told = away.endpoint.dialect is Dialect.NAPCAT
    assert got == ([(str(away.nurse), 7)] if told else [])
