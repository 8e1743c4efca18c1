"""DATABASE_URL as Tortoise wants it."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tortoise.backends.base.config_generator import expand_db_url

from .config import PROJECT, settings
from .errors import DataFolderUnwritable

NAME = "default"
"""The name of the one connection in Tortoise's registry."""
BUSY_MILLISECONDS = 5000


@dataclass(frozen=True, slots=True)
class Place:
    """Where the data is: a SQLite file, or a PostgreSQL server (`file` is None)."""

    url: str
    file: Path | None

    @property
    def folder(self) -> Path:
        """Where files about the database (backups, locks) belong."""
        return self.file.parent if self.file else settings.data_dir


def place(url: str | None = None) -> Place:
    """The place of `url`, by default of DATABASE_URL, else tongxin.db in DATA_DIR. Relative to bot.py's folder."""
    url = url or settings.database_url or f"sqlite://{settings.data_dir / 'tongxin.db'}"
    if not url.startswith("sqlite://"):
        return Place(url, None)
    return Place(url, PROJECT / Path(url.removeprefix("sqlite://").partition("?")[0]).expanduser())


def prepare_folder(where: Place) -> None:
    """Makes the data folder. Raises DataFolderUnwritable when nothing can be written there."""
    probe = where.folder / f".writable-{os.getpid()}"
    try:
        where.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe.write_bytes(b"")
        probe.unlink(missing_ok=True)
        if where.file and not where.file.exists():
            where.file.touch(mode=0o600)
    except OSError as error:
        raise DataFolderUnwritable(where.folder) from error


def pragmas(*, reading: bool) -> dict[str, Any]:  # values of SQLite's own kinds
    """Pragmas of a connection. A reading one refuses to write: there is one writer."""
    settings_of = {
        "journal_mode": "WAL",
        "synchronous": "FULL",
        "foreign_keys": "ON",
        "busy_timeout": BUSY_MILLISECONDS,
        "secure_delete": "ON",
    }
    return {**settings_of, "query_only": "ON"} if reading else settings_of


def credentials(where: Place) -> dict[str, Any]:  # Tortoise's own shape
    """The connection that reads (SQLite), or the pool (PostgreSQL)."""
    if where.file:
        return {
            "engine": "tortoise.backends.sqlite",
            "credentials": {"file_path": str(where.file), **pragmas(reading=True)},
        }
    expanded = expand_db_url(where.url)
    expanded["credentials"].setdefault("maxsize", 8)
    return expanded
