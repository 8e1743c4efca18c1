"""Fault 11: the history has a gap, pages the wrong way, or is not offered. It says gap, stops, works without."""

from collections.abc import AsyncIterator

import pytest

from plugins.gateway.catchup import gaps_since
from plugins.gateway.histories import PAGE
from plugins.sandbox.dialect import Dialect
from plugins.storage import clock
from tests.gateway.away import Away, away_bot
from tests.support.databases import Database


@pytest.fixture(params=[Dialect.NAPCAT, Dialect.LLONEBOT])
async def away(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, request) -> AsyncIterator[Away]:
    async with away_bot(sqlite_database, monkeypatch, request.param) as away:
        yield away


async def test_fault_11_a_busy_chat_is_paged_back_to_the_first_missed_message(away: Away):
    await away.leaves()
    await away.later(minutes=2)
    away.types("试报 1")
    for _ in range(3 * PAGE):
        away.chatter()
    away.types("试报 2")
    await away.returns()
    assert [request.number for request in away.got] == [1, 2]
    assert away.gaps.told == []


async def test_fault_11_pages_that_go_the_wrong_way_are_given_up_and_shown(away: Away):
    away.endpoint.faults.history.wrong_way = True
    await away.leaves()
    await away.later(minutes=2)
    for _ in range(2 * PAGE):
        away.chatter()
    away.types("试报 2")
    await away.returns()
    assert [request.number for request in away.got] == [2]
    assert away.gaps.told == [[str(away.ward)]]
    assert len(away.endpoint.calls_of("get_group_msg_history")) <= 4 * 2  # two groups, two absences


async def test_fault_11_what_is_missing_in_the_history_is_shown_and_the_rest_is_done(away: Away):
    chat = away.world.group(away.ward).chat
    await away.leaves()
    await away.later(minutes=2)
    lost = [away.types(f"试报 {number}") for number in range(1, 10)]
    away.types("试报 10")
    away.endpoint.faults.history.gap(chat, range(lost[0].seq, lost[-1].seq + 1))
    begun = clock.now()
    await away.returns()
    assert [request.number for request in away.got] == [10]
    assert away.gaps.told == [[str(away.ward)]]
    (gap,) = await gaps_since(begun)
    assert gap.chat.id == str(away.ward)


@pytest.mark.parametrize("minutes", [2, 0])
async def test_fault_11_without_a_history_it_works_and_an_absence_that_people_notice_is_shown_once(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, minutes: int
):
    async with away_bot(sqlite_database, monkeypatch, Dialect.PLAIN) as away:
        await away.leaves()
        await away.later(minutes=minutes)
        away.types("试报 1")
        await away.returns()
        away.types("试报 2")
        await away.hears(1)
        assert [request.number for request in away.got] == [2]
        assert away.gaps.told == ([[str(away.ward), str(away.lab)]] if minutes else [])
