"""Reads what the bot has kept, from SQLite or PostgreSQL, without asking the bot."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import asyncpg

from ..e2e.harness import Bot
from ..e2e.telling import kept
from .evidence import Delivery, Facts, Row

_DIRECTIVES = "SELECT id, title FROM relay_directive"
_TARGETS = "SELECT directive_id, chat FROM relay_target"
_ROWS = """
SELECT number, chat, part, key, state, message_id, evidence, due_at, recall FROM gateway_outbox
WHERE kind = 'relay.directive'
"""
_RECEIPTS = """
SELECT r.directive_id, p.account FROM relay_receipt r JOIN org_person p ON p.id = r.person_id
WHERE r.read_at IS NOT NULL
"""
_OPEN = """
SELECT COUNT(*) FROM gateway_outbox WHERE due_at IS NOT NULL AND state IN ('queued', 'sending', 'held', 'uncertain')
"""

_NOT_SENT = "SELECT DISTINCT number FROM gateway_outbox WHERE kind = 'relay.directive' AND state <> 'sent'"


async def read(bot: Bot) -> Facts:
    """Everything about directives. The bot must be dead."""
    at = datetime.now(UTC)
    return Facts(
        directives={int(str(number)): str(title) for number, title in await kept(bot, _DIRECTIVES)},
        targets=[(int(str(number)), _group(chat)) for number, chat in await kept(bot, _TARGETS)],
        rows=[
            Row(
                Delivery(int(str(number)), _group(chat), int(str(part)), _correction(key)),
                str(state),
                str(message_id or ""),
                str(evidence),
                _moment(due_at),
                recall == "done",
                bool(recall),
            )
            for number, chat, part, key, state, message_id, evidence, due_at, recall in await kept(bot, _ROWS)
        ],
        receipts=frozenset((int(str(number)), int(str(account))) for number, account in await kept(bot, _RECEIPTS)),
        at=at,
    )


async def still_open(bot: Bot) -> int:
    """How many rows the living bot still has to come to."""
    return int(str((await _living(bot, _OPEN))[0][0]))


async def not_all_sent(bot: Bot) -> set[int]:
    """The directives that did not reach every group, in the database of the living bot."""
    return {int(str(number)) for (number,) in await _living(bot, _NOT_SENT)}


async def _living(bot: Bot, sql: str) -> list[tuple[object, ...]]:
    url = bot.env["DATABASE_URL"]
    if url.startswith("postgres://"):
        connection = await asyncpg.connect(url)
        try:
            return [tuple(row) for row in await connection.fetch(sql)]
        finally:
            await connection.close()
    with closing(sqlite3.connect(f"file:{bot.data / 'tongxin.db'}?mode=ro", uri=True, timeout=5)) as database:
        return database.execute(sql).fetchall()


def _group(chat: object) -> int:
    return int(str(chat).rpartition(":")[2])


def _correction(key: object) -> int:
    """The ordinal of a correction, 0 of the directive itself."""
    before, _, ordinal = str(key).rpartition(":")
    return int(ordinal) if before.endswith(":correction") else 0


def _moment(value: object) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    return datetime.fromisoformat(str(value))
