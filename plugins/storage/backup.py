"""Copies of the database file, taken while it is in use."""

import asyncio
import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

BEFORE_MIGRATION = "before-migration"
KEEP_BEFORE_MIGRATION = 5
"""How many copies taken before migrations are kept."""


async def copy_database(source: Path, dest: Path) -> None:
    """Copies the SQLite file `source` to `dest` (mode 0600) with the online backup API, whole and consistent. `dest`
    appears only when it is complete. Raises OSError or sqlite3.Error; then `dest` is as it was."""
    await asyncio.to_thread(_copy, source, dest)


async def before_migration(source: Path, now: datetime) -> Path:
    """Copies `source` into `backups` beside it before a migration and removes all but the last few such copies."""
    folder = source.parent / "backups"
    dest = folder / f"{source.stem}-{now:%Y%m%dT%H%M%S%f}Z-{BEFORE_MIGRATION}{source.suffix}"
    await copy_database(source, dest)
    copies = sorted(folder.glob(f"{source.stem}-*-{BEFORE_MIGRATION}{source.suffix}"))
    for old in copies[:-KEEP_BEFORE_MIGRATION]:
        old.unlink(missing_ok=True)
    return dest


def _copy(source: Path, dest: Path) -> None:
    dest.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = dest.with_name(dest.name + ".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(source, timeout=5)) as live, closing(sqlite3.connect(part)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        sync(part)
        part.replace(dest)
        sync(dest.parent)
    finally:
        part.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Has the disk keep a file, or the names in a folder, before anybody relies on it."""
    if os.name == "nt" and path.is_dir():  # Windows opens no folders, and keeps names by itself
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
