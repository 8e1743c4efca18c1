"""A ward's group with a bot in it."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.asyncio.server import Server, serve

from plugins.sandbox.dialect import Dialect
from plugins.sandbox.endpoint import Endpoint
from plugins.sandbox.world import World
from tests.sandbox.fakebot import BOT, LI, STRANGER, WARD, ZHANG, Clock, FakeBot, Join


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> World:
    world = World(clock=clock)
    for account, name in ((BOT, "同心"), (ZHANG, "张三"), (LI, "李四"), (STRANGER, "路人")):
        world.add_account(account, name, bot=account == BOT)
    world.add_group(WARD, "内科党支部", owner=ZHANG, members=[BOT, LI], cards={LI: "内科-李四"})
    world.make_friends(BOT, ZHANG)
    return world


@pytest.fixture
def bot() -> FakeBot:
    return FakeBot()


@pytest.fixture
async def server(bot: FakeBot) -> AsyncIterator[Server]:
    async with serve(bot.handle, "127.0.0.1", 0, compression=None, max_size=None) as server:
        yield server


@pytest.fixture
def join(world: World, server: Server, bot: FakeBot) -> Join:
    """Opens an endpoint for BOT that is connected when the block begins."""

    @contextlib.asynccontextmanager
    async def joined(dialect: Dialect = Dialect.NAPCAT, **options: Any) -> AsyncIterator[Endpoint]:
        port = next(iter(server.sockets)).getsockname()[1]
        url = f"ws://127.0.0.1:{port}/onebot/v11/ws"
        options = {"reconnect": 0.01, **options}
        async with Endpoint(world, self_id=BOT, url=url, token="t", dialect=dialect, **options) as endpoint:
            await endpoint.connected()
            await world.wait_for(lambda: bot.events)
            yield endpoint

    return joined
