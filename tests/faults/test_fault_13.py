"""Fault 13: message ids start again after a restart of the implementation. No false duplicate, no false quote."""

from collections.abc import AsyncIterator

import pytest

from plugins.sandbox.dialect import Dialect
from tests.gateway.away import Away, away_bot
from tests.support.databases import Database


@pytest.fixture(params=[Dialect.NAPCAT, Dialect.LLONEBOT])
async def away(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, request) -> AsyncIterator[Away]:
    async with away_bot(sqlite_database, monkeypatch, request.param) as away:
        yield away


async def test_fault_13_a_new_message_with_an_old_id_is_no_duplicate(away: Away):
    away.world.restart_ids()
    old = away.types("试报 1")
    await away.hears(1)
    await away.later(minutes=1)
    away.world.restart_ids()
    new = away.types("试报 1")
    assert new.id == old.id
    await away.hears(2)


async def test_fault_13_without_a_true_sequence_the_time_tells_them_apart(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
):
    async with away_bot(sqlite_database, monkeypatch, Dialect.PLAIN) as away:
        for _ in range(2):
            away.world.restart_ids()
            away.types("试报 1")
            await away.later(minutes=1)
        await away.hears(2)


async def test_fault_13_an_old_message_under_a_new_id_is_not_done_again(away: Away):
    old = away.types("试报 1")
    await away.hears(1)
    await away.leaves()
    away.restarts()
    old.id += 1
    await away.later(minutes=1)
    away.types("试报 2")
    await away.returns()
    assert [request.number for request in away.got] == [1, 2]


async def test_fault_13_a_quote_of_a_new_message_with_an_old_id_of_the_bot_stands_for_nothing(away: Away):
    await away.says("#7 〔传达〕通知", number=7)
    await away.shows(lambda: away.copies("#7") == 1)
    posted = next(m for m in away.world.history(away.world.group(away.ward).chat) if m.sender == away.bot)
    away.world.restart_ids()
    said = away.chatter()
    while said.id != posted.id and len(away.world.history(posted.chat)) < 20:
        said = away.chatter()
    assert said.id == posted.id
    away.types("晓得", quote=said)
    away.types("试报 2")
    await away.hears(1)
    assert [request.number for request in away.got] == [2]


async def test_fault_13_a_missed_quote_is_of_what_had_that_id_when_it_was_typed(away: Away):
    await away.says("#7 〔传达〕通知", number=7)
    await away.shows(lambda: away.copies("#7") == 1)
    posted = next(m for m in away.world.history(away.world.group(away.ward).chat) if m.sender == away.bot)
    await away.leaves()
    await away.later(minutes=1)
    away.types("晓得", quote=posted)
    await away.later(minutes=1)
    newer = away.world.say(away.bot, posted.chat, "#8 〔传达〕另一件")
    newer.id = posted.id
    await away.returns()
    assert [request.number for request in away.got] == [7]
