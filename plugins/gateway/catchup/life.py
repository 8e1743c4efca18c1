"""When catching up begins: with each connection of an account. And what is noted while it is there, and when it goes."""

import asyncio
from datetime import datetime

import nonebot
from nonebot.log import logger

from plugins.storage import clock

from .. import accounts, sequences
from . import behind, holes, marks, waiting
from .running import CatchUp, Cut

NOTED_EVERY = 60.0
"""Seconds between two notes of what is connected: how far back one looks after `kill -9`."""
AFTER_TROUBLE = 30.0
TRIES = 5

_running: dict[str, asyncio.Task[None]] = {}
_noting: asyncio.Task[None] | None = None


def _up(self_id: str) -> None:
    behind.accounts.add(self_id)
    waiting.begins(self_id)
    sequences.forget(self_id)
    if (before := _running.pop(self_id, None)) is not None:
        before.cancel()
    _running[self_id] = asyncio.create_task(_catch_up(self_id, clock.now()), name=f"catch-up-{self_id}")


def _down(self_id: str) -> None:
    waiting.found(self_id)
    if (task := _running.pop(self_id, None)) is not None:
        task.cancel()
    if self_id not in behind.accounts:
        marks.note(marks.account(self_id), clock.now())
    behind.accounts.discard(self_id)


async def _catch_up(self_id: str, until: datetime) -> None:
    await _try(self_id, until)
    waiting.found(self_id)


async def _try(self_id: str, until: datetime) -> None:
    for _ in range(TRIES):
        try:
            await CatchUp(self_id, until, behind.accounts).run()
        except Cut:
            return
        except Exception as error:  # whatever it was: the marks stay, and it is tried again
            logger.error("catching up failed: {}", type(error).__name__)
            await asyncio.sleep(AFTER_TROUBLE)
        else:
            behind.accounts.discard(self_id)
            return


async def _note_presence() -> None:
    while True:
        await asyncio.sleep(NOTED_EVERY)
        for self_id in accounts.connected():
            if self_id not in behind.accounts:
                marks.note(marks.account(self_id), clock.now())


async def start() -> None:
    """Begins to note what is connected."""
    global _noting
    if _noting is None:
        _noting = asyncio.create_task(_note_presence())


async def stop() -> None:
    """Ends what runs, and writes the marks of what is connected and has caught up."""
    global _noting
    tasks = [*_running.values(), *([_noting] if _noting else [])]
    _running.clear()
    _noting = None
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for self_id in accounts.connected():
        if self_id not in behind.accounts:
            marks.note(marks.account(self_id), clock.now())
    await holes.stop()
    await marks.stop()


accounts.on_up(_up)
accounts.on_down(_down)
nonebot.get_driver().on_startup(start)
nonebot.get_driver().on_shutdown(stop)
