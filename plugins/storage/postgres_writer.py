"""The writer on PostgreSQL: a serializable transaction for each use case, over the pool."""

import asyncio
import random
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Any, cast

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.connection import get_connections

from .errors import NotOpen, WriteFailed
from .transactions import Transaction, inside
from .writer import WORK_LIMIT, Work

CONCURRENCY = 4
"""Use cases at once; the rest of the pool is for reading."""
ATTEMPTS = 10
"""How often a use case is run when others get in its way."""
LOST_ATTEMPTS = 3
"""How often it is run when the connection is lost before the commit: the server forgets what was not committed."""

_IN_THE_WAY = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError)
_UNABLE = (
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.CannotConnectNowError,
    OSError,
)


class _Serializable(TransactionWrapper):
    """A use case loads, decides and writes: it must see the others as if they came one after the other."""

    async def begin(self) -> None:
        self.transaction = self._connection.transaction(isolation="serializable")
        await self.transaction.start()


@dataclass(slots=True)
class PostgresWriter:
    """Runs each use case in a task and a transaction of its own; a few at a time."""

    client: AsyncpgDBClient
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(CONCURRENCY))
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)
    _stopping: bool = False

    def submit(self, work: Work[Any], *, alone: bool = False) -> asyncio.Future[Any]:
        """Starts `work`; every use case is alone in its transaction here."""
        if self._stopping:
            raise NotOpen
        task = asyncio.create_task(self._run(work, copy_context()))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def stop(self) -> None:
        """Waits for what was started, then ends."""
        self._stopping = True
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, work: Work[Any], callers: Context) -> Any:
        inside.set(True)
        async with self._room:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    result, tx = await self._attempt(work)
                except TimeoutError as error:  # of the use case: OSError's subclass, but no lost connection
                    raise WriteFailed from error
                except (*_IN_THE_WAY, *_UNABLE) as error:
                    if attempt >= (ATTEMPTS if isinstance(error, _IN_THE_WAY) else LOST_ATTEMPTS):
                        raise WriteFailed from error
                    await asyncio.sleep(random.uniform(0.001, 0.005) * 2 ** min(attempt, 6))
                else:
                    callers.run(tx.committed)  # a task a callback starts is no part of the use case
                    return result
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _attempt(self, work: Work[Any]) -> tuple[Any, Transaction]:
        pool = self.client._pool
        if pool is None:
            raise NotOpen
        async with pool.acquire() as connection:
            client = _Serializable(self.client)
            client._connection = cast(asyncpg.Connection, connection)  # the pool lends a proxy of it
            token = get_connections().set(client.connection_name, client)
            tx = Transaction(client, "postgres")
            try:
                try:
                    await client.begin()
                    async with asyncio.timeout(WORK_LIMIT):
                        result = await work(tx)
                except BaseException as error:
                    if _lost(connection):
                        raise ConnectionResetError from error
                    await client.rollback()
                    raise
                try:
                    await client.commit()
                except Exception as error:
                    if isinstance(error, _IN_THE_WAY):
                        raise
                    if _lost(connection) or isinstance(error, _UNABLE):
                        raise WriteFailed from error  # kept or not, nobody knows: never run again by itself
                    raise
            finally:
                get_connections().reset(token)
        return result, tx


def _lost(connection: asyncpg.pool.PoolConnectionProxy) -> bool:
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:  # the pool took it back when it was cut
        return True
