"""查询码: 10,000 wrong ones block nobody else, and none is kept in a form that can be searched."""

import asyncio

import pytest
from tortoise.backends.sqlite.client import SqliteClient
from tortoise.connection import get_connection

from plugins.feedback import domain
from plugins.feedback.models import CaseRow
from plugins.feedback.service import codes, submitter
from plugins.feedback.service.codes import TooManyWrongCodes
from plugins.feedback.service.errors import WrongCode
from plugins.storage import read
from plugins.storage.connections import NAME
from tests.feedback.stage import NURSE, QIAN, Stage

WRONG = 10_000


async def test_who_types_five_wrong_codes_waits_and_the_author_does_not(stage: Stage):
    code, filed = await stage.files_unnamed("值班室没有空调")
    for _ in range(domain.WRONG_LIMIT):
        with pytest.raises(WrongCode):
            await submitter.by_code(NURSE, codes.draw())
    with pytest.raises(TooManyWrongCodes):
        await submitter.by_code(NURSE, code)
    assert (await submitter.by_code(QIAN, code)).number == filed.number


async def test_ten_thousand_wrong_codes_block_no_right_one(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    code, filed = await stage.files_unnamed("值班室没有空调")
    computed = 0

    def quick(value: bytes, salt: bytes) -> bytes:
        nonlocal computed
        computed += 1
        return value + salt

    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    right = await codes.fingerprint(code)
    with monkeypatch.context() as patch:
        patch.setattr(codes, "_slow", quick)
        patch.setattr(asyncio, "sleep", sleep)
        for attempt in range(WRONG):
            with pytest.raises(WrongCode):
                await submitter.by_code(f"7{attempt:05}", "0000000000000000")
    assert computed == WRONG
    assert slept.count(0.0) == domain.receipts.WRONG_IN_ALL
    assert max(slept) == domain.receipts.SLOW_SECONDS
    assert right == (await CaseRow.get(number=filed.number)).receipt
    assert (await submitter.by_code(QIAN, code)).number == filed.number


async def test_at_most_two_are_computed_at_once(keys: object, monkeypatch: pytest.MonkeyPatch):
    at_work, most = 0, 0
    slow = codes._slow

    def watched(value: bytes, salt: bytes) -> bytes:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        try:
            return slow(value, salt)
        finally:
            at_work -= 1

    monkeypatch.setattr(codes, "_slow", watched)
    found = await asyncio.gather(*(codes.fingerprint(codes.draw()) for _ in range(6)))
    assert len(set(found)) == 6
    assert most == codes.AT_ONCE


async def test_a_query_walks_through_no_table(stage: Stage):
    """So that it takes as long with a hundred thousand cases (benchmarks/opinions.py times that)."""
    code, _ = await stage.files_unnamed("值班室没有空调")
    statements: list[str] = []

    client = get_connection(NAME)
    assert isinstance(client, SqliteClient)
    assert client._connection is not None
    await client._connection.set_trace_callback(statements.append)
    await submitter.query(await submitter.by_code(NURSE, code), pictures=True)
    await client._connection.set_trace_callback(None)  # type: ignore[arg-type]  # what sqlite3 takes
    of_cases = [one for one in statements if one.startswith("SELECT") and "feedback_" in one]
    assert len(of_cases) >= 3
    for statement in of_cases:
        plan = " ".join(str(row["detail"]) for row in await read(f"EXPLAIN QUERY PLAN {statement}"))
        assert "SEARCH feedback_" in plan.replace('"', "")
        assert "SCAN feedback_" not in plan.replace('"', "")


async def test_a_query_writes_nothing(stage: Stage, tmp_path: object):
    code, _ = await stage.files_unnamed("值班室没有空调")
    before = await everything()
    for _ in range(3):
        await submitter.query(await submitter.by_code(NURSE, code))
    assert await everything() == before


async def everything() -> dict[str, list[dict]]:
    """Every row of every table."""
    tables = await read("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {row["name"]: await read(f'SELECT * FROM "{row["name"]}"') for row in tables}
