"""A bot that goes away and comes back: a real WebSocket to the simulated service, a clock that moves, commands that keep
what they got."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from plugins.gateway import directory, drafts, registry, router
from plugins.gateway.catchup import life, marks
from plugins.gateway.catchup.marks import flush
from plugins.gateway.config import settings
from plugins.gateway.directory import Who
from plugins.gateway.registry import command
from plugins.gateway.request import Answer, Quiet, Reply, Request
from plugins.sandbox.dialect import Dialect
from plugins.sandbox.model import Message, group_chat, private_chat
from plugins.storage import clock
from tests.outbox.outlet import Clock, Outlet, connected
from tests.support.databases import Database
from tests.support.desk import Desk

WITHIN = 10.0


class Gaps:
    """Keeps what would be told to officers: how many groups each time."""

    def __init__(self) -> None:
        self.told: list[list[str]] = []

    async def unseen(self, gaps) -> None:
        self.told.append([chat.id for chat, _, _ in gaps])


class Away(Outlet):
    """Two bound groups. `got` is what commands received, in order. Ids and times as the service gives them."""

    def __init__(self, moving: Clock, database: Database, desk: Desk) -> None:
        super().__init__(moving, database)
        self.got: list[Request] = []
        self.gaps = Gaps()
        self.account = str(self.bot)
        for group in (self.ward, self.lab):
            desk.binds(group, desk.unit(f"{group}支部"))
        self.world.make_friends(self.bot, self.nurse)

    def types(self, line: str, group: int | None = None, *, who: int | None = None, **options) -> Message:
        return self.world.say(who or self.nurse, group_chat(group or self.ward), line, **options)

    def writes(self, line: str) -> Message:
        return self.world.say(self.nurse, private_chat(self.bot, self.nurse), line)

    async def leaves(self) -> None:
        """The connection is lost and stays so. What was noted is written."""
        await self.endpoint.disconnect()
        await self._until(lambda: self.account not in life._running)
        await flush()

    async def returns(self) -> None:
        """It is there again, and has caught up."""
        self.endpoint.come_back()
        await self.endpoint.connected()
        await self.caught_up()

    async def caught_up(self) -> None:
        await self._until(lambda: self.account in life._running and life._running[self.account].done())

    async def hears(self, count: int) -> None:
        """Returns once commands have received so many messages."""
        await self._until(lambda: len(self.got) >= count)

    async def _until(self, condition) -> None:
        async with asyncio.timeout(WITHIN):
            while not condition():  # noqa: ASYNC110 - what it waits for has no event
                await asyncio.sleep(0.01)

    def restarts(self) -> None:
        """As a new process: it remembers nothing."""
        router._seen._seen.clear()


def register(away: Away) -> None:
    """Commands that keep what they get."""

    def add(word: str, reply: Reply = None, error: Exception | None = None, **options) -> None:
        @command(word, usage=word, example=f"{word} 1", summary="test", who=Who.ANYONE, **options)
        async def handler(request: Request) -> Reply:
            away.got.append(request)
            if error is not None:
                raise error
            return reply

    add("试报", Quiet("#1 试报", "张三", "1/2", "已记下"), bare=True, quote_aliases=("晓得",))
    add("试问", Answer("#1 在这里"))
    add("试错", error=ZeroDivisionError())
    add("试密", Answer("#1 不留"), catchup=False)


@contextlib.asynccontextmanager
async def away_bot(
    database: Database, patch: pytest.MonkeyPatch, dialect: Dialect = Dialect.NAPCAT
) -> AsyncIterator[Away]:
    """Connected, and caught up for the first time."""
    moving, desk = Clock(), Desk()
    patch.setattr(clock, "now", moving)
    patch.setattr(settings, "send_interval", 0.0)
    patch.setattr(settings, "ack_batch_seconds", 0.1)
    patch.setattr(directory, "_directory", desk)
    patch.setattr(registry, "_by_word", dict(registry._by_word))
    patch.setattr(registry, "_commands", dict(registry._commands))
    for memory in (router._seen._seen, router._hinted._seen, router._rate._counts, drafts._open, marks._noted):
        memory.clear()
    away = Away(moving, database, desk)
    patch.setattr(directory, "_gap_events", [away.gaps])
    register(away)
    async with connected(away, dialect=dialect):
        await away.caught_up()
        yield away
        await marks.stop()
