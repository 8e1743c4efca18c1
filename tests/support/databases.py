"""Databases for tests: a SQLite file, and a real PostgreSQL where its binaries are installed."""

from pathlib import Path


def sqlite_url(folder: Path) -> str:
    """The URL of a SQLite file in `folder`."""
    return f"sqlite://{folder / 'tongxin.db'}"
