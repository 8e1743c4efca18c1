"""One process migrates at a time, and one serves a SQLite file. Every lock vanishes with the process that holds it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient

from .errors import AlreadyServing, MigrationRunning

WAIT_SECONDS = 30
HANDOVER_SECONDS = 3
"""How long a program that starts waits for one that is just ending."""
_KEY = 0x746F6E6778696E
"""The advisory lock's number: "tongxin" in ASCII."""


def take(path: Path, seconds: float) -> sqlite3.Connection | None:
    """The lock file `path`, held until it is closed; None when another holds it for longer than `seconds`."""
    lock = sqlite3.connect(path, timeout=seconds, isolation_level=None, check_same_thread=False)
    try:
        path.chmod(0o600)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        lock.close()
        return None
    return lock


def take_serving(database: Path) -> sqlite3.Connection:
    """The right to serve the SQLite file `database`, held until it is closed. Raises AlreadyServing."""
    lock = take(database.with_name(database.name + ".serving"), HANDOVER_SECONDS)
    if lock is None:
        raise AlreadyServing
    return lock


@asynccontextmanager
async def file_lock(database: Path) -> AsyncIterator[None]:
    """Holds the lock file beside the SQLite file `database`. Raises MigrationRunning after WAIT_SECONDS."""
    lock = await asyncio.to_thread(take, database.with_name(database.name + ".lock"), WAIT_SECONDS)
    if lock is None:
        raise MigrationRunning
    with closing(lock):
        yield


@asynccontextmanager
async def advisory_lock(client: AsyncpgDBClient) -> AsyncIterator[None]:
    """Holds the advisory lock of a PostgreSQL database. Raises MigrationRunning after WAIT_SECONDS."""
    assert client._pool is not None
    async with client._pool.acquire() as connection:
        await connection.execute(f"SET lock_timeout = '{WAIT_SECONDS}s'")
        try:
            await connection.execute("SELECT pg_advisory_lock($1)", _KEY)
        except asyncpg.LockNotAvailableError as error:
            raise MigrationRunning from error
        finally:
            await connection.execute("RESET lock_timeout")
        try:
            yield
        finally:
            await connection.execute("SELECT pg_advisory_unlock($1)", _KEY)
