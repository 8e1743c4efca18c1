"""Fault 12: an event twice, events swapped, a clock that is off, events lost. One effect; in order of time."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from plugins.gateway.catchup import holes
from plugins.sandbox.dialect import Dialect
from tests.gateway.away import Away, away_bot
from tests.support.databases import Database


@pytest.fixture(params=[Dialect.NAPCAT, Dialect.LLONEBOT])
async def away(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, request) -> AsyncIterator[Away]:
    async with away_bot(sqlite_database, monkeypatch, request.param) as away:
        yield away


async def test_fault_12_an_event_that_comes_twice_and_again_in_the_history_has_one_effect(away: Away):
    away.endpoint.faults.events.double(1.0)
    for number in range(1, 6):
        away.types(f"试报 {number}")
    await away.hears(5)
    await away.leaves()
    away.restarts()
    await away.returns()
    assert [request.number for request in away.got] == [1, 2, 3, 4, 5]


async def test_fault_12_swapped_events_are_each_done_once_with_their_own_times(away: Away):
    away.endpoint.faults.events.swap_next()
    first = away.types("试报 1")
    await away.later(seconds=30)
    second = away.types("试报 2")
    await away.hears(2)
    got = {request.number: request.time for request in away.got}
    assert got == {1: first.time.replace(microsecond=0), 2: second.time.replace(microsecond=0)}


@pytest.mark.parametrize("minutes", [-10, 10])
@pytest.mark.parametrize("milliseconds", [False, True])
async def test_fault_12_a_clock_that_is_off_or_in_milliseconds_loses_nothing_and_doubles_nothing(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, minutes: int, milliseconds: bool
):
    async with away_bot(sqlite_database, monkeypatch, Dialect.NAPCAT) as away:
        events = away.endpoint.faults.events
        events.skew, events.milliseconds = timedelta(minutes=minutes), milliseconds
        away.types("试报 1")
        await away.hears(1)
        await away.leaves()
        away.types("试报 2")
        away.types("试报 3", away.lab)
        await away.later(minutes=1)
        away.restarts()
        await away.returns()
        away.types("试报 4")
        await away.hears(4)
        assert sorted(request.number or 0 for request in away.got) == [1, 2, 3, 4]
        assert all(abs(request.time - away.clock()) < timedelta(minutes=12) for request in away.got)


async def test_fault_12_events_that_were_lost_are_found_in_the_history(away: Away, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(holes, "WAIT", 0.2)
    monkeypatch.setattr(holes, "EVERY", 0.0)
    away.chatter()
    away.endpoint.faults.events.lose(0.1, seed=3)
    for number in range(1, 41):
        away.types(f"试报 {number}", who=(away.nurse, away.head)[number % 2])
    away.endpoint.faults.events.lose(0)
    away.chatter()
    await away.hears(40)
    assert sorted(request.number or 0 for request in away.got) == list(range(1, 41))
    found = [request for request in away.got if request.late]
    assert found
    assert len(away.endpoint.calls_of("get_group_msg_history")) <= 4


async def test_fault_12_what_the_bot_says_itself_is_not_taken_for_a_lost_event(
    away: Away, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(holes, "WAIT", 0.05)
    away.chatter()
    await away.says("#7 〔传达〕通知", number=7)
    await away.shows(lambda: away.copies("#7") == 1)
    away.types("试报 1")
    await away.hears(1)
    await away.later(minutes=1)
    assert away.endpoint.calls_of("get_group_msg_history") == []
