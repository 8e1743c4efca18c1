import asyncio
import itertools
import sqlite3

import pytest

from plugins import storage
from plugins.storage.errors import AlreadyDone, NotOpen, WriteFailed
from plugins.storage.models import AuditEntry, NumberSequence
from plugins.storage.transactions import Transaction
from tests.support.databases import Database


def noting(subject: str):
    """A use case that notes `subject` in the audit and returns it."""

    async def work(tx: Transaction) -> str:
        await storage.audit.record(tx, "system", "test", subject)
        return subject

    return work


async def subjects() -> list[str]:
    return [entry.subject for entry in await AuditEntry.all().order_by("id")]


async def test_use_cases_that_queue_up_are_all_kept(database: Database):
    names = [f"n{index}" for index in range(50)]
    assert await asyncio.gather(*(storage.write(noting(name)) for name in names)) == names
    kept = await subjects()
    assert (kept if database.dialect == "sqlite" else sorted(kept, key=names.index)) == names


async def test_what_is_returned_is_on_disk(sqlite_database: Database):
    await storage.write(noting("kept"))
    with sqlite3.connect(sqlite_database.path) as other:
        assert other.execute("SELECT subject FROM storage_audit").fetchall() == [("kept",)]


@pytest.mark.parametrize("place", [0, 1, 2, 3])
async def test_a_use_case_that_fails_takes_nothing_else_with_it(database: Database, place: int):
    async def failing(tx: Transaction) -> str:
        await storage.audit.record(tx, "system", "test", "never")
        raise AlreadyDone

    works = [noting(f"n{index}") for index in range(3)]
    works.insert(place, failing)
    results = await asyncio.gather(*(storage.write(work) for work in works), return_exceptions=True)
    assert isinstance(results.pop(place), AlreadyDone)
    assert results == ["n0", "n1", "n2"] == sorted(await subjects())


async def test_callbacks_run_after_the_commit_and_before_the_caller_goes_on(database: Database):
    seen: list[str] = []

    async def work(tx: Transaction) -> None:
        tx.after_commit(lambda: seen.append("committed"))
        await storage.audit.record(tx, "system", "test", "x")
        seen.append("worked")

    async def failing(tx: Transaction) -> None:
        tx.after_commit(lambda: seen.append("never"))
        raise AlreadyDone

    await storage.write(work)
    seen.append("answered")
    with pytest.raises(AlreadyDone):
        await storage.write(failing)
    assert seen == ["worked", "committed", "answered"]


async def test_a_callback_may_start_a_task_that_writes(database: Database):
    tasks: list[asyncio.Task[str]] = []

    async def work(tx: Transaction) -> None:
        tx.after_commit(lambda: tasks.append(asyncio.create_task(storage.write(noting("later")))))

    await storage.write(work)
    assert await tasks[0] == "later"
    assert await subjects() == ["later"]


async def test_tortoise_calls_inside_use_the_transaction(database: Database):
    async def work(tx: Transaction) -> None:
        await NumberSequence.create(name="other", value=7)
        await NumberSequence.bulk_create([NumberSequence(name="more", value=8)])
        raise AlreadyDone

    with pytest.raises(AlreadyDone):
        await storage.write(work)
    assert await NumberSequence.all().count() == 0


async def test_nothing_writes_past_the_writer(sqlite_database: Database):
    with pytest.raises(Exception, match="readonly"):
        await NumberSequence.create(name="other", value=7)


async def test_a_caller_that_is_cancelled_gives_up_only_the_answer(database: Database):
    begun, kept = asyncio.Event(), asyncio.Event()

    async def slow(tx: Transaction) -> None:
        begun.set()
        tx.after_commit(kept.set)
        await storage.audit.record(tx, "system", "test", "slow")

    caller = asyncio.create_task(storage.write(slow))
    await begun.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    await storage.write(noting("next"))
    await asyncio.wait_for(kept.wait(), 10)  # on PostgreSQL each has a connection of its own
    assert set(await subjects()) == {"slow", "next"}


async def test_a_use_case_that_cancels_itself_is_undone_and_the_writer_goes_on(database: Database):
    async def work(tx: Transaction) -> None:
        await storage.audit.record(tx, "system", "test", "never")
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await storage.write(work)
    await storage.write(noting("next"))
    assert await subjects() == ["next"]


async def test_a_commit_that_fails_fails_the_whole_batch_and_the_writer_goes_on(sqlite_database: Database):
    async def full(tx: Transaction) -> None:
        pages = (await tx.execute("PRAGMA page_count"))[0]["page_count"]
        await tx.execute(f"PRAGMA max_page_count={pages}")
        for index in range(1000):
            await storage.audit.record(tx, "system", "test", f"{index}" * 20)

    async def roomy(tx: Transaction) -> None:
        await tx.execute("PRAGMA max_page_count=1000000")

    results = await asyncio.gather(
        storage.write(noting("first")), storage.write(full), storage.write(noting("last")), return_exceptions=True
    )
    assert any(isinstance(result, WriteFailed) for result in results)
    kept = [result for result in results if isinstance(result, str)]
    assert kept == await subjects()
    await storage.write(roomy)
    await storage.write(noting("next"))
    assert (await subjects())[-1] == "next"


async def test_a_locked_file_fails_the_write_and_the_writer_goes_on(sqlite_database: Database):
    async def impatient(tx: Transaction) -> None:
        await tx.execute("PRAGMA busy_timeout=50")

    await storage.write(impatient)
    other = sqlite3.connect(sqlite_database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(WriteFailed):
        await storage.write(noting("never"))
    other.execute("ROLLBACK")
    other.close()
    await storage.write(noting("next"))
    assert await subjects() == ["next"]


async def test_a_use_case_may_not_ask_for_another(database: Database):
    async def work(tx: Transaction) -> None:
        await storage.write(noting("inner"))

    with pytest.raises(RuntimeError):
        await storage.write(work)


async def test_without_a_database_a_write_is_refused():
    with pytest.raises(NotOpen):
        await storage.write(noting("never"))


async def test_a_use_case_that_takes_no_commit_writes_no_page(sqlite_database: Database):
    async def reading(tx: Transaction) -> int:
        return await AuditEntry.all().count()

    await storage.write(noting("one"))
    wal = sqlite_database.path.with_name("tongxin.db-wal")
    before = wal.stat().st_size
    assert await storage.write(reading) == 1
    assert wal.stat().st_size == before


async def test_numbers_follow_each_other_and_are_given_back(database: Database):
    async def failing(tx: Transaction) -> None:
        await storage.numbers.take(tx)
        raise AlreadyDone

    assert await storage.write(storage.numbers.take) == 1
    with pytest.raises(AlreadyDone):
        await storage.write(failing)
    assert await storage.write(storage.numbers.take) == 2


async def test_a_use_case_that_hangs_is_given_up_and_the_writer_goes_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    for module in ("sqlite_writer", "postgres_writer"):
        monkeypatch.setattr(f"plugins.storage.{module}.WORK_LIMIT", 0.05)

    async def hanging(tx: Transaction) -> None:
        await storage.audit.record(tx, "system", "test", "never")
        await asyncio.Event().wait()

    with pytest.raises(WriteFailed):
        await storage.write(hanging)
    await storage.write(noting("next"))
    assert await subjects() == ["next"]


async def test_what_wants_to_be_alone_is_in_a_commit_of_its_own(sqlite_database: Database):
    statements: list[str] = []

    async def watch(tx: Transaction) -> None:
        await tx._client._connection.set_trace_callback(statements.append)

    async def unwatch(tx: Transaction) -> None:
        await tx._client._connection.set_trace_callback(None)

    await storage.write(watch)
    await asyncio.gather(
        storage.write(noting("a")), storage.write(noting("b")), storage.write(noting("c"), alone=True),
        storage.write(noting("d")),
    )  # fmt: skip
    await storage.write(unwatch)
    commits = [index for index, statement in enumerate(statements) if statement == "COMMIT"]
    between = [sum("INSERT" in s for s in statements[a:b]) for a, b in itertools.pairwise([0, *commits])]
    assert [count for count in between if count] == [2, 1, 1]


async def test_closing_runs_what_has_queued_up(database: Database):
    writes = [asyncio.create_task(storage.write(noting(f"n{index}"))) for index in range(10)]
    await asyncio.sleep(0)
    await storage.close_database()
    assert len(await asyncio.gather(*writes)) == 10
    await storage.open_database(url=database.url)
    assert len(await subjects()) == 10


async def test_placeholders_are_no_question_marks_in_texts(database: Database):
    async def work(tx: Transaction) -> list[dict[str, object]]:
        return await tx.execute("SELECT '?' AS a, CAST(? AS text) AS \"b?\" -- why?", ("x",))

    assert await storage.write(work) == [{"a": "?", "b?": "x"}]
    assert await storage.read("SELECT CAST(? AS text) AS a", ("y",)) == [{"a": "y"}]
