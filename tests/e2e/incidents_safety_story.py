"""A 通报 that asks for 报平安, and everybody's answer: each group reads it once, each answer is kept."""

import re
from dataclasses import dataclass
from typing import ClassVar

from plugins.sandbox.people import Person

from .telling import SETTLE_SECONDS, Telling, kept

TITLE = "三楼停电"
VERSIONS = "SELECT version, groups FROM incidents_broadcast"
ANSWERS = "SELECT COUNT(*), COUNT(answered_at) FROM incidents_safety"
SPOKEN_FOR = "SELECT told_how FROM incidents_safety WHERE told_by IS NOT NULL"


@dataclass
class SafetyStory(Telling):
    """People retype what got no answer; what was typed while the bot was dead is caught up with."""

    async def tell(self) -> None:
        await self.bind()
        await self.step("突发", lambda: self.writes(f"突发 {TITLE}"), self._filed)
        form = f"通报 {self.number} 全体\n报平安: 是\n请走东侧楼梯"
        await self.step("预览", lambda: self.writes(form), self.previewed)
        await self.step("确认", lambda: self.writes("确认"), self.hears)
        await self.step("送达", self.nothing, lambda: min(self.copies().values()) >= 1, SETTLE_SECONDS)
        for person in self.hospital.people:
            await self._answers(person)
        left = f"{len(self.hospital.people)}/{len(self.hospital.people) + len(self.absent)}"
        await self.step("未报平安", lambda: self.writes(f"未报平安 {self.number}"), lambda: self.hears(left))

    async def verify(self) -> None:
        assert set(self.copies().values()) == {1}
        assert await kept(self.bot, VERSIONS) == [(1, len(self.hospital.branches))]
        people = len(self.hospital.people)
        assert await kept(self.bot, ANSWERS) == [(people, people)]

    def copies(self) -> dict[str, int]:
        """How many copies of the 通报 each group was shown."""
        return self.hospital.lines(f"#{self.number} 〔突发通报〕{TITLE}")

    def _filed(self) -> bool:
        for line in self.hospital.secretary.heard()[self._heard_before :]:
            if found := re.match(r"#(\d+) (?:已报|先前已报)", line):
                self.number = int(found[1])
                return True
        return False

    async def _answers(self, person: Person) -> None:
        """In private, until there is an answer: the first time or that it was recorded before."""
        before = len(person.heard())
        await self.step(
            f"报平安 {person.name}",
            lambda: person.private(f"报平安 {self.number}"),
            lambda: any(f"#{self.number}" in line and "平安" in line for line in person.heard()[before:]),
        )


@dataclass
class SpokenForStory(SafetyStory):
    """One has no QQ: the secretary has asked by telephone, and says it for them."""

    absent: ClassVar[tuple[str, ...]] = ("钱无号",)

    async def tell(self) -> None:
        await super().tell()
        said = f"代报平安 {self.number} {self.absent[0]} 电话"
        await self.step("代报", lambda: self.writes(said), lambda: self.hears("代报平安预览") or self.hears("已报平安"))
        await self.step("代报确认", lambda: self.writes("确认"), lambda: self.hears(f"#{self.number}"))
        await self.step("都平安", lambda: self.writes(f"未报平安 {self.number}"), lambda: self.hears("其中代报 1 人"))

    async def verify(self) -> None:
        assert set(self.copies().values()) == {1}
        everybody = len(self.hospital.people) + 1
        assert await kept(self.bot, ANSWERS) == [(everybody, everybody)]
        assert await kept(self.bot, SPOKEN_FOR) == [("电话",)]
