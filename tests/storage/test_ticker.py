import asyncio
from datetime import timedelta

import pytest
import time_machine

from plugins import storage
from plugins.storage import due, ticker
from plugins.storage.transactions import Transaction
from tests.support.databases import Database


async def test_it_looks_on_when_the_clock_goes_back_and_a_look_that_fails_stops_nothing(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
):
    looks: list[int] = []
    enough = asyncio.Event()

    async def look() -> None:
        looks.append(len(looks))
        if len(looks) == 2:
            raise OSError
        if len(looks) == 5:
            enough.set()

    monkeypatch.setattr(due, "tick", look)
    monkeypatch.setattr(ticker, "SECONDS", 0.01)
    await ticker.start()
    with time_machine.travel(storage.clock.now() - timedelta(hours=1)):
        await asyncio.wait_for(enough.wait(), 10)
    await ticker.stop()
    assert looks[:5] == [0, 1, 2, 3, 4]


async def test_stopping_waits_for_a_job_that_runs(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch):
    begun, ended = asyncio.Event(), asyncio.Event()

    @due.handles("test.long")
    async def long(call: due.Due) -> None:
        begun.set()
        await asyncio.sleep(0)
        await storage.write(call.done)
        ended.set()

    async def work(tx: Transaction) -> None:
        await due.schedule(tx, "test.long", "a", storage.clock.now())

    try:
        await storage.write(work)
        await ticker.start()
        await asyncio.wait_for(begun.wait(), 10)
        await ticker.stop()
        assert ended.is_set()
    finally:
        del due._handlers["test.long"]
