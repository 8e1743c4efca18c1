"""Restoring a SQLite backup: everything is made ready beside the database, then one rename puts it in place.

A kill at any point leaves the old database whole or the new one whole. Making ready (`stage`) opens the copy as a
database of its own: it is checked, migrated to this program, and what was erased since is erased again. Putting it in
place (`swap`) happens with the database closed: in the running program by `live`, else by the command line itself.
"""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from plugins import storage
from plugins.storage import Transaction, backup, erasures, failpoint
from plugins.storage.connections import place
from plugins.storage.errors import DatabaseNewer, StartRefused

from . import backups, domain

FOLDER = "restoring"
MARGIN = timedelta(minutes=2)
"""An erasure is noted before it is kept: one noted shortly before a backup may not be in it yet."""


class NotABackup(Exception):
    """The file is no database of this program, or is damaged. Nothing was changed."""


class ChecksumWrong(Exception):
    """The file is not what was written: its checksum differs. Nothing was changed."""


class BackupNewer(Exception):
    """The backup was written by a newer program; the message names the migrations. Nothing was changed."""


class NotPrepared(Exception):
    """The backup could not be brought to this program's version; the message says why. Nothing was changed."""


class DatabaseBusy(Exception):
    """Another process has the database open. Nothing was changed."""


class ErasedMeanwhile(Exception):
    """Something was erased after the backup had been made ready. Nothing was changed: make it ready again."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A backup ready to be put in place. `erasures` is the mark of the erasure list it agrees with."""

    file: Path
    taken_at: datetime
    erased: int
    erasures: int
    checked: bool
    """Its checksum was there and right."""


def staging() -> Path:
    """Where a backup is made ready: beside the database, so that a rename suffices."""
    return place().folder / FOLDER


def staged_file() -> Path:
    """The database that is being made ready."""
    return staging() / _database().name


async def stage(source: Path) -> Staged:
    """Makes a backup ready; the database itself is not touched. No database may be open in this process.

    Raises NotABackup, ChecksumWrong, BackupNewer, NotPrepared, erasures.NobodyErases, OSError.
    """
    checked = await asyncio.to_thread(check_sum, source)
    shutil.rmtree(staging(), ignore_errors=True)
    staging().mkdir(mode=0o700, parents=True)
    file = staged_file()
    try:
        await backup.copy_database(source, file)
        await asyncio.to_thread(_check, file)
        taken = await asyncio.to_thread(backups.when_taken, file)
    except sqlite3.Error as error:
        raise NotABackup from error
    taken = min(taken, domain.taken_at(source.name) or taken)
    failpoint("ops.restore.after_copy")
    mark = erasures.mark()
    erased = await _bring_up_to_date(file, taken)
    failpoint("ops.restore.after_replay")
    await asyncio.to_thread(_settle, file)
    return Staged(file, taken, erased, mark, checked)


async def swap(mark: int, now: datetime) -> Path | None:
    """Puts the staged backup in place of the database, which must be closed here, and returns where the old one was
    put (None when there was none). Raises DatabaseBusy, ErasedMeanwhile, backups.BackupFailed, OSError."""
    database, file = _database(), staged_file()
    if erasures.mark() != mark:
        raise ErasedMeanwhile
    aside = None
    if database.exists() and database.stat().st_size:
        aside = await _put_aside(database, now)
    failpoint("ops.restore.before_replace")
    await asyncio.to_thread(_replace, file, database)
    failpoint("ops.restore.after_replace")
    shutil.rmtree(staging(), ignore_errors=True)
    return aside


def _database() -> Path:
    file = place().file
    assert file is not None, "PostgreSQL is restored by its own programs"
    return file


def check_sum(source: Path) -> bool:
    """Whether a checksum lies beside the file; it is right then. Raises FileNotFoundError, ChecksumWrong."""
    beside = source.with_name(source.name + backups.CHECKSUM)
    if not source.is_file():
        raise FileNotFoundError(source)
    if not beside.exists():
        return False
    if beside.read_text("utf-8").split()[:1] != [backups.checksum_of(source)]:
        raise ChecksumWrong
    return True


def _check(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database:
        if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise NotABackup
        if database.execute("PRAGMA foreign_key_check").fetchone():
            raise NotABackup
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'tortoise_migrations'").fetchone():
            raise NotABackup


async def _bring_up_to_date(file: Path, taken: datetime) -> int:
    async def work(tx: Transaction) -> int:
        erased = await erasures.replay(tx, taken - MARGIN)
        await storage.audit.record(tx, "cli", "ops.restore", taken.isoformat(), {"erased": erased})
        return erased

    try:
        await storage.open_database(url=f"sqlite://{file}")
    except DatabaseNewer as error:
        raise BackupNewer(", ".join(error.migrations)) from error
    except StartRefused as error:
        raise NotPrepared(storage.texts.refused_text(error)) from error
    try:
        return await storage.write(work)
    finally:
        await storage.close_database()


def _settle(file: Path) -> None:
    """All of a closed database in its one file. Raises DatabaseBusy when another process has it open."""
    try:
        with closing(sqlite3.connect(file, timeout=2, isolation_level=None)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if database.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",):
                raise DatabaseBusy
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise DatabaseBusy from error
        raise
    backup.sync(file)


async def _put_aside(database: Path, now: datetime) -> Path:
    """Keeps the present state among the backups. One that is damaged is kept as it is, file by file."""
    try:
        await asyncio.to_thread(_settle, database)
        kept = await backups.take(now=now, why="restore")
        return kept.path
    except (sqlite3.Error, backups.BackupFailed) as error:
        cause = error.__cause__ if isinstance(error, backups.BackupFailed) else error
        if not isinstance(cause, sqlite3.DatabaseError):
            raise
        return await asyncio.to_thread(_move_aside, database, now)


def _move_aside(database: Path, now: datetime) -> Path:
    target = backups.folder() / domain.backup_name(database.stem, now, database.suffix, "restore")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for ending in ("", "-wal"):
        source = database.with_name(database.name + ending)
        if source.exists():
            shutil.copy2(source, target.with_name(target.name + ending))
    for ending in ("-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    return target


def _replace(file: Path, database: Path) -> None:
    for ending in ("-wal", "-journal"):
        if database.with_name(database.name + ending).exists():  # it would be applied to the new file
            raise DatabaseBusy
    file.chmod(0o600)
    file.replace(database)
    backup.sync(database.parent)
