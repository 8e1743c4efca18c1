"""An anonymous opinion filed between named commands: nothing but the case is written, and nothing tells its position."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import pairwise
from pathlib import Path

from plugins import storage
from plugins.feedback.service import submitter
from plugins.feedback.service.submitter import Holder
from plugins.storage import Transaction, audit, read, writer
from plugins.storage.reading import dialect
from plugins.storage.sqlite_writer import SqliteWriter
from tests.feedback.stage import CHEN, QIAN, Stage, case
from tests.feedback.test_life import ON_BOTH

Picture = dict[str, list[tuple]]
"""Every row of every table with its rowid, the counters of SQLite among them."""


def picture(folder: Path) -> Picture:
    with closing(sqlite3.connect(folder / "tongxin.db")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: database.execute(f'SELECT rowid, * FROM "{name}" ORDER BY rowid').fetchall() for name in tables}


def changed(before: Picture, after: Picture) -> set[str]:
    return {name for name in after if before.get(name) != after[name]}


async def test_nothing_but_the_case_is_written(stage: Stage, tmp_path: Path):
    await stage.says(QIAN, "意见 诉求 三楼热水器坏了")
    before = picture(tmp_path)
    await stage.files_unnamed("值班室没有空调")
    after = picture(tmp_path)
    assert changed(before, after) <= {"feedback_case", "feedback_event", "sqlite_sequence"}
    assert counters(after) == counters(before), "no number between two others is missing"


SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
POSTGRES_TABLES = "SELECT tablename AS name FROM pg_tables WHERE schemaname = ANY (current_schemas(false))"
CASE = ("feedback_case", "feedback_event", "feedback_attachment")


async def beside_the_case() -> dict[str, list[str]]:
    """Every row of every table but those of a case, and what PostgreSQL has counted up to."""
    own = [row["name"] for row in await read(POSTGRES_TABLES if dialect() == "postgres" else SQLITE_TABLES)]
    found = {name: sorted(map(str, await read(f'SELECT * FROM "{name}"'))) for name in own if name not in CASE}
    if dialect() == "postgres":
        counted = await read("SELECT sequencename AS name, last_value FROM pg_sequences ORDER BY 1")
        found["counters"] = [str(row) for row in counted if not row["name"].startswith("feedback_")]
    return found


@ON_BOTH
async def test_nothing_an_author_does_touches_anything_beside_the_case(stage: Stage):
    """On either database: writing, looking, a wrong code, adding, rating, reopening, stopping, withdrawing."""
    before = await beside_the_case()
    code, filed = await stage.files_unnamed("值班室没有空调")
    for line in (f"查询 {code}", "查询 1111222233334444", f"追加 {code} 窗户也坏了"):
        await stage.says(QIAN, line)
    assert await beside_the_case() == before
    await stage.sweeps()
    await stage.says(CHEN, f"办结 意{filed.number} 已装")
    before = await beside_the_case()
    for line in (f"评价 {code} 不满意", f"重开 {code} 还是热", f"停止推送 {code}"):
        assert f"意{filed.number}" in await stage.says(QIAN, line)
    assert await beside_the_case() == before
    assert "已撤" in await stage.says(QIAN, f"撤件 {code}")
    assert await beside_the_case() == before


async def test_it_is_kept_in_a_commit_of_its_own(stage: Stage):
    """Grouped with others, pages of the write-ahead log would say between whose commands it came."""
    statements: list[str] = []

    async def watch(tx: Transaction, callback: Callable[[str], None] | None = statements.append) -> None:
        await tx._client._connection.set_trace_callback(callback)

    async def named(tx: Transaction) -> None:
        await audit.record(tx, QIAN, "test", "named")

    _, filed = await stage.files_unnamed("值班室没有空调")
    holder = Holder((await case(filed.number)).id, filed.number, None)
    for act in (
        lambda: stage.files_unnamed("二楼也没有"),
        lambda: submitter.add(holder, "窗户也坏了", (), stage.now),
        lambda: submitter.stop_push(holder, stage.now),
    ):
        await storage.write(watch)
        busy = asyncio.Event()
        before = asyncio.create_task(storage.write(lambda _, busy=busy: busy.wait()))
        done = asyncio.create_task(act())
        async with asyncio.timeout(20):
            while not waiting():  # noqa: ASYNC110 - Argon2id works in a thread first
                await asyncio.sleep(0.001)
        behind = asyncio.create_task(storage.write(named))
        await asyncio.sleep(0)
        busy.set()
        await asyncio.gather(before, done, behind)
        await storage.write(partial(watch, callback=None))
        commits = "\n".join(statements).split("COMMIT")
        of_case = [one for one in commits if "feedback_case" in one]
        assert of_case
        assert not any("storage_audit" in one for one in of_case)
        statements.clear()


def waiting() -> int:
    """How many use cases wait for the one that is being written."""
    at_work = writer._writer
    assert isinstance(at_work, SqliteWriter)
    return len(at_work._queue)


def counters(found: Picture) -> dict[str, int]:
    """What SQLite has counted up to in the tables of others; ids of opinions are random and count nothing."""
    return {name: value for _, name, value in found["sqlite_sequence"] if not name.startswith("feedback_")}


async def test_no_order_of_any_table_is_the_order_of_filing(stage: Stage, tmp_path: Path):
    """Named and anonymous in turn: whatever column of whatever table they are sorted by, the turns do not come out."""
    came: list[int] = []
    for turn in range(6):
        await stage.says(QIAN, f"意见 诉求 第 {turn} 件")
        known = picture(tmp_path)["feedback_case"]
        came.append(next(row[0] for row in known if row[0] not in came))
        await stage.files_unnamed(f"另外 {turn} 件")
        known = picture(tmp_path)["feedback_case"]
        came.append(next(row[0] for row in known if row[0] not in came))
    unnamed = set(came[1::2])
    tables = {name: rows for name, rows in picture(tmp_path).items() if any(unnamed & {*row} for row in rows)}
    assert {"feedback_case", "feedback_event"} <= tables.keys()
    for name, rows in tables.items():
        for column in range(len(rows[0])):
            cases = [[cell for cell in row if cell in came] for row in _sorted_by(rows, column)]
            order = [found[0] for found in cases if found]
            assert not _in_order(order, came), (name, column)


def _sorted_by(rows: list[tuple], column: int) -> list[tuple]:
    """Stable: rows that are alike stay in the order of their rowid."""
    return sorted(rows, key=lambda row: (str(type(row[column])), row[column] is not None and row[column]))


def _in_order(found: list[int], came: list[int]) -> bool:
    """Whether what was found stands in the order in which it came."""
    places = [came.index(one) for one in found]
    return len(places) > 2 and all(one <= other for one, other in pairwise(places))
