"""How a story is told: each step is done again until what should happen has happened, the bot may die anywhere in it."""

import re
import shutil
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import asyncpg

from plugins.sandbox.endpoint import Endpoint

from .harness import Bot
from .hospital import Hospital

STEP_SECONDS = 12
CAUGHT_UP_SECONDS = 0.7
"""A bot that was dead does what was typed meanwhile by itself: nobody types again before that."""
SETTLE_SECONDS = 150
"""A send in doubt is looked up in the history, and repeated only after a grace period of a minute."""


class NeverGotThere(Exception):
    """However often it was retyped, what should happen did not; the message says what."""


@dataclass
class Telling:
    """One story of a capability. `deaths` are the exit codes of the bot so far; after each it is started again on the
    same files. `number` is that of the last preview."""

    bot: Bot
    hospital: Hospital
    endpoint: Endpoint
    number: int = 0
    deaths: list[int] = field(default_factory=list)
    failpoint: str = ""
    """Where the bot dies in this telling."""
    _heard_before: int = 0
    absent: ClassVar[tuple[str, ...]] = ()
    """Names of people of the first branch without an account."""

    async def tell(self) -> None:
        """All of it. Raises NeverGotThere."""
        raise NotImplementedError

    async def verify(self) -> None:
        """When the bot is dead: asserts that nothing was lost, nothing came twice, nobody was told what is not kept."""
        raise NotImplementedError

    async def risen(self) -> None:
        """Called after a death, before the next start: the files are as the dead process left them."""

    async def quiet(self, seconds: float = 1.0) -> None:
        """Returns once everything that was said has reached the bot, and it has done nothing for `seconds`."""
        await self.endpoint.drained()
        await self.bot.idle(seconds)

    async def bind(self) -> None:
        """The administrator binds every branch's group. Raises NeverGotThere."""
        await self.step("绑定", self._bind, self._all_bound)

    async def step(
        self,
        name: str,
        act: Callable[[], Awaitable[object]],
        done: Callable[[], bool],
        within: float = STEP_SECONDS,
        tries: int = 4,
    ) -> None:
        """Acts, and waits until it is done; acts again when the bot died on the way or nothing came of it."""
        for _ in range(tries):
            await act()
            try:
                await self.hospital.world.wait_for(lambda: done() or self.bot.is_dead, within)
            except TimeoutError:
                continue
            if not self.bot.is_dead:
                return
            await self._rise()
            await self.quiet(CAUGHT_UP_SECONDS)
            if done():
                return
        heard = self.hospital.secretary.heard()[-1:]
        raise NeverGotThere(f"{name}; the secretary heard {heard}; the log ends with {self.bot.log()[-1500:]}")

    async def nothing(self) -> None:
        return None

    async def writes(self, text: str) -> None:
        """The secretary, in private."""
        self._heard_before = len(self.hospital.secretary.heard())
        await self.hospital.secretary.private(text)

    def hears(self, fragment: str = "") -> bool:
        """Whether the secretary was answered since they last wrote, with `fragment` in it."""
        return any(fragment in line for line in self.hospital.secretary.heard()[self._heard_before :])

    def previewed(self) -> bool:
        """Whether the secretary was shown a preview since they last wrote; keeps its number."""
        for line in self.hospital.secretary.heard()[self._heard_before :]:
            if "预览" in line and (found := re.search(r"#(\d+)", line)):
                self.number = int(found[1])
                return True
        return False

    async def _rise(self) -> None:
        self.deaths.append(await self.bot.exit_code())
        await self.risen()
        await self.bot.start()
        await self.endpoint.connected()

    async def _bind(self) -> None:
        for branch in self.hospital.branches:
            if not self.hospital.world.bot_lines(branch.chat):
                await self.hospital.bind(branch)

    def _all_bound(self) -> bool:
        return all(self.hospital.world.bot_lines(branch.chat) for branch in self.hospital.branches)


async def kept(bot: Bot, sql: str) -> Sequence[tuple[object, ...]]:
    """The rows of a query without parameters in the database of a bot that is dead. Files are read in a copy, so that
    nothing is mended in them."""
    url = bot.env["DATABASE_URL"]
    if url.startswith("postgres://"):
        connection = await asyncpg.connect(url)
        try:
            return [tuple(row) for row in await connection.fetch(sql)]
        finally:
            await connection.close()
    with TemporaryDirectory() as folder:
        for file in bot.data.glob("tongxin.db*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, Path(folder) / file.name)
        with closing(sqlite3.connect(Path(folder) / "tongxin.db")) as database:
            return database.execute(sql).fetchall()
