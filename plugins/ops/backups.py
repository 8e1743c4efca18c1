"""Backups: a consistent copy while the program runs, with its checksum beside it, and the old ones removed."""

import asyncio
import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from plugins import storage
from plugins.storage import backup, failpoint
from plugins.storage.connections import Place, place

from . import domain

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
"""SQLite's `user_version` of a copy is the seconds from here to when it was taken, whatever the file is called."""
CHECKSUM = ".sha256"


class BackupExists(Exception):
    """There is a file of that name already."""


class BackupFailed(Exception):
    """No backup was made; what was there is as it was. The message is the class of the cause, or pg_dump's exit code."""


class NoClient(Exception):
    """The PostgreSQL client programs are not installed here. The message names the one that is missing."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup. `taken_at` is aware UTC, `size` in bytes."""

    path: Path
    taken_at: datetime
    size: int


def folder() -> Path:
    """Where backups are."""
    return place().folder / "backups"


async def take(dest: Path | None = None, *, now: datetime, why: str = "") -> Backup:
    """Copies the database to `dest` (by default a dated file in `folder()`), mode 0600, a checksum beside it. The file
    appears whole or not at all. Raises BackupExists, BackupFailed, NoClient."""
    where = place()
    target = dest or folder() / domain.backup_name(_stem(where), now, _suffix(where), why)
    if target.exists():
        raise BackupExists(str(target))
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        if where.file:
            await backup.copy_database(where.file, part)
            await asyncio.to_thread(_stamp, part, now)
        else:
            await _dump(where, part)
        failpoint("ops.backup.after_copy")
        checksum = await asyncio.to_thread(checksum_of, part)
        await asyncio.to_thread(
            _write_private, target.with_name(target.name + CHECKSUM), f"{checksum}  {target.name}\n"
        )
        failpoint("ops.backup.before_replace")
        await asyncio.to_thread(_finish, part, target)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(type(error).__name__) from error
    finally:
        part.unlink(missing_ok=True)
    failpoint("ops.backup.after_replace")
    return Backup(target, now, target.stat().st_size)


def prune(now: datetime) -> int:
    """Removes what is older than BACKUP_KEEP_DAYS, copies before migrations and restores too: people are told that what
    was erased is gone from backups by then. Call it after a new backup. Returns how many files went."""
    files = [
        (file.name, datetime.fromtimestamp(file.stat().st_mtime, UTC)) for file in folder().glob("*") if file.is_file()
    ]
    gone = domain.expired(files, now, storage.config.settings.backup_keep_days)
    for name in gone:
        (folder() / name).unlink(missing_ok=True)
    return len(gone)


def newest() -> Backup | None:
    """The last finished backup, or None."""
    found = [
        Backup(file, at, file.stat().st_size)
        for file in folder().glob("*")
        if file.suffix != CHECKSUM and "-before-" not in file.name and (at := domain.taken_at(file.name))
    ]
    return max(found, key=lambda one: one.taken_at, default=None)


def can_take() -> bool:
    """Whether what a backup needs is installed."""
    return place().file is not None or shutil.which("pg_dump") is not None


def checksum_of(file: Path) -> str:
    """SHA-256 of a file, in hex."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def when_taken(file: Path) -> datetime:
    """When a SQLite backup was taken: as it says itself, else its name, else its newest audit entry (not later than
    the backup). Raises sqlite3.Error."""
    with closing(sqlite3.connect(file)) as database:
        (stamp,) = database.execute("PRAGMA user_version").fetchone()
        if stamp > 0:
            return EPOCH + timedelta(seconds=stamp)
        if named := domain.taken_at(file.name):
            return named
        (last,) = database.execute("SELECT MAX(at) FROM storage_audit").fetchone()
        return storage.moment(last) if last else EPOCH


def postgres_arguments(where: Place) -> tuple[list[str], dict[str, str]]:
    """Options and environment that lead PostgreSQL's client programs to the database; the password in neither option."""
    parts = urlsplit(where.url)
    options = ["--host", parts.hostname or "127.0.0.1", "--port", str(parts.port or 5432)]
    options += [
        "--username",
        unquote(parts.username or "postgres"),
        "--dbname",
        parts.path.lstrip("/"),
        "--no-password",
    ]
    secret = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}
    return options, dict(os.environ) | secret


def client(name: str) -> str:
    """The path of one of PostgreSQL's client programs. Raises NoClient."""
    found = shutil.which(name)
    if found is None:
        raise NoClient(name)
    return found


async def _dump(where: Place, part: Path) -> None:
    program = client("pg_dump")
    options, environment = postgres_arguments(where)
    await asyncio.to_thread(part.touch, 0o600)
    process = await asyncio.create_subprocess_exec(
        program, "--format=custom", "--file", str(part), *options, env=environment,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        code = await process.wait()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if code:
        raise BackupFailed(f"pg_dump {code}")


def _stem(where: Place) -> str:
    return where.file.stem if where.file else "tongxin"


def _suffix(where: Place) -> str:
    return (where.file.suffix or ".db") if where.file else ".dump"


def _stamp(part: Path, now: datetime) -> None:
    with closing(sqlite3.connect(part)) as copy:
        copy.execute(f"PRAGMA user_version = {int((now - EPOCH).total_seconds())}")
        copy.commit()


def _write_private(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(text, "utf-8")
    backup.sync(file)


def _finish(part: Path, target: Path) -> None:
    backup.sync(part)
    part.replace(target)
    backup.sync(target.parent)
