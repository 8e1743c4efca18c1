"""The chat service as a line of sends that waits to be opened: in which order they begin."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from plugins import storage
from plugins.gateway import call, chats, outbox
from plugins.gateway.chats import Chat
from plugins.gateway.outbox.domain import Lane
from plugins.gateway.outcomes import Ok, Outcome
from plugins.gateway.segments import text
from tests.outbox.builders import saying

BULK = 1000
ANSWERS_AFTER = 0.02
"""Seconds: a service that answered within the same turn of the loop would be given row after row by one sender, while the
others stand still."""
Name = Callable[[Chat, str], str]


def by_words(chat: Chat, said: str) -> str:
    """A send by what it says."""
    return said


class Line:
    """Every send waits until the line is open, and is noted by its name when it begins."""

    def __init__(self, name: Name = by_words) -> None:
        self.begun: list[str] = []
        self.ended = 0
        self.open = asyncio.Event()
        self._name = name

    def take_over(self, patch: pytest.MonkeyPatch) -> "Line":
        """Stands in for the chat service until the test ends."""
        patch.setattr(call, "call", self._call)
        patch.setattr(call, "say", self._say)
        return self

    async def begins(self, count: int) -> None:
        """Returns once so many have begun."""
        async with asyncio.timeout(20):
            while len(self.begun) < count:  # noqa: ASYNC110 - a send has no event
                await asyncio.sleep(0.005)

    async def is_over(self) -> None:
        """Returns once all that have begun are answered, and whoever may go next had the time to begin."""
        async with asyncio.timeout(20):
            while self.ended < len(self.begun):  # noqa: ASYNC110 - a send has no event
                await asyncio.sleep(0.005)
        for _ in range(20):
            await asyncio.sleep(0)

    async def _call(self, self_id: str, action: str, /, **params: Any) -> Outcome:  # JSON of the action
        return Ok([])

    async def _say(self, self_id: str, chat: Chat, message: str, late: object) -> Outcome:
        self.begun.append(self._name(chat, str(json.loads(message)[0]["data"]["text"])))
        await self.open.wait()
        await asyncio.sleep(ANSWERS_AFTER)
        self.ended += 1
        return Ok({"message_id": len(self.begun)})


async def a_thousand_wait(lane: Lane = Lane.BULK) -> None:
    """BULK groups are about to be told something."""
    sayings = [
        saying(f"bulk {n}", chats.group(5_000_000 + n), [text("汇总")], lane=lane, ref="bulk") for n in range(BULK)
    ]
    await storage.write(lambda tx: outbox.enqueue_all(tx, sayings))
