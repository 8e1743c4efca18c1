import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from plugins import storage
from plugins.storage import due
from plugins.storage.errors import AlreadyDone
from plugins.storage.models import DueRow
from plugins.storage.transactions import Transaction
from tests.support.databases import Database

NOON = datetime(2025, 11, 24, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ran() -> Iterator[list[due.Due]]:
    """What the handler of "test.note" was called for."""
    calls: list[due.Due] = []

    @due.handles("test.note")
    async def note(call: due.Due) -> None:
        calls.append(call)

    yield calls
    del due._handlers["test.note"]


@pytest.fixture
def failing() -> Iterator[list[due.Due]]:
    """What the handler of "test.fail", which always fails, was called for."""
    calls: list[due.Due] = []

    @due.handles("test.fail")
    async def fail(call: due.Due) -> None:
        calls.append(call)
        raise AlreadyDone

    yield calls
    del due._handlers["test.fail"]


async def plan(kind: str, key: str, due_at: datetime, **payload: str) -> None:
    async def work(tx: Transaction) -> None:
        await due.schedule(tx, kind, key, due_at, payload)

    await storage.write(work)


async def take_back(kind: str, key: str) -> bool:
    async def work(tx: Transaction) -> bool:
        return await due.cancel(tx, kind, key)

    return await storage.write(work)


async def test_a_job_runs_once_its_time_has_come(database: Database, ran: list[due.Due]):
    await plan("test.note", "a", NOON, name="王")
    assert await due.run_due(NOON - MINUTE) == 0
    assert await due.run_due(NOON) == 1
    assert await due.run_due(NOON + MINUTE) == 0
    assert [(call.key, call.due_at, dict(call.payload)) for call in ran] == [("a", NOON, {"name": "王"})]


async def test_what_was_due_while_down_runs_late_and_knows_it(database: Database, ran: list[due.Due]):
    await plan("test.note", "a", NOON)
    await due.run_due(NOON + 60 * MINUTE)
    assert ran[0].now - ran[0].due_at == 60 * MINUTE


async def test_the_same_key_again_replaces_and_cancel_takes_back(database: Database, ran: list[due.Due]):
    await plan("test.note", "a", NOON)
    await plan("test.note", "a", NOON + 5 * MINUTE)
    assert await due.run_due(NOON + MINUTE) == 0
    assert await take_back("test.note", "a")
    assert not await take_back("test.note", "a")
    assert await due.run_due(NOON + 10 * MINUTE) == 0


async def test_a_failing_job_backs_off_and_holds_nobody_up(
    database: Database, ran: list[due.Due], failing: list[due.Due]
):
    await plan("test.fail", "a", NOON)
    await plan("test.note", "b", NOON)
    assert await due.run_due() == 2
    assert await due.run_due() == 0
    row = await DueRow.get(key="a")
    assert row.attempt == 1
    assert storage.clock.now() < row.run_at <= storage.clock.now() + timedelta(seconds=6)
    assert await due.run_due(storage.clock.now() + MINUTE) == 1
    assert [call.attempt for call in failing] == [0, 1]
    assert [call.key for call in ran] == ["b"]


async def test_a_job_that_schedules_itself_again_stays(database: Database):
    @due.handles("test.daily")
    async def daily(call: due.Due) -> None:
        await plan("test.daily", call.key, call.due_at + timedelta(days=1))

    try:
        await plan("test.daily", "a", NOON)
        await due.run_due(NOON)
        assert (await DueRow.get(key="a")).due_at == NOON + timedelta(days=1)
    finally:
        del due._handlers["test.daily"]


async def test_a_job_may_end_in_the_use_case_that_has_its_effect(database: Database):
    ended: list[bool] = []

    @due.handles("test.done")
    async def done(call: due.Due) -> None:
        ended.append(await storage.write(call.done))

    try:
        await plan("test.done", "a", NOON)
        await due.run_due(NOON)
        assert ended == [True]
        assert await DueRow.all().count() == 0
    finally:
        del due._handlers["test.done"]


async def test_a_job_that_runs_is_not_started_twice(database: Database):
    gate, calls = asyncio.Event(), []

    @due.handles("test.slow")
    async def slow(call: due.Due) -> None:
        calls.append(call)
        await gate.wait()

    try:
        await plan("test.slow", "a", NOON)
        (task,) = await due.tick(NOON)
        assert await due.tick(NOON + timedelta(hours=1)) == []
        assert await due.tick(NOON - timedelta(hours=1)) == []
        gate.set()
        await task
        assert await due.run_due(NOON + timedelta(hours=1)) == 0
        assert len(calls) == 1
    finally:
        del due._handlers["test.slow"]


async def test_what_a_killed_process_had_claimed_runs_again(sqlite_database: Database, ran: list[due.Due]):
    await plan("test.note", "a", NOON)

    async def claimed_by_another(tx: Transaction) -> None:
        await tx.execute("UPDATE storage_due SET owner = 'gone:1'")

    await storage.write(claimed_by_another)
    assert await due.run_due(NOON) == 1


@pytest.mark.parametrize("database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
async def test_another_process_waits_for_the_lease(database: Database, ran: list[due.Due]):
    await plan("test.note", "a", NOON)

    async def claimed(tx: Transaction) -> None:
        await tx.execute("UPDATE storage_due SET owner = 'other:1', lease_until = now() + interval '1 minute'")

    async def lapsed(tx: Transaction) -> None:
        await tx.execute("UPDATE storage_due SET lease_until = now() - interval '1 second'")

    await storage.write(claimed)
    assert await due.run_due(NOON + timedelta(hours=1)) == 0
    await storage.write(lapsed)
    assert await due.run_due(NOON) == 1


async def test_kinds_without_a_handler_wait(database: Database, ran: list[due.Due]):
    await plan("test.unloaded", "a", NOON)
    assert await due.run_due(NOON) == 0
    assert await DueRow.all().count() == 1


async def test_looking_writes_nothing_when_nothing_is_due(sqlite_database: Database, ran: list[due.Due]):
    await plan("test.note", "a", NOON)
    wal = sqlite_database.path.with_name("tongxin.db-wal")
    before = wal.stat().st_size
    for _ in range(20):
        await due.tick(NOON - MINUTE)
    assert wal.stat().st_size == before
