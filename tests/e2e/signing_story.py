"""People sign in, ask for leave, are seen in the room, and the bot may die anywhere in it: they type again what got no answer."""

from dataclasses import dataclass, field
from datetime import timedelta

from plugins.sandbox.model import Message
from plugins.sandbox.people import Person

from .attendance_story import SOON, SessionTelling
from .harness import Bot
from .hospital import BOT, Branch
from .telling import kept

THERE = """
SELECT p.account FROM attendance_record r JOIN org_person p ON p.id = r.person_id
WHERE r.signed_in_at IS NOT NULL AND r.state IN ('present', 'late')
"""
TALLY = "SELECT state, present, expected FROM attendance_session"
LEAVES = "SELECT state, leave, leave_reason FROM attendance_record WHERE leave <> 'none'"
REASON = "夜班"


@dataclass
class SigningStory(SessionTelling):
    """The first branch signs in; of the second, one is seen in the room and the other asks for leave. `lost` are accounts
    that were told they are there before a death, and are not in the files after it."""

    lost: set[int] = field(default_factory=set)
    _signed: dict[Person, tuple[Branch, Message, int]] = field(default_factory=dict)

    async def tell(self) -> None:
        await self.bind()
        await self.called()
        await self.announced()
        number, first, second = self.number, *self.hospital.branches
        self.runs(timedelta(minutes=1), timedelta(hours=1))
        for person in first.people:
            await self.step(
                f"签到 {person.name}",
                lambda who=person: self._signs(who, first),
                lambda who=person: self._is_acknowledged(who),
            )
        seen, away = second.people
        before = len(away.heard())
        leave = f"请假 {number} {REASON}"
        await self.step(
            "请假", lambda: away.private(leave), lambda: any(f"#{number}" in line for line in away.heard()[before:])
        )
        await self.step("现场", lambda: self.writes(f"现场 {number} {seen.name}"), lambda: self.hears("现场记下"))
        await self.step("出勤", lambda: self.writes(f"出勤 {number}"), lambda: self.hears("实到 3"), *SOON)

    async def risen(self) -> None:
        """Looks what the files have kept of what was acknowledged."""
        acknowledged = {person.id for person in self._signed if self._is_acknowledged(person)}
        self.lost |= acknowledged - await there(self.bot)

    async def verify(self) -> None:
        assert self.lost == set()
        assert set(self.shown("召集").values()) == {1}
        first, second = self.hospital.branches
        assert await there(self.bot) == {person.id for person in (*first.people, second.people[0])}
        assert [tuple(row) for row in await kept(self.bot, TALLY)] == [("open", 3, 4)]
        assert [tuple(row) for row in await kept(self.bot, LEAVES)] == [("waiting", "asked", REASON)]

    async def _signs(self, person: Person, branch: Branch) -> None:
        before = len(self.hospital.world.bot_lines(branch.chat))
        message = await person.says("签到", in_=branch.group)
        self._signed[person] = (branch, message, before)

    def _is_acknowledged(self, person: Person) -> bool:
        """By a reaction on their message, or by name in a line of their group."""
        branch, message, before = self._signed[person]
        if any(BOT in who for who in message.reactions.values()):
            return True
        return any(person.name in line for line in self.hospital.world.bot_lines(branch.chat)[before:])


async def there(bot: Bot) -> set[int]:
    """Accounts of those who count as there in the database of a bot that is dead."""
    return {int(str(account)) for (account,) in await kept(bot, THERE)}
