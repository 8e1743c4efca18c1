"""Having the database itself forget what was deleted.

SQLite overwrites deleted rows (secure_delete), but the pages before that stand in the write-ahead log until it is
emptied, which a reader that still looks at them prevents. PostgreSQL keeps dead rows until VACUUM.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.connection import get_connection

from . import lifecycle
from .connections import NAME
from .errors import NotOpen

ATTEMPTS = 5
WAIT_SECONDS = 0.2
BUSY_SECONDS = 0.5
"""How long writers are kept waiting by one attempt at most."""


async def scrub(tables: Sequence[str]) -> bool:
    """Empties the write-ahead log (SQLite) or vacuums `tables` (PostgreSQL); never inside a use case. Returns whether
    it was done and found done; False while a reader holds on to old pages: then call it again later. Nothing of it is
    logged: a line would say at which minute somebody had something erased."""
    where = lifecycle.opened()
    if where is None:
        raise NotOpen
    if where.file is None:
        return await _vacuum(tables)
    for _ in range(ATTEMPTS):
        if await asyncio.to_thread(_empty_log, where.file):
            return True
        await asyncio.sleep(WAIT_SECONDS)
    return False


def _empty_log(file: Path) -> bool:
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        try:
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return False
    return not busy


async def _vacuum(tables: Sequence[str]) -> bool:
    client = get_connection(NAME)
    assert isinstance(client, AsyncpgDBClient)
    assert client._pool is not None
    async with client._pool.acquire() as connection:
        for table in tables:
            await connection.execute(f'VACUUM "{table}"')
    return True
