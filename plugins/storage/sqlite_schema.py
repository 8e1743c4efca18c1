"""The cure for Tortoise's table rebuilds on SQLite.

SQLite changes a column by copying the table. Tortoise 1.1 then drops the old one with foreign keys on, which deletes
the rows that refer to it, and forgets every index. Here the migration runs with `foreign_keys=OFF`, indexes, composite
unique constraints, triggers and the key counter are read before a rebuild and put back after it, and the migration
ends with a foreign key check.
"""

import sqlite3
from dataclasses import dataclass
from typing import Any

from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.migrations.schema_editor.sqlite import SqliteSchemaEditor


class IndexWouldBeLost(Exception):
    """A composite index holds a column that goes away: remove or change the index in an operation before."""


@dataclass(frozen=True, slots=True)
class _Index:
    name: str
    unique: bool
    columns: tuple[str, ...]
    sql: str | None
    """None for what stands in the table definition itself."""


class SafeSqliteSchemaEditor(SqliteSchemaEditor):
    """Rebuilds tables without losing rows, indexes, constraints, triggers or the key counter."""

    async def _run_sql(self, sql: str) -> None:
        """Statement by statement, so that the transaction stays whole; a `;` inside a string splits nothing."""
        if self.collect_sql:
            await super()._run_sql(sql)
            return
        statement = ""
        for piece in sql.split(";"):
            statement += piece + ";"
            if sqlite3.complete_statement(statement):
                if statement.strip(" \n;"):
                    await self.client.execute_query(statement)
                statement = ""

    # `model`, fields: Tortoise leaves them untyped; keyword names are its own
    async def _remake_table(
        self, model: Any, create_field: Any = None, delete_field: Any = None, alter_fields: Any = None
    ) -> None:
        table: str = model._meta.db_table
        indexes = await self._indexes(table)
        triggers = await self._rows(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND sql IS NOT NULL", [table]
        )
        counter = await self._counter(table)
        await super()._remake_table(model, create_field, delete_field, alter_fields)
        gone = _column(delete_field) if delete_field is not None else None
        renamed = {_column(old): _column(new) for old, new in alter_fields or ()}
        for index in indexes:
            await self._restore(model, table, index, gone, renamed)
        for trigger in triggers:
            await self.client.execute_query(trigger["sql"])
        if counter is not None:
            await self.client.execute_query("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", [counter, table])

    async def _restore(self, model: Any, table: str, index: _Index, gone: str | None, renamed: dict[str, str]) -> None:
        if gone in index.columns:
            if len(index.columns) > 1:
                raise IndexWouldBeLost(f"{table}({', '.join(index.columns)})")
            return
        moved = any(renamed.get(column, column) != column for column in index.columns)
        if index.sql is not None:
            if moved:
                raise IndexWouldBeLost(f"{table}({', '.join(index.columns)})")
            await self.client.execute_query(index.sql)
            return
        if len(index.columns) == 1:
            return  # UNIQUE of one column comes from the field, which says whether it still is
        columns = tuple(renamed.get(column, column) for column in index.columns)
        if not any(other.unique and other.columns == columns for other in await self._indexes(table)):
            await self.add_constraint(model, UniqueConstraint(fields=columns))

    async def remove_constraint(self, model: Any, constraint: Any) -> None:
        """Removes a unique constraint, also one that stands in the table definition (by a rebuild without it)."""
        if isinstance(constraint, CheckConstraint):
            await super().remove_constraint(model, constraint)
            return
        table: str = model._meta.db_table
        columns = tuple(self._resolve_fields_to_columns(model, constraint.fields))
        for index in await self._indexes(table):
            if not index.unique or index.columns != columns:
                continue
            if index.sql is not None:
                await self.client.execute_query(f'DROP INDEX "{index.name}"')
                continue
            kept = [other for other in await self._indexes(table) if other is not index and other.columns != columns]
            counter = await self._counter(table)
            await super()._remake_table(model)
            for other in kept:
                await self._restore(model, table, other, None, {})
            if counter is not None:
                await self.client.execute_query("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", [counter, table])

    async def _indexes(self, table: str) -> list[_Index]:
        found: list[_Index] = []
        for row in await self._rows(
            'SELECT l.name, l."unique", m.sql FROM pragma_index_list(?) l '
            "LEFT JOIN sqlite_master m ON m.type = 'index' AND m.name = l.name WHERE l.origin <> 'pk'",
            [table],
        ):
            columns = await self._rows("SELECT name FROM pragma_index_info(?) ORDER BY seqno", [row["name"]])
            names = tuple(str(column["name"]) for column in columns)
            found.append(_Index(row["name"], bool(row["unique"]), names, row["sql"]))
        return found

    async def _counter(self, table: str) -> int | None:
        if not await self._rows("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'", []):
            return None
        rows = await self._rows("SELECT seq FROM sqlite_sequence WHERE name = ?", [table])
        return int(rows[0]["seq"]) if rows else None

    async def _rows(self, sql: str, values: list[str]) -> list[dict[str, Any]]:  # rows of SQLite's own tables
        return await self.client.execute_query_dict(sql, values)


def _column(field: Any) -> str:  # any Tortoise field
    return field.source_field or field.model_field_name
