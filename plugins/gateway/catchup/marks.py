"""The watermarks: up to where each chat and each account has been dealt with.

A chat's advances on commands, an account's on disconnect, on stop, and every minute while it is connected; never on
chat. They are written together, a second late: a message that is found again has its effect once (inbox.py).
"""

import asyncio
from datetime import datetime

from nonebot.log import logger

from plugins.storage import Transaction, failpoint, moment, read, write
from plugins.storage.errors import NotOpen, WriteFailed

from ..outbox.rows import moment as stored
from .domain import Mark

LATE = 1.0
"""Seconds for which marks are gathered."""

_UPSERT = """
INSERT INTO gateway_watermark (chat, at, seq) VALUES (?, ?, ?) ON CONFLICT (chat) DO UPDATE
SET at = excluded.at, seq = COALESCE(excluded.seq, gateway_watermark.seq) WHERE excluded.at >= gateway_watermark.at
"""

_noted: dict[str, Mark] = {}
_flushing: asyncio.Task[None] | None = None


def account(self_id: str) -> str:
    """The key under which an account's own mark stands."""
    return f"account:{self_id}"


def note(key: str, at: datetime, seq: int | None = None) -> None:
    """Everything in the chat (or of the account) with this key is dealt with up to `at` and `seq`."""
    global _flushing
    known, mark = _noted.get(key), Mark(at, seq)
    _noted[key] = mark if known is None else known.up_to(mark)
    if _flushing is None or _flushing.done():
        _flushing = asyncio.create_task(_later())


async def flush() -> None:
    """Writes what has been noted. What cannot be written now is written with the next."""
    noted = dict(_noted)
    _noted.clear()
    if not noted:
        return

    async def work(tx: Transaction) -> None:
        await tx.execute_many(_UPSERT, [(key, stored(tx, mark.at), mark.seq) for key, mark in noted.items()])
        failpoint("catchup.marks.before_commit")

    try:
        await write(work)
    except (WriteFailed, NotOpen) as error:
        logger.warning("watermarks were not written: {}", type(error).__name__)
        for key, mark in noted.items():
            _noted[key] = mark if key not in _noted else mark.up_to(_noted[key])


async def load() -> dict[str, Mark]:
    """All watermarks as they are now, the noted ones included."""
    found = {
        row["chat"]: Mark(moment(row["at"]), row["seq"])
        for row in await read("SELECT chat, at, seq FROM gateway_watermark")
    }
    for key, mark in _noted.items():
        found[key] = mark if key not in found else found[key].up_to(mark)
    return found


async def _later() -> None:
    await asyncio.sleep(LATE)
    await flush()


async def stop() -> None:
    """Writes what is left."""
    if _flushing is not None:
        _flushing.cancel()
        await asyncio.gather(_flushing, return_exceptions=True)
    await flush()
