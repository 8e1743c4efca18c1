"""What a use case holds while the writer runs it."""

from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from typing import Any, Literal

from nonebot.log import logger
from tortoise.backends.base.client import TransactionalDBClient
from tortoise.backends.sqlite.client import translate_exceptions

from .sql import numbered

Dialect = Literal["sqlite", "postgres"]

inside: ContextVar[bool] = ContextVar("storage_inside_a_use_case", default=False)
"""True where a use case runs: a use case that asked for another would wait for itself."""


class Transaction:
    """The transaction of one use case. Plain Tortoise calls inside the use case use it by themselves."""

    __slots__ = ("_callbacks", "_client", "dialect")

    def __init__(self, client: TransactionalDBClient, dialect: Dialect) -> None:
        self._client = client
        self._callbacks: list[Callable[[], None]] = []
        self.dialect: Dialect = dialect

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Calls `callback` once the use case is kept, before its caller goes on; never when it is not kept."""
        self._callbacks.append(callback)

    async def execute(self, sql: str, params: Sequence[Any] = ()) -> list[dict[str, Any]]:  # rows are of any shape
        """Runs one statement with `?` placeholders and returns its rows (of a RETURNING clause too)."""
        if self.dialect == "postgres":
            sql = numbered(sql)
        return await self._client.execute_query_dict(sql, list(params))

    async def change_and_read(
        self, sql: str, params: Sequence[Any], select: str, wanted: Sequence[Any]
    ) -> tuple[int, list[dict[str, Any]]]:  # as above
        """Runs one UPDATE or DELETE, then a SELECT, both with `?` placeholders; how many rows it changed, and what was
        selected. On SQLite both are one trip to the connection's thread: under load a trip costs more than the statement."""
        if self.dialect == "postgres":
            changed, _ = await self._client.execute_query(numbered(sql), list(params))
            return changed, await self.execute(select, wanted)
        return await _in_one_trip(self._client, sql, params, select, wanted)

    async def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Runs one statement with `?` placeholders for each of `rows`."""
        if values := [list(row) for row in rows]:
            await self._client.execute_many(numbered(sql) if self.dialect == "postgres" else sql, values)

    def committed(self) -> None:
        """For the writer: runs the callbacks. One that fails is logged, for the use case is kept."""
        for callback in self._callbacks:
            try:
                callback()
            except Exception as error:
                logger.error("a callback after a commit failed: {}", type(error).__name__)


@translate_exceptions
async def _in_one_trip(
    client: TransactionalDBClient, sql: str, params: Sequence[Any], select: str, wanted: Sequence[Any]
) -> tuple[int, list[dict[str, Any]]]:  # as above
    async with client.acquire_connection() as connection:

        def run() -> tuple[int, list[dict[str, Any]]]:  # as above
            changed = connection._conn.execute(sql, params).rowcount
            return changed, [dict(row) for row in connection._conn.execute(select, wanted)]

        return await connection._execute(run)
