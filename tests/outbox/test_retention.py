"""What the outbox erases after its time, and what stays. On both databases, and through the migration with rows."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from plugins import storage
from plugins.gateway import chats, outbox
from plugins.gateway.outbox import blobs, retention
from plugins.gateway.outbox.domain import State
from plugins.gateway.outbox.models import BlobRow, BodyRow, OutboxRow
from plugins.gateway.segments import Segment, text
from plugins.storage import clock, migrate
from tests.outbox.builders import WARD, say, saying
from tests.outbox.outlet import Clock
from tests.support.databases import BOTH, Database
from tests.support.migrations import running, up_to

LONG = [text("请各党支部认真组织学习。" * 40)]


@pytest.fixture
def moving(database: Database, monkeypatch: pytest.MonkeyPatch) -> Clock:
    moving = Clock()
    monkeypatch.setattr(clock, "now", moving)
    return moving


async def the_night() -> None:
    assert await storage.retention.run(clock.now()) == []


async def texts() -> set[str]:
    return {row.key for row in await OutboxRow.all()}


async def alter(where: dict[str, object], **fields: object) -> None:
    """The outbox has brought rows to this."""

    async def work(tx: storage.Transaction) -> None:
        await OutboxRow.filter(**where).update(**fields)

    await storage.write(work)


async def give(state: State, **more: object) -> None:
    """A row in that state, named after it."""
    await say(state.value, key=state.value)
    await alter({"key": state.value}, state=state, **more)


async def test_what_is_over_goes_after_180_days_and_what_is_open_stays(moving: Clock):
    for state in State:
        await give(state, message_id=f"id {state}", sent_at=clock.now() if state is State.SENT else None)
    await say("定时", key="planned", not_before=clock.now() + timedelta(days=100))
    await alter({"key": "planned"}, state=State.CANCELLED)
    await say("提醒", key="reminder", kind="reminder.test")
    await alter({"key": "reminder"}, state=State.UNCERTAIN, due_at=None)
    everything = await texts()
    moving.ahead = timedelta(days=179)
    await say("新的", key="new")
    await the_night()
    assert await texts() == {*everything, "new"}
    moving.ahead = timedelta(days=181)
    await the_night()
    assert everything - await texts() == {"sent", "rejected", "expired", "cancelled", "reminder"}
    assert await outbox.number_of(WARD, "id sent") is None
    moving.ahead = timedelta(days=281)
    await the_night()
    assert await texts() == {"queued", "sending", "held", "uncertain", "needs_human", "new"}


async def test_content_goes_with_its_last_row_and_bytes_with_what_refers_to_them(moving: Clock):
    async def work(tx: storage.Transaction) -> Segment:
        await blobs.keep(tx, b"never said", name="", kind="image")
        picture = await blobs.keep(tx, b"said", name="", kind="image")
        await outbox.enqueue_all(tx, [saying("d", chats.group(n), LONG) for n in range(3)])
        await outbox.enqueue(tx, key="p", chat=WARD, segments=[picture], kind="test", ref="p")
        return picture

    picture = await storage.write(work)
    moving.ahead = timedelta(days=29)
    await the_night()
    assert (await BlobRow.all().count(), await BodyRow.all().count()) == (2, 2)
    moving.ahead = timedelta(days=31)
    await the_night()
    assert [row.content for row in await BlobRow.all()] == [b"said"]
    await alter({}, state=State.SENT)
    await alter({"chat": "qq:group:0"}, state=State.NEEDS_HUMAN)
    moving.ahead = timedelta(days=181)
    await the_night()
    await the_night()
    assert (await OutboxRow.all().count(), await BodyRow.all().count(), await BlobRow.all().count()) == (1, 1, 0)
    with pytest.raises(blobs.BlobGone):
        await storage.write(lambda tx: outbox.enqueue_all(tx, [saying("again", WARD, [picture])]))


async def test_bytes_that_are_said_again_are_kept_on(moving: Clock):
    picture = await storage.write(lambda tx: blobs.keep(tx, b"said", name="", kind="image"))
    for days in (20, 40, 60):
        moving.ahead = timedelta(days=days)
        await storage.write(lambda tx: blobs.keep(tx, b"said", name="", kind="image"))
        await the_night()
    await storage.write(lambda tx: outbox.enqueue_all(tx, [saying("k", WARD, [picture])]))
    assert await BlobRow.all().count() == 1


@pytest.fixture
async def old_rows(empty_url: str) -> AsyncIterator[migrate.Runner]:
    """A database before shared content, with a message in it."""
    async with running(empty_url, "gateway") as (runner, connection):
        await up_to(runner, "gateway.0001_initial")
        await connection.execute_script(
            """INSERT INTO gateway_outbox (key, chat, part, parts, via, kind, ref, lane, segments, not_before, state,
            attempt, refusals, looks, repeated, evidence, recall, created_at) VALUES ('k', 'qq:group:1', 1, 1, '', 'test',
            'r', 1, '[{"type":"text","data":{"text":"通知"}}]', '2026-11-24 00:00:00+00:00', 'queued', 0, 0, 0, FALSE, '',
            '', '2026-11-24 00:00:00+00:00');
            INSERT INTO gateway_account (id, seen_at) VALUES ('777', '2026-11-24 00:00:00+00:00')"""
        )
        yield runner


@BOTH
async def test_rows_of_before_survive_the_migration(old_rows: migrate.Runner):
    connection = old_rows.connection
    await old_rows.apply(await old_rows.pending(), lambda name: None)
    rows = await connection.execute_query_dict("SELECT key, segments, body_id, sealed, due_at FROM gateway_outbox")
    assert [(r["key"], "通知" in r["segments"], r["body_id"], r["sealed"]) for r in rows] == [("k", True, None, None)]
    (account,) = await connection.execute_query_dict("SELECT id, friends FROM gateway_account")
    assert (account["id"], account["friends"]) == ("777", None)
    insert = "INSERT INTO gateway_body (hash, segments) VALUES ('a', '[]')"
    await connection.execute_script(insert)
    with pytest.raises(Exception, match=r"(?i)unique"):
        await connection.execute_query(insert)
    kept = await _indexes(old_rows)
    assert {("key", "chat", "part"), ("state", "lane", "id"), ("chat", "message_id"), ("ref",), ("body_id",)} <= kept


async def _indexes(runner: migrate.Runner) -> set[tuple[str, ...]]:
    """The columns of every index of the outbox."""
    connection = runner.connection
    if connection.capabilities.dialect == "sqlite":
        found = set()
        for index in await connection.execute_query_dict("PRAGMA index_list(gateway_outbox)"):
            columns = await connection.execute_query_dict(f"PRAGMA index_info({index['name']})")
            found.add(tuple(column["name"] for column in columns))
        return found
    rows = await connection.execute_query_dict("SELECT indexdef FROM pg_indexes WHERE tablename = 'gateway_outbox'")
    definitions = (row["indexdef"].rpartition("(")[2].rstrip(")") for row in rows)
    return {tuple(name.strip(' "') for name in columns.split(",")) for columns in definitions}


def test_the_days_are_those_of_the_papers():
    days = {rule.name: rule.days for rule in storage.retention.rules()}
    assert (days["outbox"], days["outbox pictures"]) == (retention.DAYS, retention.BLOB_DAYS) == (180, 30)
