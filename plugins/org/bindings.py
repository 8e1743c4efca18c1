"""Which group belongs to which unit: kept in memory, since every message of every group asks."""

import asyncio
import time

from nonebot.log import logger

from plugins.gateway.chats import Chat
from plugins.gateway.directory import BoundGroup, GroupKind, UnitView
from plugins.storage import lifecycle, read
from plugins.storage.reading import dialect

from .units import path_of

REFRESH_SECONDS = 5.0
"""How old the map may be where other processes bind groups too (PostgreSQL)."""

_BOUND = (
    "SELECT b.chat, b.kind, u.id, u.name, u.path FROM org_binding b "
    "JOIN org_unit u ON u.id = b.unit_id WHERE u.active ORDER BY b.id"
)


async def load_bound() -> tuple[BoundGroup, ...]:
    """All bound groups as they are now, in the order they were bound: one query."""
    return tuple(
        BoundGroup(
            Chat.parse(row["chat"]), UnitView(row["id"], row["name"], path_of(row["path"])), GroupKind(row["kind"])
        )
        for row in await read(_BOUND)
    )


class BoundGroups:
    """The bindings in memory. Whoever changes units or bindings calls `forget` after the commit."""

    def __init__(self) -> None:
        self._groups: dict[str, BoundGroup] = {}
        self._database: object = None
        self._stale = True
        self._forgotten = 0
        self._read_at = 0.0
        self._reading = asyncio.Lock()

    def forget(self) -> None:
        """The next question reads the database again."""
        self._stale = True
        self._forgotten += 1

    async def of(self, chat: Chat) -> BoundGroup | None:
        """The binding of a group, or None. Costs no query while nothing has changed."""
        if not chat.is_group:
            return None
        if self._is_old():
            async with self._reading:
                if self._is_old():
                    await self._refresh()
        return self._groups.get(chat.key)

    def _is_old(self) -> bool:
        if self._stale or self._database is not lifecycle.opened():
            return True
        return time.monotonic() - self._read_at > REFRESH_SECONDS and dialect() == "postgres"

    async def _refresh(self) -> None:
        """Reads all bindings. Where the database is away for a moment, what was known stays in use."""
        database = lifecycle.opened()
        usable = database is not None and self._database is database
        forgotten = self._forgotten
        self._read_at = time.monotonic()
        try:
            self._groups = {group.chat.key: group for group in await load_bound()}
        except Exception as error:
            if not usable:
                raise
            logger.warning("bindings could not be read again: {}", type(error).__name__)
        else:
            self._database = database
            self._stale = self._forgotten != forgotten  # only now: who asks while we read waits for what we read


groups = BoundGroups()
