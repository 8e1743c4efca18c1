"""Reads in SQL of our own, in the same placeholders on both databases."""

from collections.abc import Sequence
from typing import Any

from tortoise.connection import get_connection

from plugins.storage.sql import numbered


def shared() -> bool:
    """Whether other processes may write the same database (PostgreSQL)."""
    return get_connection("default").capabilities.dialect == "postgres"


async def select(sql: str, params: Sequence[Any] = ()) -> list[dict[str, Any]]:  # rows are of any shape
    """Runs a SELECT with `?` placeholders; inside a use case it reads what the use case has written."""
    connection = get_connection("default")
    if connection.capabilities.dialect == "postgres":
        sql = numbered(sql)
    return await connection.execute_query_dict(sql, list(params))
