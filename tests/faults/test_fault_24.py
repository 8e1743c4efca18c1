"""Fault 24: the clock jumps, near midnight and the year's end. No job is lost, none runs twice."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins import storage
from plugins.gateway import times
from plugins.storage import due, retention
from plugins.storage.models import DueRow
from plugins.storage.transactions import Transaction
from tests.support.databases import Database

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YEAR = datetime(2026, 12, 31, 23, 59, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)
KIND = "test.fault24"

_rounds = count(1)

steps = st.sampled_from((timedelta(seconds=1), timedelta(seconds=40), timedelta(minutes=7), HOUR, -HOUR, HOUR * 5))
jobs = st.sets(st.integers(-90, 90), min_size=1, max_size=6)
"""Minutes from the last one of the year."""


@pytest.fixture
def ran() -> Iterator[list[due.Due]]:
    calls: list[due.Due] = []

    @due.handles(KIND)
    async def run(job: due.Due) -> None:
        calls.append(job)

    yield calls
    del due._handlers[KIND]


async def plan(moments: dict[str, datetime]) -> None:
    async def work(tx: Transaction) -> None:
        for key, moment in moments.items():
            await due.schedule(tx, KIND, key, moment)

    await storage.write(work)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(jobs=jobs, walk=st.lists(steps, max_size=14))
async def test_fault_24_each_job_runs_once_however_the_clock_jumps(
    sqlite_database: Database, ran: list[due.Due], jobs: set[int], walk: list[timedelta]
):
    ran.clear()
    this = next(_rounds)
    moments = {f"{this}:{minutes}": NEW_YEAR + timedelta(minutes=minutes) for minutes in jobs}
    await plan(moments)
    now = NEW_YEAR.astimezone(UTC) - HOUR
    for step in walk:
        now += step
        await due.run_due(now)
    await due.run_due(NEW_YEAR.astimezone(UTC) + HOUR * 8)
    assert Counter(job.key for job in ran) == Counter(moments.keys())
    assert all(job.now >= job.due_at == moments[job.key] for job in ran)


async def test_fault_24_a_night_that_comes_twice_is_kept_once(sqlite_database: Database):
    await retention.begin()
    (row,) = await DueRow.filter(kind=retention.KIND)
    three = row.due_at
    assert await due.run_due(three) == 1
    assert await due.run_due(three - HOUR) == 0
    assert await due.run_due(three) == 0
    (row,) = await DueRow.filter(kind=retention.KIND)
    assert row.due_at == three + timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "typed", "means"),
    [
        (NEW_YEAR, "明天8:00", datetime(2027, 1, 1, 8, 0, tzinfo=SHANGHAI)),
        (NEW_YEAR, "1月1日8:00", datetime(2027, 1, 1, 8, 0, tzinfo=SHANGHAI)),
        (NEW_YEAR, "周五18:00", datetime(2027, 1, 1, 18, 0, tzinfo=SHANGHAI)),
        (NEW_YEAR + timedelta(minutes=2), "今天18:00", datetime(2027, 1, 1, 18, 0, tzinfo=SHANGHAI)),
        (datetime(2028, 2, 28, 23, 59, tzinfo=SHANGHAI), "明天8:00", datetime(2028, 2, 29, 8, 0, tzinfo=SHANGHAI)),
    ],
)
def test_fault_24_what_is_typed_around_midnight_means_the_right_day(now: datetime, typed: str, means: datetime):
    assert times.beginning(typed, now) == means
