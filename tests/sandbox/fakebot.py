"""A clock that stands still, and a bare WebSocket server that stands where the bot would."""

import asyncio
import contextlib
import itertools
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from plugins.sandbox.endpoint import Endpoint

BOT, ZHANG, LI, STRANGER, WARD = 10000, 20001, 20002, 20009, 30001

Json = dict[str, Any]


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 6, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class FakeBot:
    """Keeps the events it gets, and calls actions. `sockets` are all connections so far, the newest last."""

    def __init__(self) -> None:
        self.events: list[Json] = []
        self.sockets: list[ServerConnection] = []
        self._answers: dict[str, asyncio.Future[Json]] = {}
        self._numbers = itertools.count(1)

    async def handle(self, socket: ServerConnection) -> None:
        self.sockets.append(socket)
        with contextlib.suppress(ConnectionClosed):
            async for frame in socket:
                try:
                    message = json.loads(frame)
                except ValueError:
                    await socket.close(1007, "malformed")
                    return
                if "post_type" in message:
                    self.events.append(message)
                elif future := self._answers.pop(message["echo"], None):
                    future.set_result(message)
        for future in self._answers.values():
            future.cancel()
        self._answers.clear()

    async def call(self, action: str, within: float = 2.0, **params: Any) -> Json:
        """The answer. Raises TimeoutError when none comes, CancelledError when the socket is cut."""
        echo = str(next(self._numbers))
        future = self._answers[echo] = asyncio.get_running_loop().create_future()
        await self.sockets[-1].send(json.dumps({"action": action, "params": params, "echo": echo}))
        return await asyncio.wait_for(future, within)

    async def send(self, message: str, group: int = WARD, **params: Any) -> Json:
        segments = [{"type": "text", "data": {"text": message}}]
        return await self.call("send_group_msg", group_id=group, message=segments, **params)

    def messages(self) -> list[Json]:
        return [event for event in self.events if event["post_type"] == "message"]

    def notices(self, kind: str) -> list[Json]:
        return [event for event in self.events if event.get("notice_type") == kind]


Join = Callable[..., AbstractAsyncContextManager[Endpoint]]
