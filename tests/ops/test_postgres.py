"""A PostgreSQL database is dumped and brought back by its own programs."""

import pytest

from plugins import storage
from plugins.ops import backups, postgres, restore
from plugins.storage import Transaction, clock, connections, lifecycle
from plugins.storage.connections import Place


@pytest.mark.postgres
async def test_a_dump_brings_back_what_was(postgres_server, tmp_path, monkeypatch):
    name = await postgres_server.create()
    where = Place(postgres_server.url(name), None)
    for module in (backups, postgres, lifecycle, connections):
        monkeypatch.setattr(module, "place", lambda url=None: where)
    monkeypatch.setattr(backups, "folder", lambda: tmp_path)

    async def note(subject: str) -> None:
        async def work(tx: Transaction) -> None:
            await storage.audit.record(tx, "cli", "test", subject)

        await storage.open_database()
        await storage.write(work)
        await storage.close_database()

    await note("before")
    taken = await backups.take(now=clock.now())
    await note("after")
    at, checked = await postgres.check(taken.path)
    assert checked
    await storage.open_database()
    with pytest.raises(postgres.ConnectionsOpen):
        await postgres.check(taken.path)
    await storage.close_database()
    await postgres.apply(taken.path, at, clock.now())
    await storage.open_database()
    rows = await storage.read("SELECT subject FROM storage_audit WHERE action = 'test'")
    assert [row["subject"] for row in rows] == ["before"]

    async def ahead(tx: Transaction) -> None:
        await tx.execute("INSERT INTO tortoise_migrations (app, name, applied_at) VALUES ('storage', '9999_x', now())")

    await storage.write(ahead)
    newer = await backups.take(tmp_path / "newer.dump", now=clock.now())
    await storage.write(lambda tx: tx.execute("DELETE FROM tortoise_migrations WHERE name = '9999_x'"))
    await storage.close_database()
    with pytest.raises(restore.BackupNewer):
        await postgres.check(newer.path)
    await postgres_server.drop(name)
