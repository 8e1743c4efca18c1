"""The writer on SQLite: one task, one connection, one transaction for whatever has queued up."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Iterable
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Any

from nonebot.log import logger
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionWrapper
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError

from .errors import NotOpen, WriteFailed
from .transactions import Transaction, inside
from .writer import WORK_LIMIT, Work

BATCH_LIMIT = 256
"""Use cases in one transaction at most, so that the first does not wait for a crowd."""

_UNABLE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_NOMEM,
}


@dataclass(slots=True)
class _Job:
    work: Work[Any]  # each use case returns its own type
    alone: bool
    future: asyncio.Future[Any]
    context: Context = field(default_factory=copy_context)
    """The caller's: callbacks run there, and a task one of them starts is no part of the use case."""
    tx: Transaction | None = None
    result: Any = None
    error: BaseException | None = None


def unable(error: BaseException) -> bool:
    """Whether the database could not, as opposed to a statement it refused."""
    cause = error.args[0] if isinstance(error, OperationalError) and error.args else error
    code = getattr(cause, "sqlite_errorcode", None)
    return isinstance(cause, sqlite3.Error) and code is not None and code & 0xFF in _UNABLE


class _TransactionLost(Exception):
    """SQLite rolled the whole transaction back by itself."""


@dataclass(slots=True)
class SqliteWriter:
    """Owns the only connection that may write. `client` must be connected."""

    client: SqliteClient
    _queue: deque[_Job] = field(default_factory=deque)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False
    _task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to take use cases."""
        self._task = asyncio.create_task(self._run(), name="storage-writer")

    async def stop(self) -> None:
        """Runs what has queued up, then ends."""
        self._stopping = True
        self._wake.set()
        if self._task is not None:
            await self._task

    def submit(self, work: Work[Any], *, alone: bool = False) -> asyncio.Future[Any]:
        """Queues `work`; the future is done once it is kept or refused. `alone`: in a transaction of its own."""
        if self._stopping or self._task is None or self._task.done():
            raise NotOpen
        future: asyncio.Future[Any] = self._task.get_loop().create_future()
        self._queue.append(_Job(work, alone, future))
        self._wake.set()
        return future

    async def _run(self) -> None:
        inside.set(True)
        transaction = SqliteTransactionWrapper(self.client)
        get_connections().set(self.client.connection_name, transaction)
        try:
            while True:
                if not self._queue:
                    if self._stopping:
                        return
                    self._wake.clear()
                    await self._wake.wait()
                    continue
                await self._run_batch(self._take(), transaction)
        finally:
            for job in self._queue:
                _fail(job, NotOpen())

    def _take(self) -> list[_Job]:
        batch = [self._queue.popleft()]
        while self._queue and len(batch) < BATCH_LIMIT and not batch[-1].alone and not self._queue[0].alone:
            batch.append(self._queue.popleft())
        return batch

    async def _run_batch(self, batch: list[_Job], transaction: SqliteTransactionWrapper) -> None:
        try:
            await self._run_jobs(batch, transaction)
        except BaseException as error:
            await self._abandon(batch, error)
            if not isinstance(error, Exception):
                raise
            return
        for job in batch:
            if job.error is None and job.tx is not None:
                job.context.run(job.tx.committed)
        for job in batch:
            if job.error is not None:
                _fail(job, job.error)
            elif not job.future.done():
                job.future.set_result(job.result)

    async def _run_jobs(self, batch: list[_Job], transaction: SqliteTransactionWrapper) -> None:
        """All of `batch` in one transaction. The first needs no savepoint: undoing it undoes everything so far."""
        await self._begin()
        kept = 0
        marked = False
        for job in batch:
            if kept:
                await self._step(("RELEASE use_case", "SAVEPOINT use_case") if marked else ("SAVEPOINT use_case",))
                marked = True
            job.tx = Transaction(transaction, "sqlite")
            try:
                async with asyncio.timeout(WORK_LIMIT):
                    job.result = await job.work(job.tx)
                kept += 1
            except BaseException as error:
                if not isinstance(error, Exception) and _cancelled():
                    raise
                job.error = _told(error)
                if kept:
                    await self._step(("ROLLBACK TO use_case",))
                else:
                    await self._step(("ROLLBACK",))
                    if job is not batch[-1]:
                        await self._begin()
        if kept:
            await self._step(("COMMIT",))

    async def _begin(self) -> None:
        """Takes the write lock at once, waiting up to busy_timeout: a transaction that reads first and writes later
        would fail with no wait when another process had written in between."""
        await self._execute(("BEGIN IMMEDIATE",))

    async def _step(self, statements: Iterable[str]) -> None:
        """Statements of an open transaction, in one trip to the connection's thread."""
        await self._execute(statements, inside_transaction=True)

    async def _execute(self, statements: Iterable[str], *, inside_transaction: bool = False) -> None:
        connection = self.client._connection
        if connection is None:
            raise NotOpen

        def run() -> None:
            raw = connection._conn
            if inside_transaction and not raw.in_transaction:
                raise _TransactionLost
            for statement in statements:
                raw.execute(statement)

        await connection._execute(run)  # the public calls cost a trip a statement

    async def _abandon(self, batch: list[_Job], error: BaseException) -> None:
        if not isinstance(error, _TransactionLost):
            logger.error("a write of {} use cases was not kept: {}", len(batch), type(error).__name__)
        try:
            await self._step(("ROLLBACK",))
        except Exception:  # nothing was open any more, which is what is wanted
            logger.debug("nothing to roll back")
        for job in batch:
            failure = WriteFailed()
            failure.__cause__ = job.error or error
            own = job.error if isinstance(error, _TransactionLost) else None
            _fail(job, own or failure)


def _told(error: BaseException) -> BaseException:
    if not unable(error) and not isinstance(error, TimeoutError):
        return error
    failure = WriteFailed()
    failure.__cause__ = error
    return failure


def _cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _fail(job: _Job, error: BaseException) -> None:
    if job.future.done():
        return
    if isinstance(error, asyncio.CancelledError):
        job.future.cancel()
    else:
        job.future.set_exception(error)
