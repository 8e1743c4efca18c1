"""催办 and the lists at 截止, told so that the bot may die anywhere in it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass

from plugins.sandbox.model import private_chat
from plugins.sandbox.people import Person

from .hospital import BOT
from .telling import SETTLE_SECONDS, Telling, kept

TITLE = "关于填报的通知"
LONG_AGO = "2026-01-01 00:00:00+00:00"
REACHED = "UPDATE storage_due SET due_at = ?, run_at = ? WHERE kind = 'remind.over'"
COUNTED = """
SELECT p.account, c.count FROM remind_count c JOIN org_person p ON p.id = c.person_id
"""


@dataclass
class RemindStory(Telling):
    """Nobody answers a directive; the secretary asks, everybody is reminded once, the deadline comes."""

    async def tell(self) -> None:
        await self.bind()
        form = f"传达 全体\n标题: {TITLE}\n截止: 明天18:00\n请填。"
        await self.step("预览", lambda: self.writes(form), self.previewed)
        await self.step("确认", lambda: self.writes("确认"), self.hears)
        await self.step("送达", self.nothing, self._delivered, SETTLE_SECONDS)
        await self.step("催办", lambda: self.writes(f"催办 {self.number}"), lambda: self.hears("4 人"))
        await self.step("提醒", self.nothing, lambda: all(self.reminders(one) for one in self.hospital.people))
        await self.step("截止", self._deadline_comes, lambda: all(self.lists(one) for one in self.officers))

    async def verify(self) -> None:
        assert {self.reminders(one) for one in self.hospital.people} == {1}
        assert {self.lists(one) for one in self.officers} == {1}
        assert sum(self.lists(one) for one in self.hospital.people) == len(self.officers)
        counted = {(int(str(account)), count) for account, count in await kept(self.bot, COUNTED)}
        assert counted == {(one.id, 1) for one in self.hospital.people}

    @property
    def officers(self) -> list[Person]:
        """Who hears at the deadline: the secretary, and the head of each branch."""
        return [self.hospital.secretary, *(branch.people[0] for branch in self.hospital.branches)]

    def reminders(self, person: Person) -> int:
        """How many reminders this person was shown."""
        return self._shown(person, f"提醒:#{self.number}")

    def lists(self, person: Person) -> int:
        """How many lists of who has not read this person was shown."""
        return self._shown(person, f"#{self.number} 未阅")

    def _shown(self, person: Person, fragment: str) -> int:
        return self.hospital.world.truth.count(private_chat(BOT, person.id), sender=BOT, containing=fragment)

    def _delivered(self) -> bool:
        return all(self.hospital.lines(f"#{self.number} 〔传达〕{TITLE}").values())

    async def _deadline_comes(self) -> None:
        """As if it were tomorrow already."""
        with closing(sqlite3.connect(self.bot.data / "tongxin.db", isolation_level=None, timeout=10)) as database:
            database.execute(REACHED, [LONG_AGO, LONG_AGO])
