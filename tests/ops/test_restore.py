"""What a restore refuses, and what was erased stays erased. The nightly backup, on both databases."""

import asyncio
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from plugins import storage
from plugins.ops import backups, jobs, restore
from plugins.storage import Transaction, clock, due, erasures
from plugins.storage.config import settings
from plugins.storage.connections import Place


@pytest.fixture
def place(tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """DATABASE_URL and DATA_DIR of a program that is not running."""
    shutil.copy(migrated_file, tmp_path / "tongxin.db")
    where = Place(f"sqlite://{tmp_path / 'tongxin.db'}", tmp_path / "tongxin.db")
    for module in (backups, restore):
        monkeypatch.setattr(module, "place", lambda: where)
    monkeypatch.setattr(erasures, "settings", settings.model_copy(update={"data_dir": tmp_path}))
    return where


async def note(place: Place, *subjects: str) -> None:
    async def work(tx: Transaction) -> None:
        for subject in subjects:
            await storage.audit.record(tx, "cli", "test", subject)

    await storage.open_database(url=place.url)
    await storage.write(work)
    await storage.close_database()


def subjects(file: Path | None) -> set[str]:
    assert file
    with closing(sqlite3.connect(file)) as database:
        return {row[0] for row in database.execute("SELECT subject FROM storage_audit WHERE action = 'test'")}


async def test_what_was_erased_after_the_backup_is_erased_from_what_is_restored(place, monkeypatch):
    async def erase(tx: Transaction, key: str) -> None:
        await tx.execute("DELETE FROM storage_audit WHERE subject = ?", (key,))

    monkeypatch.setitem(erasures._replays, "subject", erase)
    await note(place, "张三", "李四")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(hours=1))
    await erasures.record("subject", "李四")  # before the backup: its id may be somebody else's since
    monkeypatch.setattr(clock, "now", lambda: now)
    taken = await backups.take(now=clock.now())
    await erasures.record("subject", "张三")
    assert stat.S_IMODE(erasures.path().stat().st_mode) == 0o600
    staged = await restore.stage(taken.path)
    assert (staged.erased, staged.checked) == (1, True)
    await restore.swap(staged.erasures, clock.now() + timedelta(seconds=1))
    assert subjects(place.file) == {"李四"}


async def test_an_erasure_while_it_is_made_ready_is_not_missed(place):
    await note(place, "张三")
    taken = await backups.take(now=clock.now())
    staged = await restore.stage(taken.path)
    await erasures.record("subject", "张三")
    with pytest.raises(restore.ErasedMeanwhile):
        await restore.swap(staged.erasures, clock.now())
    with pytest.raises(erasures.NobodyErases):
        await restore.stage(taken.path)


async def test_a_line_a_power_cut_left_half_written_does_not_hide_the_next(place):
    await erasures.record("subject", "1")
    with erasures.path().open("a") as file:
        file.write('{"at": "2026-')
    await erasures.record("subject", "2")
    assert [one.key for one in erasures.listed()] == ["1", "2"]


async def test_files_that_are_none_or_changed_or_newer_are_refused_and_nothing_changes(place, tmp_path):
    await note(place, "张三")
    letter = tmp_path / "letter.db"
    letter.write_bytes(b"no database\n" * 500)
    with pytest.raises(restore.NotABackup):
        await restore.stage(letter)
    (empty := tmp_path / "empty.db").touch()
    with pytest.raises(restore.NotABackup):
        await restore.stage(empty)
    changed = await backups.take(tmp_path / "changed.db", now=clock.now())
    changed.path.write_bytes(changed.path.read_bytes()[:-1] + b"x")
    with pytest.raises(restore.ChecksumWrong):
        await restore.stage(changed.path)
    newer = await backups.take(tmp_path / "newer.db", now=clock.now())
    newer.path.with_name("newer.db.sha256").unlink()
    with closing(sqlite3.connect(newer.path)) as database:
        database.execute(
            "INSERT INTO tortoise_migrations (app, name, applied_at) VALUES ('storage', '9999_x', '2026-01-01')"
        )
        database.commit()
    with pytest.raises(restore.BackupNewer):
        await restore.stage(newer.path)
    with pytest.raises(backups.BackupExists):
        await backups.take(tmp_path / "newer.db", now=clock.now())
    assert subjects(place.file) == {"张三"}


async def test_a_damaged_database_is_put_aside_as_it_is(place):
    await note(place, "张三")
    taken = await backups.take(now=clock.now())
    assert place.file
    place.file.write_bytes(b"the disk was ill\n" * 4000)
    staged = await restore.stage(taken.path)
    aside = await restore.swap(staged.erasures, clock.now() + timedelta(seconds=1))
    assert aside
    assert aside.read_bytes().startswith(b"the disk was ill")
    assert subjects(place.file) == {"张三"}


async def test_a_database_somebody_uses_is_left_alone(place):
    await note(place, "张三")
    taken = await backups.take(now=clock.now())
    staged = await restore.stage(taken.path)
    await storage.open_database(url=place.url)
    try:
        with pytest.raises(restore.DatabaseBusy):
            await restore.swap(staged.erasures, clock.now() + timedelta(seconds=1))
    finally:
        await storage.close_database()
    assert subjects(place.file) == {"张三"}


async def test_the_nightly_backup_is_one_however_late_and_plans_the_next_night(database, tmp_path, monkeypatch):
    where = Place(database.url, database.file)
    monkeypatch.setattr(backups, "place", lambda: where)
    monkeypatch.setattr(backups, "folder", lambda: tmp_path / "backups")
    await jobs.plan()
    await jobs.plan()
    late = clock.now() + timedelta(days=9)
    monkeypatch.setattr(clock, "now", lambda: late)
    for _ in range(2):
        tasks = await due.tick(late)
        await asyncio.gather(*tasks)
    files = [file for file in (tmp_path / "backups").iterdir() if file.suffix != ".sha256"]
    assert len(files) == 1
    (row,) = await storage.read("SELECT due_at FROM storage_due WHERE kind = 'ops.backup'")
    assert timedelta() < storage.moment(row["due_at"]) - late <= timedelta(days=1)
