from datetime import UTC, datetime, timedelta, timezone

import pytest

from plugins import storage
from plugins.storage.models import DueRow
from plugins.storage.transactions import Transaction
from tests.support.databases import Database

BEIJING = timezone(timedelta(hours=8))


async def test_a_time_said_in_another_zone_is_the_same_moment(database: Database):
    """SQLite compares times as text: 12:00+08:00 would come after 05:00+00:00, which is an hour later."""
    noon = datetime(2026, 11, 27, 12, tzinfo=BEIJING)

    async def work(tx: Transaction) -> None:
        await DueRow.create(kind="k", key="model", due_at=noon, run_at=noon)
        await storage.due.schedule(tx, "k", "statement", noon)

    await storage.write(work)
    later = datetime(2026, 11, 27, 5, tzinfo=UTC)
    assert await DueRow.filter(run_at__lt=later).count() == 2
    assert await DueRow.filter(run_at=noon.astimezone(UTC)).count() == 2
    rows = await storage.read("SELECT due_at FROM storage_due WHERE run_at <= ?", (noon,))
    assert [storage.moment(row["due_at"]) for row in rows] == [noon, noon]


async def test_a_time_without_a_zone_is_refused(sqlite_database: Database):
    with pytest.raises(Exception, match=r"(?i)binding|naive"):
        await storage.read("SELECT ?", (datetime(2026, 11, 27, 12),))  # noqa: DTZ001 - that is the mistake


def test_the_edge_is_in_the_settings_zone():
    assert storage.clock.local(datetime(2026, 12, 31, 16, tzinfo=UTC)).isoformat() == "2027-01-01T00:00:00+08:00"
    assert storage.clock.now().tzinfo is UTC
