"""One directive from 绑定 to 传达情况, told so that the bot may die anywhere in it: people retype what got no answer."""

import re
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg

from plugins.sandbox.endpoint import Endpoint
from plugins.sandbox.model import Message
from plugins.sandbox.people import Person

from .harness import Bot
from .hospital import BOT, Branch, Hospital

TITLE = "关于开展主题党日的通知"
STOPPED = "关于明天的通知"
STEP_SECONDS = 12
SETTLE_SECONDS = 150
"""A send in doubt is looked up in the history, and repeated only after a grace period of a minute."""

READ = """
SELECT p.account FROM relay_receipt r JOIN org_person p ON p.id = r.person_id WHERE r.read_at IS NOT NULL
"""


class NeverGotThere(Exception):
    """However often it was retyped, what should happen did not; the message says what."""


@dataclass
class Story:
    """`deaths` are the exit codes of the bot so far; after each it is started again on the same files."""

    bot: Bot
    hospital: Hospital
    endpoint: Endpoint
    number: int = 0
    deaths: list[int] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)
    """Accounts whose 已阅 was acknowledged before a death, and is not in the files after it."""
    _asked: dict[Person, tuple[Branch, Message, int]] = field(default_factory=dict)
    _heard_before: int = 0

    async def tell(self) -> None:
        """All of it. Raises NeverGotThere."""
        await self.relay()
        await self.answer()
        await self.stop()

    async def answer(self) -> None:
        """Everybody answers 已阅 one after the other, until the board has them all. Raises NeverGotThere."""
        for branch in self.hospital.branches:
            for person in branch.people:
                await self._step(
                    f"已阅 {person.name}",
                    lambda who=person, where=branch: self._reads(who, where),
                    lambda who=person: self._is_acknowledged(who),
                )
        await self.board(len(self.hospital.people))

    async def relay(self) -> None:
        """Binds the groups and relays a directive until every group has it. Raises NeverGotThere."""
        await self._step("绑定", self._bind, self._all_bound)
        await self._step("预览", lambda: self._writes(f"传达 全体\n标题: {TITLE}\n请认真组织。"), self._previewed)
        await self._step("确认", lambda: self._writes("确认"), self._hears)
        await self._step("送达", self._nothing, self._delivered, SETTLE_SECONDS)

    async def stop(self) -> None:
        """A second directive waits for tomorrow and is stopped before any group has it. Raises NeverGotThere."""
        first = self.number
        await self._step(
            "定时", lambda: self._writes(f"传达 全体\n标题: {STOPPED}\n定时: 明天8:00\n请看。"), self._previewed
        )
        await self._step("确认", lambda: self._writes("确认"), self._hears)
        second, self.number = self.number, first
        await self._step("停发", lambda: self._writes(f"停发 {second}"), lambda: self._hears(f"#{second}"))
        await self._step("停发确认", lambda: self._writes("确认"), lambda: self._hears(f"#{second}"))

    async def board(self, read: int) -> None:
        """Waits until 传达情况 shows that all groups have it and `read` people have answered. Raises NeverGotThere."""
        tally = f"{read}/{len(self.hospital.people)}"
        arrived = f"已送达 {len(self.hospital.branches)} "
        await self._step(
            f"传达情况 {tally}",
            lambda: self._writes(f"传达情况 {self.number}"),
            lambda: self._hears(tally) and self._hears(arrived),
            within=5,
            tries=20,
        )

    async def quiet(self, seconds: float = 1.0) -> None:
        """Returns once everything that was said has reached the bot, and it has done nothing for `seconds`."""
        await self.endpoint.drained()
        await self.bot.idle(seconds)

    async def _step(
        self,
        name: str,
        act: Callable[[], Awaitable[None]],
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
            if done():
                return
        heard = self.hospital.secretary.heard()[-1:]
        raise NeverGotThere(f"{name}; the secretary heard {heard}; the log ends with {self.bot.log()[-1500:]}")

    async def _rise(self) -> None:
        """After a death: looks what the files have kept, and starts on them again."""
        self.deaths.append(await self.bot.exit_code())
        acknowledged = {person.id for person in self._asked if self._is_acknowledged(person)}
        self.lost |= acknowledged - await recorded(self.bot)
        await self.bot.start()
        await self.endpoint.connected()

    async def _nothing(self) -> None:
        return None

    async def _bind(self) -> None:
        for branch in self.hospital.branches:
            if not self.hospital.world.bot_lines(branch.chat):
                await self.hospital.bind(branch)

    def _all_bound(self) -> bool:
        return all(self.hospital.world.bot_lines(branch.chat) for branch in self.hospital.branches)

    async def _writes(self, text: str) -> None:
        """The secretary, in private."""
        self._heard_before = len(self.hospital.secretary.heard())
        await self.hospital.secretary.private(text)

    def _hears(self, fragment: str = "") -> bool:
        return any(fragment in line for line in self.hospital.secretary.heard()[self._heard_before :])

    def _previewed(self) -> bool:
        for line in self.hospital.secretary.heard()[self._heard_before :]:
            if "预览" in line and (found := re.search(r"#(\d+)", line)):
                self.number = int(found[1])
                return True
        return False

    def _delivered(self) -> bool:
        return all(copies >= 1 for copies in self.copies().values())

    def copies(self) -> dict[str, int]:
        """How many copies of the directive each group was shown."""
        return self.hospital.lines(f"#{self.number} 〔传达〕{TITLE}")

    async def _reads(self, person: Person, branch: Branch) -> None:
        before = len(self.hospital.world.bot_lines(branch.chat))
        message = await person.says(f"已阅 {self.number}", in_=branch.group)
        self._asked[person] = (branch, message, before)

    def _is_acknowledged(self, person: Person) -> bool:
        """By a reaction on their message, or by name in a line of their group."""
        branch, message, before = self._asked[person]
        if any(BOT in who for who in message.reactions.values()):
            return True
        return any(person.name in line for line in self.hospital.world.bot_lines(branch.chat)[before:])


async def recorded(bot: Bot) -> set[int]:
    """Accounts with a receipt in the database of a bot that is dead. Files are read in a copy, so that nothing is
    mended in them."""
    url = bot.env["DATABASE_URL"]
    if url.startswith("postgres://"):
        connection = await asyncpg.connect(url)
        try:
            return {int(row["account"]) for row in await connection.fetch(READ)}
        finally:
            await connection.close()
    with TemporaryDirectory() as folder:
        for file in bot.data.glob("tongxin.db*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, Path(folder) / file.name)
        with closing(sqlite3.connect(Path(folder) / "tongxin.db")) as database:
            return {int(account) for (account,) in database.execute(READ)}
