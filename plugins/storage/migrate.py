"""Migrations: each plugin's own, in `plugins/x/migrations`, app label = folder.

How to make one (after changing `models.py`), from the project's folder:

    uv run python bot.py db make                 # every app, in floor order, each written before the next is looked at
    uv run python bot.py db make relay --name add_deadline

or, without the command line:

    uv run python -c 'from plugins import assembly; assembly.load(); from plugins import storage; print(storage.cli.make_migrations(["relay"]))'

A plugin with tables calls `storage.register_app("relay", "plugins.relay.models", "plugins.relay.migrations")` in its
`__init__`. Files are ordinary Tortoise migrations and run on both databases. Rules: a new NOT NULL column has a
`db_default`; `on_delete` is always named; an enum's column has `max_length=32`; never rename or move an enum a
migration imports; an index over a column that goes is removed in an operation before; every migration is tested with
rows in its tables.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

from nonebot.log import logger
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.sqlite.client import SqliteClient
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationExecutor, PlanStep
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.migration import Migration
from tortoise.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel, RunSQL
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State

from . import backup, clock, locks
from .connections import NAME, Place, pragmas
from .errors import DatabaseNewer, DatabaseUnreachable, MigrationFailed, MigrationsUnreadable, StartRefused
from .failpoints import failpoint
from .sqlite_schema import SafeSqliteSchemaEditor

TABLE = "tortoise_migrations"

ADDING = (CreateModel, AddField, AddIndex, AddConstraint, RunSQL)
"""Operations that never look at the state before them."""


class BrokenReferences(Exception):
    """After a migration rows refer to rows that are not there."""


class StrictRecorder(MigrationRecorder):
    """Tortoise takes an unreadable record for "none applied" and would begin from scratch; this one says so."""

    async def applied_migrations(self) -> list[MigrationKey]:
        """What is applied. Raises MigrationsUnreadable, also when there are tables but no record."""
        tables = await _tables(self.connection)
        if TABLE not in tables:
            if tables:
                raise MigrationsUnreadable
            return []
        try:
            rows = await self.connection.execute_query_dict(f'SELECT app, name FROM "{TABLE}" ORDER BY id')
        except Exception as error:
            raise MigrationsUnreadable from error
        if not all(isinstance(row["app"], str) and isinstance(row["name"], str) for row in rows):
            raise MigrationsUnreadable
        return [MigrationKey(app_label=row["app"], name=row["name"]) for row in rows]


class Runner(MigrationExecutor):
    """Applies what is pending. Each migration and its record are one transaction: a kill leaves both or neither."""

    def __init__(self, connection: BaseDBAsyncClient, apps_config: dict[str, dict[str, Any]]) -> None:
        super().__init__(connection, apps_config)
        self.recorder = StrictRecorder(connection)
        self.loader.recorder = self.recorder

    async def pending(self) -> list[PlanStep]:
        """What is to be applied, in order. Raises MigrationsUnreadable, DatabaseNewer."""
        plan = await self.plan()
        known = self.loader.disk_migrations
        unknown = [
            f"{key.app_label}.{key.name}"
            for key in self.loader.applied_migrations
            if key.app_label in self.loader.apps_config and key not in known
        ]
        if unknown:
            raise DatabaseNewer(sorted(unknown))
        return plan

    async def apply(self, plan: list[PlanStep], progress: Callable[[str], None]) -> None:
        """Applies `plan`. Raises MigrationFailed; what was applied before stays."""
        await self.recorder.ensure_schema(self._schema_editor(atomic=False))
        applied = set(await self.recorder.applied_migrations())
        state = await self._project_state(applied)
        for step in plan:
            migration = step.migration
            name = f"{migration.app_label}.{migration.name}"
            try:
                async with self.connection._in_transaction() as transaction:
                    editor = self._schema_editor(atomic=True)
                    editor.client = transaction
                    await _operate(migration, state, editor)
                    failpoint("storage.migrate.before_record")
                    await MigrationRecorder(transaction).record_applied(migration.app_label, migration.name)
                    await _check_references(transaction)
                    failpoint("storage.migrate.before_commit")
            except Exception as error:
                raise MigrationFailed(name) from error
            failpoint("storage.migrate.after_commit")
            progress(name)

    def _schema_editor(self, atomic: bool = True, collect_sql: bool = False) -> BaseSchemaEditor:
        if self.connection.capabilities.dialect == "sqlite":
            return SafeSqliteSchemaEditor(self.connection, atomic=atomic, collect_sql=collect_sql)
        return super()._schema_editor(atomic, collect_sql)


async def _operate(migration: Migration, state: State, editor: BaseSchemaEditor) -> None:
    """As Migration.apply, and moves `state` on; but copies it only for who looks at the state before. A copy builds every
    model anew, which took most of the time of a new database."""
    for operation in migration.operations:
        before = None if type(operation) in ADDING else state.clone()
        operation.state_forward(migration.app_label, state)
        # an operation of ADDING that began to look would fail on None, and the whole migration with it
        await operation.database_forward(migration.app_label, cast(State, before), state, editor)
    state.validate_relations_initialized()


async def run(where: Place, config: dict[str, Any], progress: Callable[[str], None] | None = None) -> list[str]:
    """Applies all pending migrations under a lock, after a copy of a SQLite file that holds something, and returns
    their names. Raises a StartRefused; then nothing, or whole migrations before the failing one, were applied."""
    done: list[str] = []

    def note(name: str) -> None:
        done.append(name)
        logger.info("migration applied: {}", name)
        if progress:
            progress(name)

    async with runner(where, config) as (executor, connection), _lock(where, connection):
        plan = await executor.pending()
        if not plan:
            return done
        if where.file and await _tables(connection):
            await backup.before_migration(where.file, clock.now())
            failpoint("storage.migrate.after_backup")
        await executor.apply(plan, note)
    return done


async def pending(where: Place, config: dict[str, Any]) -> list[str]:
    """The names of migrations that are not applied yet. Raises a StartRefused."""
    async with runner(where, config) as (executor, _):
        return [f"{step.migration.app_label}.{step.migration.name}" for step in await executor.pending()]


@asynccontextmanager
async def runner(where: Place, config: dict[str, Any]) -> AsyncIterator[tuple[Runner, BaseDBAsyncClient]]:
    """A runner on a connection of its own: foreign keys off on SQLite, where rebuilding a table would follow them."""
    if where.file:
        credentials = {"file_path": str(where.file), **pragmas(reading=False), "foreign_keys": "OFF"}
        connections: dict[str, Any] = {NAME: {"engine": "tortoise.backends.sqlite", "credentials": credentials}}
    else:
        connections = config["connections"]
    context = TortoiseContext()
    with context:
        try:
            try:
                await context.init(config={**config, "connections": connections}, timezone="UTC")
                connection = context.connections.get(NAME)
                await connection.create_connection(with_db=True)
                await connection.execute_query_dict("SELECT 1")
                await _tables(connection)
            except Exception as error:
                raise DatabaseUnreachable(type(error).__name__) from error
            yield Runner(connection, config["apps"]), connection
        finally:
            await context.close_connections()


@asynccontextmanager
async def _lock(where: Place, connection: BaseDBAsyncClient) -> AsyncIterator[None]:
    if where.file:
        async with locks.file_lock(where.file):
            yield
    else:
        assert isinstance(connection, AsyncpgDBClient)
        async with locks.advisory_lock(connection):
            yield


async def _tables(connection: BaseDBAsyncClient) -> set[str]:
    if isinstance(connection, SqliteClient):
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    else:
        sql = "SELECT tablename AS name FROM pg_tables WHERE schemaname = ANY (current_schemas(false))"
    return {row["name"] for row in await connection.execute_query_dict(sql)}


async def _check_references(connection: BaseDBAsyncClient) -> None:
    if isinstance(connection, SqliteClient):
        broken = await connection.execute_query_dict("PRAGMA foreign_key_check")
        if broken:
            raise BrokenReferences(", ".join(sorted({row["table"] for row in broken})))


__all__ = ["BrokenReferences", "Runner", "StartRefused", "pending", "run", "runner"]
