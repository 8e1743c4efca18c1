"""Times on SQLite are text and compare as text, so each is written in UTC, whatever zone it is said in."""

import sqlite3
from datetime import UTC, datetime

from tortoise.backends.sqlite import executor  # registers an adapter that keeps the zone: ours comes after it


def in_utc(moment: datetime) -> str:
    """`moment` as SQLite keeps it. A naive time is refused: nobody knows when it is."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime")
    return moment.astimezone(UTC).isoformat(" ")


def install() -> None:
    """From now on every time that goes into SQLite, by model or by statement, goes in as UTC."""
    assert executor.SqliteExecutor
    sqlite3.register_adapter(datetime, in_utc)
