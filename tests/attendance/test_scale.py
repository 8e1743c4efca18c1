"""A session of 50,000: its list is one statement, its end and its board take no more than a breath."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from plugins import storage
from plugins.attendance.service import boards, ending, moves
from plugins.storage import Transaction, write
from tests.attendance.stage import DEAN, END, FRIDAY, Stage, friends_are
from tests.support.databases import sqlite_url
from tests.support.roster import given_roster

BRANCHES = 1000
PEOPLE = 50
SECONDS = 8.0
"""Of this process, for any one of the steps; it is about one."""


@pytest.fixture
async def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """One committee, BRANCHES branches with a group and PEOPLE members each."""
    await storage.open_database(url=sqlite_url(tmp_path))
    await given_roster(f"周院长,院党委,正式党员,书记,{DEAN},,")

    async def fill(tx: Transaction) -> None:
        units = range(2, BRANCHES + 2)
        await tx.execute_many(
            "INSERT INTO org_unit (id, name, parent_id, path, active) VALUES (?, ?, 1, ?, TRUE)",
            [(unit, f"第{unit}党支部", f"/1/{unit}/") for unit in units],
        )
        await tx.execute_many(
            "INSERT INTO org_binding (chat, unit_id, kind) VALUES (?, ?, 'branch')",
            [(f"qq:group:{40000 + unit}", unit) for unit in units],
        )
        people = [(100 + unit * PEOPLE + place, unit, place) for unit in units for place in range(PEOPLE)]
        await tx.execute_many(
            "INSERT INTO org_person (id, name, account, home_unit_id, home_membership, active) "
            "VALUES (?, ?, ?, ?, '正式党员', TRUE)",
            [(person, f"同志{person}", str(200_000 + person), unit) for person, unit, _ in people],
        )
        await tx.execute_many(
            "INSERT INTO org_post (person_id, unit_id, membership, title, officer, flags) "
            "VALUES (?, ?, '正式党员', '', FALSE, ?)",
            [(person, unit, "无表决权" if place == 1 else "") for person, unit, place in people],
        )

    await write(fill)
    stage = Stage()
    friends_are(monkeypatch, stage, ending, moves)
    yield stage
    await storage.close_database()


async def takes(what: str, step: Callable[[], Awaitable[object]]) -> None:
    begun = time.process_time()  # other programs on the machine do not count
    await step()
    assert time.process_time() - begun < SECONDS, what


@pytest.mark.slow
async def test_fifty_thousand(large):
    await takes("预览", lambda: large.hears(DEAN, "开会 全体\n类型: 党课\n时间: 周五15:00-16:30"))
    await takes("确认", lambda: large.hears(DEAN, "确认"))
    (row,) = await boards.SessionRow.all()
    assert row.expected == BRANCHES * PEOPLE + 1
    await takes("名单固定", lambda: large.runs(FRIDAY))
    await takes("出勤", lambda: large.hears(DEAN, f"出勤 {row.id}"))
    await takes("结束", lambda: large.runs(END))
    await takes("名单与各群小结", lambda: large.runs(END.replace(minute=33)))
    (row,) = await boards.SessionRow.all()
    assert row.state == "ended"
    assert (await boards.totals(row.id)).pending == BRANCHES * PEOPLE + 1
