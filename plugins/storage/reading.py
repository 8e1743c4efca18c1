"""Statements that only read."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tortoise.connection import get_connection

from .connections import NAME
from .sql import numbered
from .transactions import Dialect


async def read(sql: str, params: Sequence[Any] = ()) -> list[dict[str, Any]]:  # rows are of any shape
    """The rows of one SELECT with `?` placeholders, on both databases. Inside a use case it sees what that wrote."""
    return await get_connection(NAME).execute_query_dict(
        numbered(sql) if dialect() == "postgres" else sql, list(params)
    )


def dialect() -> Dialect:
    """Which database is open."""
    return "postgres" if get_connection(NAME).capabilities.dialect == "postgres" else "sqlite"


def moment(value: datetime | str) -> datetime:
    """A time out of a raw row as aware UTC: SQLite gives text, PostgreSQL a datetime."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
