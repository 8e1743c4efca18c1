"""The outbox as it runs: NoneBot on a real port, its drain, and a simulated chat service connected to it."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import nonebot
import uvicorn

from plugins import storage
from plugins.gateway import chats, outbox
from plugins.gateway.chats import Chat
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.segments import Segment, text
from plugins.sandbox.endpoint import Endpoint
from plugins.sandbox.model import Chat as Place
from plugins.sandbox.model import Message, group_chat, private_chat
from plugins.sandbox.world import World
from plugins.storage import Transaction
from tests.support.databases import Database

_numbers = itertools.count(1)


class Clock:
    """Real time, and as much later as a test wants."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Outlet:
    """A bot with a ward's and a lab's group; chat and account numbers are new for every test."""

    def __init__(self, clock: Clock, database: Database) -> None:
        self.database = database
        base = next(_numbers) * 100
        self.clock = clock
        self.world = World(clock=clock)
        self.bot, self.head, self.nurse = 1_000_000 + base, 2_000_000 + base, 2_000_001 + base
        self.ward, self.lab = 3_000_000 + base, 3_000_001 + base
        for account in (self.bot, self.head, self.nurse):
            self.world.add_account(account, str(account), bot=account == self.bot)
        for group in (self.ward, self.lab):
            self.world.add_group(group, str(group), owner=self.head, admins=[self.bot], members=[self.nurse])
            self.chatter(group)
        self.clock.ahead += timedelta(minutes=5)
        self.endpoint: Endpoint

    def chatter(self, group: int | None = None) -> Message:
        """Somebody says something in a group."""
        return self.world.say(self.nurse, group_chat(group or self.ward), "早上好")

    async def says(self, sentence: str, where: int | Chat | None = None, **options: Any) -> None:  # of enqueue
        """Queues a message as every service does."""
        chat = where if isinstance(where, Chat) else chats.group(where or self.ward)
        segments: list[Segment] = options.pop("segments", [text(sentence)])
        options = {"key": sentence, "kind": "test", "ref": sentence, **options}

        async def work(tx: Transaction) -> None:
            await outbox.enqueue(tx, chat=chat, segments=segments, **options)

        await storage.write(work)

    def copies(self, sentence: str, where: int | Place | None = None) -> int:
        """How many copies people have seen, by the truth log."""
        place = where if isinstance(where, Place) else group_chat(where or self.ward)
        return self.world.truth.count(place, sender=self.bot, containing=sentence)

    def private(self, account: int) -> Place:
        return private_chat(self.bot, account)

    async def row(self, sentence: str) -> OutboxRow:
        return (await OutboxRow.filter(ref=sentence).order_by("id"))[0]

    async def becomes(self, sentence: str, state: outbox.State, within: float = 20.0) -> OutboxRow:
        """The row of this message once it is in `state`. Raises TimeoutError."""
        async with asyncio.timeout(within):
            row = await self.row(sentence)
            while row.state is not state:
                await asyncio.sleep(0.01)
                row = await self.row(sentence)
        return row

    async def becomes_in_time(self, sentence: str, state: outbox.State, **step: float) -> OutboxRow:
        """The same, while time passes in steps of `step` (arguments of timedelta), at most 40 of them."""
        for _ in range(40):
            await self.later(**step)
            with contextlib.suppress(TimeoutError):
                return await self.becomes(sentence, state, within=0.3)
        raise TimeoutError

    async def later(self, **duration: float) -> None:
        """Time passes."""
        self.clock.ahead += timedelta(**duration)
        outbox.wake()

    async def shows(self, condition: Callable[[], object], within: float = 20.0) -> None:
        await self.world.wait_for(condition, within)


@contextlib.asynccontextmanager
async def listening() -> AsyncIterator[int]:
    """NoneBot's server on a free port of loopback, without the start and stop hooks of the plugins."""
    config = uvicorn.Config(nonebot.get_asgi(), port=0, lifespan="off", log_config=None, ws_ping_interval=None)
    server = uvicorn.Server(config)
    lifespan = nonebot.get_driver()._lifespan
    lifespan._task_group = _Hooks()  # type: ignore[assignment]  # a fixture begins and ends in different tasks
    serving = asyncio.create_task(server.serve())
    try:
        async with asyncio.timeout(10):
            while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
                await asyncio.sleep(0.01)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await serving
        lifespan._task_group = None


class _Hooks:
    """Runs NoneBot's connection hooks, as the task group of its start does."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start_soon(self, hook: Callable[..., Coroutine[Any, Any, None]], *args: object) -> None:
        task = asyncio.create_task(hook(*args))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


@contextlib.asynccontextmanager
async def connected(outlet: Outlet, **options: Any) -> AsyncIterator[Outlet]:  # options of Endpoint
    """The bot is connected and the drain runs."""
    async with listening() as port:
        url = f"ws://127.0.0.1:{port}/onebot/v11/ws"
        options = {"reconnect": 0.05, **options}
        async with Endpoint(outlet.world, self_id=outlet.bot, url=url, **options) as outlet.endpoint:
            await outlet.endpoint.connected()
            await outbox.start()
            try:
                yield outlet
            finally:
                await outbox.stop_drain()
                await outlet.endpoint.disconnect()
