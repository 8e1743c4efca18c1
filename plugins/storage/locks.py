"""One process migrates at a time. Both locks vanish with the process that holds them."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient

from .errors import MigrationRunning

WAIT_SECONDS = 30
_KEY = 0x746F6E6778696E
"""The advisory lock's number: "tongxin" in ASCII."""


@asynccontextmanager
async def file_lock(database: Path) -> AsyncIterator[None]:
    """Holds the lock file beside the SQLite file `database`. Raises MigrationRunning after WAIT_SECONDS."""
    path = database.with_name(database.name + ".lock")
    with closing(sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)) as lock:
        path.chmod(0o600)
        try:
            await asyncio.to_thread(lock.execute, "BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise MigrationRunning from error
        try:
            yield
        finally:
            lock.execute("ROLLBACK")


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
