"""A case is published and others say that it is theirs too, wherever the bot dies: once in the group, each counted once."""

import re
from dataclasses import dataclass

from plugins.sandbox.people import Person

from .telling import SETTLE_SECONDS, Telling, kept

PUBLISHED = "SELECT supporters FROM feedback_public"
VOTERS = "SELECT COUNT(*) FROM feedback_voter"
EVENTS = "SELECT COUNT(*) FROM feedback_event WHERE command = '公示'"
ANSWER = "已换新,下周起供应"


@dataclass
class PublicStory(Telling):
    """People retype what got no answer."""

    case: str = ""

    async def tell(self) -> None:
        await self.bind()
        branch, other = self.hospital.branches
        handler, author, voter = branch.people[0], other.people[1], other.people[0]
        appoint = f"设经办 {branch.name} {handler.name}"
        await self._says(handler, appoint, "还差")
        await self._says(self.hospital.secretary, appoint, "已是")
        await self._says(author, f"意见 诉求 热水器坏了\n单位: {branch.name}", "已收到 意")
        self.case = re.findall(r"意\d+", author.heard()[-1])[0]
        await self._says(handler, f"答复 {self.case} 已报修", "已答复")
        await self._says(handler, f"公示 {self.case} 全体\n问: 热水何时恢复?\n答: {ANSWER}", "1 个群")
        await self._says(handler, "确认", "已公示", "已经办过")
        await self.step("送达", self.nothing, lambda: sum(self.copies().values()) >= 1, SETTLE_SECONDS)
        await self._says(voter, f"我也反映 {self.case}", "已计入", "已经反映过")

    async def verify(self) -> None:
        branch, other = self.hospital.branches
        assert self.copies() == {branch.name: 1, other.name: 0}
        assert [tuple(row) for row in await kept(self.bot, PUBLISHED)] == [(1,)]
        assert [tuple(row) for row in await kept(self.bot, VOTERS)] == [(1,)]
        assert [tuple(row) for row in await kept(self.bot, EVENTS)] == [(1,)]

    def copies(self) -> dict[str, int]:
        """How many copies of what is published each group was shown."""
        return self.hospital.lines(ANSWER)

    async def _says(self, person: Person, line: str, *answers: str) -> None:
        """In private, until there is one of these answers."""
        before = len(person.heard())
        await self.step(
            line,
            lambda: person.private(line),
            lambda: any(answer in heard for heard in person.heard()[before:] for answer in answers),
        )
