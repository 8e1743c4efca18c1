"""One directive from 绑定 to 传达情况, told so that the bot may die anywhere in it: people retype what got no answer."""

from dataclasses import dataclass, field

from plugins.sandbox.model import Message
from plugins.sandbox.people import Person

from .harness import Bot
from .hospital import BOT, Branch
from .telling import SETTLE_SECONDS, Telling, kept

TITLE = "关于开展主题党日的通知"
STOPPED = "关于明天的通知"

READ = """
SELECT p.account FROM relay_receipt r JOIN org_person p ON p.id = r.person_id WHERE r.read_at IS NOT NULL
    AND p.account IS NOT NULL
"""


@dataclass
class Story(Telling):
    """`lost` are accounts whose 已阅 was acknowledged before a death, and is not in the files after it."""

    lost: set[int] = field(default_factory=set)
    _asked: dict[Person, tuple[Branch, Message, int]] = field(default_factory=dict)

    async def tell(self) -> None:
        """All of it. Raises NeverGotThere."""
        await self.relay()
        await self.answer()
        await self.stop()

    async def risen(self) -> None:
        """Looks what the files have kept of the acknowledged receipts."""
        acknowledged = {person.id for person in self._asked if self._is_acknowledged(person)}
        self.lost |= acknowledged - await recorded(self.bot)

    async def verify(self) -> None:
        assert set(self.copies().values()) == {1}
        assert set(self.hospital.lines(STOPPED).values()) == {0}
        assert self.lost == set()
        assert await recorded(self.bot) == {person.id for person in self.hospital.people}

    async def answer(self) -> None:
        """Everybody answers 已阅 one after the other, until the board has them all. Raises NeverGotThere."""
        for branch in self.hospital.branches:
            for person in branch.people:
                await self.step(
                    f"已阅 {person.name}",
                    lambda who=person, where=branch: self._reads(who, where),
                    lambda who=person: self._is_acknowledged(who),
                )
        await self.board(len(self.hospital.people))

    async def relay(self) -> None:
        """Binds the groups and relays a directive until every group has it. Raises NeverGotThere."""
        await self.bind()
        await self.step("预览", lambda: self.writes(f"传达 全体\n标题: {TITLE}\n请认真组织。"), self.previewed)
        await self.step("确认", lambda: self.writes("确认"), self.hears)
        await self.step("送达", self.nothing, self._delivered, SETTLE_SECONDS)

    async def stop(self) -> None:
        """A second directive waits for tomorrow and is stopped before any group has it. Raises NeverGotThere."""
        first = self.number
        await self.step(
            "定时", lambda: self.writes(f"传达 全体\n标题: {STOPPED}\n定时: 明天8:00\n请看。"), self.previewed
        )
        await self.step("确认", lambda: self.writes("确认"), self.hears)
        second, self.number = self.number, first
        await self.step("停发", lambda: self.writes(f"停发 {second}"), lambda: self.hears(f"#{second}"))
        await self.step("停发确认", lambda: self.writes("确认"), lambda: self.hears(f"#{second}"))

    async def board(self, read: int) -> None:
        """Waits until 传达情况 shows that all groups have it and `read` people have answered. Raises NeverGotThere."""
        tally = f"{read}/{len(self.hospital.people)}"
        arrived = f"已送达 {len(self.hospital.branches)} "
        await self.step(
            f"传达情况 {tally}",
            lambda: self.writes(f"传达情况 {self.number}"),
            lambda: self.hears(tally) and self.hears(arrived),
            within=5,
            tries=20,
        )

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
    """Accounts with a receipt in the database of a bot that is dead."""
    return {int(str(account)) for (account,) in await kept(bot, READ)}
