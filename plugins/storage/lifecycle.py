"""Opening and closing the database."""

import logging
from contextlib import ExitStack, closing
from dataclasses import dataclass

import nonebot
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.backends.sqlite.client import SqliteClient
from tortoise.context import TortoiseContext

from . import apps, locks, migrate, retention, sqlite_times, ticker, writer
from .connections import NAME, Place, credentials, place, pragmas, prepare_folder
from .errors import DatabaseUnreachable, StartRefused
from .postgres_writer import PostgresWriter
from .sqlite_writer import SqliteWriter

QUIET = ("tortoise", "aiosqlite", "asyncpg")
"""Loggers that would print what people wrote: statements come with their values."""


@dataclass(slots=True)
class _Open:
    place: Place
    context: TortoiseContext
    writer: SqliteWriter | PostgresWriter
    client: SqliteClient | None


_open: _Open | None = None


async def open_database(*, url: str | None = None, migrate: bool = True) -> None:
    """Connects, migrates (after a backup) and starts the writer. `url` is DATABASE_URL by default.

    Raises a StartRefused: the folder cannot be written, the database is newer than the program, cannot be reached,
    or its migrations cannot be read or applied. Raises RuntimeError when a database is open already.
    """
    global _open
    if _open is not None:
        raise RuntimeError("the database is open already")
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    where = place(url)
    prepare_folder(where)
    if migrate:
        await _migrate(where)
    EXECUTOR_CACHE.clear()  # statements by table name: those of a migration's older tables, or of another dialect
    context = TortoiseContext()
    client: SqliteClient | None = None
    try:
        if where.file:
            client = SqliteClient(str(where.file), connection_name=NAME, **pragmas(reading=False))
            await client.create_connection(with_db=True)
        with context:
            await context.init(config=config(where), timezone="UTC", _enable_global_fallback=True)
        pool = context.connections.get(NAME)
        await pool.create_connection(with_db=True)
        if client is not None:
            running: SqliteWriter | PostgresWriter = SqliteWriter(client)
            running.start()
        else:
            assert isinstance(pool, AsyncpgDBClient)
            running = PostgresWriter(pool)
    except BaseException as error:
        await _close(context, client)
        if isinstance(error, StartRefused) or not isinstance(error, Exception):
            raise
        raise DatabaseUnreachable(type(error).__name__) from error
    writer.use(running)
    _open = _Open(where, context, running, client)


async def close_database() -> None:
    """Runs what has queued up, then closes. Does nothing when no database is open."""
    global _open
    if _open is None:
        return
    closing, _open = _open, None
    writer.use(None)
    try:
        await closing.writer.stop()
    finally:
        await _close(closing.context, closing.client)


def opened() -> Place | None:
    """Where the open database is, or None."""
    return _open.place if _open else None


def config(where: Place) -> dict[str, object]:
    """Tortoise's configuration of all registered apps at `where`."""
    return {
        "connections": {NAME: credentials(where)},
        "apps": {
            app.label: {"models": [app.models], "migrations": app.migrations, "default_connection": NAME}
            for app in apps.registered()
        },
        "use_tz": True,
        "timezone": "UTC",
    }


async def _migrate(where: Place) -> None:
    await migrate.run(where, config(where))


async def _close(context: TortoiseContext, client: SqliteClient | None) -> None:
    await context.close_connections()
    if client is not None:
        await client.close()


_serving = ExitStack()


async def _start() -> None:
    where = place()
    prepare_folder(where)
    if where.file:
        _serving.enter_context(closing(locks.take_serving(where.file)))
    await open_database()
    await retention.begin()
    await ticker.start()


async def _stop() -> None:
    with _serving:
        await ticker.stop()
        await close_database()


sqlite_times.install()
driver = nonebot.get_driver()
driver.on_startup(_start)
driver.on_shutdown(_stop)
