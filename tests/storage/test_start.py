"""Files the program must not start on, and what a migration leaves when it fails."""

import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from plugins import storage
from plugins.storage import backup, locks, texts
from plugins.storage.errors import (
    AlreadyServing,
    DatabaseNewer,
    DatabaseUnreachable,
    DataFolderUnwritable,
    MigrationFailed,
    MigrationRunning,
    MigrationsUnreadable,
    StartRefused,
)
from plugins.storage.models import AuditEntry
from plugins.storage.transactions import Transaction
from tests.support.databases import Masters, sqlite_url


async def spoil(url: str, *statements: str) -> None:
    """Runs `statements` in a database of this program."""
    await storage.open_database(url=url)

    async def work(tx: Transaction) -> None:
        for statement in statements:
            await tx.execute(statement)

    await storage.write(work)
    await storage.close_database()


async def test_a_database_of_a_newer_program_is_refused(migrated_url: str):
    await spoil(
        migrated_url,
        "INSERT INTO tortoise_migrations (app, name, applied_at) VALUES ('storage', '9999_future', '2026-01-01 00:00')",
    )
    with pytest.raises(DatabaseNewer) as refused:
        await storage.open_database(url=migrated_url)
    assert refused.value.migrations == ("storage.9999_future",)


async def test_migrations_of_a_capability_that_is_not_loaded_are_no_newer_program(migrated_url: str):
    await spoil(
        migrated_url,
        "INSERT INTO tortoise_migrations (app, name, applied_at) VALUES ('unloaded', '0001_x', '2026-01-01 00:00')",
    )
    await storage.open_database(url=migrated_url)
    await storage.close_database()


@pytest.mark.parametrize(
    "statements",
    [
        ["DROP TABLE tortoise_migrations"],
        ["ALTER TABLE tortoise_migrations RENAME COLUMN app TO label"],
        ["ALTER TABLE tortoise_migrations RENAME TO gone", "CREATE VIEW tortoise_migrations AS SELECT 1 AS app"],
    ],
)
async def test_an_unreadable_record_stops_the_start_and_changes_nothing(migrated_url: str, statements: list[str]):
    await spoil(migrated_url, *statements)
    for _ in range(2):
        with pytest.raises(MigrationsUnreadable):
            await storage.open_database(url=migrated_url)


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path):
    (tmp_path / "tongxin.db").write_bytes(b"not a database" * 1000)
    with pytest.raises(DatabaseUnreachable):
        await storage.open_database(url=sqlite_url(tmp_path))


async def test_a_server_that_is_not_there_is_refused():
    with pytest.raises(DatabaseUnreachable):
        await storage.open_database(url="postgres://nobody@127.0.0.1:1/none")


async def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(DataFolderUnwritable):
        await storage.open_database(url=sqlite_url(tmp_path / "taken"))


def refusals() -> list[StartRefused]:
    return [
        DataFolderUnwritable(Path("/x")),
        DatabaseNewer(["a.b"]),
        DatabaseUnreachable(),
        MigrationsUnreadable(),
        MigrationRunning(),
        MigrationFailed("a.b"),
        AlreadyServing(),
    ]


@pytest.mark.parametrize("error", refusals(), ids=lambda error: type(error).__name__)
def test_each_refusal_is_one_line_of_its_own(error: StartRefused):
    line = texts.refused_text(error)
    assert "\n" not in line
    assert type(error).__name__ not in line


async def test_a_second_migrating_process_waits_and_then_gives_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("plugins.storage.locks.WAIT_SECONDS", 0.05)
    with closing(sqlite3.connect(tmp_path / "tongxin.db.lock", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(MigrationRunning):
            await storage.open_database(url=sqlite_url(tmp_path))
    await storage.open_database(url=sqlite_url(tmp_path))
    await storage.close_database()


async def test_one_process_serves_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("plugins.storage.locks.HANDOVER_SECONDS", 0.05)
    with closing(locks.take_serving(tmp_path / "tongxin.db")), pytest.raises(AlreadyServing):
        storage.cli.migrate_database(sqlite_url(tmp_path))
    locks.take_serving(tmp_path / "tongxin.db").close()


async def test_no_copy_is_taken_of_a_new_file_and_one_before_each_migration_after(tmp_path: Path):
    url = sqlite_url(tmp_path)
    await storage.open_database(url=url)
    await storage.close_database()
    assert not (tmp_path / "backups").exists()
    await spoil(url, "DELETE FROM tortoise_migrations WHERE app = 'storage'", "DROP TABLE storage_audit")
    with pytest.raises(StartRefused):
        await storage.open_database(url=url)
    (copy,) = (tmp_path / "backups").iterdir()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT count(*) FROM storage_due").fetchone() == (0,)


async def test_only_the_last_copies_are_kept(masters: Masters, tmp_path: Path):
    file = tmp_path / "tongxin.db"
    shutil.copy(await masters.file(), file)
    made = [await backup.before_migration(file, storage.clock.now()) for _ in range(backup.KEEP_BEFORE_MIGRATION + 2)]
    assert sorted((tmp_path / "backups").iterdir()) == made[2:]


async def test_a_copy_holds_what_only_the_wal_has(sqlite_database, tmp_path: Path):
    async def work(tx: Transaction) -> None:
        await storage.audit.record(tx, "system", "test", "x")

    await storage.write(work)
    await backup.copy_database(sqlite_database.path, tmp_path / "elsewhere" / "copy.db")
    with closing(sqlite3.connect(tmp_path / "elsewhere" / "copy.db")) as copy:
        assert copy.execute("SELECT subject FROM storage_audit").fetchall() == [("x",)]
    assert await AuditEntry.all().count() == 1


async def test_the_file_is_for_its_owner_only(sqlite_database):
    assert stat.S_IMODE(sqlite_database.path.stat().st_mode) == 0o600
