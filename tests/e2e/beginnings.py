"""What installations begin with. Migrating an empty database takes a process seconds, a copy of one a moment."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support import memory

from .harness import Bot, installation

_folder = TemporaryDirectory(prefix="tongxin-beginnings-", dir=memory.ROOT)
_numbers = count(1)
_made: dict[str, Path] = {}
_one_at_a_time = asyncio.Lock()


def is_new(bot: Bot) -> bool:
    """Whether it would begin with an empty SQLite file of its own."""
    file = bot.data / "tongxin.db"
    return bot.env["DATABASE_URL"] == f"sqlite://{file}" and not file.exists()


async def migrated(bot: Bot) -> None:
    """A new installation gets a copy of what `bot.py db migrate` left in another one."""
    async with _one_at_a_time:
        await _migrated(bot)


async def prepared(bot: Bot, what: str, prepare: Callable[[Bot], Awaitable[None]]) -> None:
    """A new installation gets a copy of what `prepare` left in another, migrated one, the first time it was asked for
    `what`; any other is prepared itself."""
    if not is_new(bot):
        await prepare(bot)
        return
    async with _one_at_a_time:
        if what not in _made:
            first = _another()
            await _migrated(first)
            await prepare(first)
            _made[what] = first.data
        _copy(_made[what], bot)


async def _migrated(bot: Bot) -> None:
    if "" not in _made:
        first = _another()
        ended = await first.run("db", "migrate")
        assert ended.code == 0, ended.err
        _made[""] = first.data
    _copy(_made[""], bot)


def _another() -> Bot:
    return installation(Path(_folder.name) / str(next(_numbers)))


def _copy(made: Path, bot: Bot) -> None:
    shutil.copytree(made, bot.data, dirs_exist_ok=True)
