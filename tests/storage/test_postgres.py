"""What only happens with a server: others in the way, connections that are cut."""

import asyncio

import asyncpg
import pytest

from plugins import storage
from plugins.storage.errors import WriteFailed
from plugins.storage.models import AuditEntry, NumberSequence
from plugins.storage.transactions import Transaction
from tests.support.databases import Database

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("database", ["postgres"], indirect=True),
]


async def cut_all_connections(database: Database) -> None:
    """As a restarted server does to those who were connected."""
    connection = await asyncpg.connect(database.url)
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await connection.close()


async def test_numbers_taken_at_once_are_all_different(database: Database):
    taken = await asyncio.gather(*(storage.write(storage.numbers.take) for _ in range(20)))
    assert sorted(taken) == list(range(1, 21))


async def test_two_that_read_before_they_write_do_not_lose_each_others_update(database: Database):
    runs = 0

    async def increment(tx: Transaction) -> None:
        nonlocal runs
        runs += 1
        row = await NumberSequence.get_or_none(name="n") or await NumberSequence.create(name="n", value=0)
        await asyncio.sleep(0)
        row.value += 1
        await row.save()

    await asyncio.gather(*(storage.write(increment) for _ in range(8)))
    assert (await NumberSequence.get(name="n")).value == 8
    assert runs >= 8


async def test_a_cut_connection_fails_the_use_case_and_the_next_one_is_kept(database: Database):
    seen: list[str] = []

    async def cut(tx: Transaction) -> None:
        tx.after_commit(lambda: seen.append("never"))
        await storage.audit.record(tx, "system", "test", "never")
        await cut_all_connections(database)
        await storage.audit.record(tx, "system", "test", "never")

    async def after(tx: Transaction) -> None:
        await storage.audit.record(tx, "system", "test", "kept")

    with pytest.raises(WriteFailed):
        await storage.write(cut)
    await storage.write(after)
    assert [entry.subject for entry in await AuditEntry.all()] == ["kept"]
    assert not seen


async def test_idle_connections_that_were_cut_are_replaced(database: Database):
    await asyncio.gather(*(storage.write(storage.numbers.take) for _ in range(8)))
    await cut_all_connections(database)
    assert await storage.write(storage.numbers.take) == 9
    assert await AuditEntry.all().count() == 0


async def test_a_caller_that_is_cancelled_leaks_no_connection(database: Database):
    for _ in range(20):
        caller = asyncio.create_task(storage.write(storage.numbers.take))
        await asyncio.sleep(0)
        caller.cancel()
        await asyncio.gather(caller, return_exceptions=True)
    taken = await asyncio.wait_for(storage.write(storage.numbers.take), 10)
    assert taken <= 21
    await storage.close_database()
    await storage.open_database(url=database.url)
    assert (await NumberSequence.get(name="main")).value == 21


async def test_a_statement_with_too_few_values_is_a_mistake_and_no_lost_connection(database: Database):
    runs = 0

    async def mistaken(tx: Transaction) -> None:
        nonlocal runs
        runs += 1
        await tx.execute("SELECT ?::int", ())

    with pytest.raises(asyncpg.InterfaceError):
        await storage.write(mistaken)
    assert runs == 1
