import asyncio
from collections.abc import Sequence

import pytest

from plugins import storage
from plugins.storage.errors import AlreadyDone
from plugins.storage.models import AuditEntry
from plugins.storage.transactions import Transaction
from tests.support.databases import Database


async def test_items_that_come_while_the_writer_is_busy_are_one_use_case(database: Database):
    runs: list[int] = []

    async def run(tx: Transaction, items: Sequence[int]) -> Sequence[int]:
        runs.append(len(items))
        await tx.execute_many(
            "INSERT INTO storage_audit (at, actor, action, subject, detail) VALUES (?, 'a', 'b', ?, '{}')",
            [(storage.clock.now(), str(item)) for item in items],
        )
        return [item * 2 for item in items]

    combined = storage.Combined(run)
    assert await asyncio.gather(*(combined.add(item) for item in range(100))) == [item * 2 for item in range(100)]
    assert runs == [100]
    assert await AuditEntry.all().count() == 100


async def test_one_bad_item_costs_no_other(database: Database):
    async def run(tx: Transaction, items: Sequence[int]) -> Sequence[int]:
        for item in items:
            await storage.audit.record(tx, "system", "test", str(item))
        if 3 in items:
            raise AlreadyDone
        return list(items)

    combined = storage.Combined(run)
    results = await asyncio.gather(*(combined.add(item) for item in range(6)), return_exceptions=True)
    assert isinstance(results.pop(3), AlreadyDone)
    assert results == [0, 1, 2, 4, 5]
    assert sorted(int(entry.subject) for entry in await AuditEntry.all()) == [0, 1, 2, 4, 5]


async def test_who_gives_up_waiting_stops_nobody(database: Database):
    async def run(tx: Transaction, items: Sequence[int]) -> Sequence[int]:
        return list(items)

    combined = storage.Combined(run)
    first, second = asyncio.create_task(combined.add(1)), asyncio.create_task(combined.add(2))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == 2
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await combined.add(3) == 3


async def test_a_crowd_is_cut_into_statements_that_fit(database: Database):
    runs: list[int] = []

    async def run(tx: Transaction, items: Sequence[int]) -> Sequence[int]:
        runs.append(len(items))
        return list(items)

    combined = storage.Combined(run)
    assert await asyncio.gather(*(combined.add(item) for item in range(1200))) == list(range(1200))
    assert sorted(runs) == [200, 500, 500]
