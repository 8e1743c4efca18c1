"""Two opinions, one under a name and one without, to their answers; a sealed push; the bot may die anywhere in it."""

import re
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field

from plugins.sandbox.people import Person

from .telling import SETTLE_SECONDS, Telling, kept

LONG_AGO = "2026-01-01 00:00:00+00:00"
REACHED = "UPDATE storage_due SET due_at = ?, run_at = ? WHERE kind = 'feedback.sweep'"
CASES = "SELECT anonymous, state, rating FROM feedback_case ORDER BY anonymous"
STEPS = "SELECT c.anonymous, e.command FROM feedback_event e JOIN feedback_case c ON c.id = e.case_id"
NAMED = "SELECT COUNT(*) FROM feedback_submitter"
SEALED = "SELECT COUNT(*) FROM gateway_outbox WHERE sealed IS NOT NULL"
PUSH = "您提的匿名意见有进展"
UNTOLD = ("outbox.sealed.before",)
"""Who dies there has told nobody, and tries no second time."""


@dataclass
class FeedbackStory(Telling):
    """People ask for what they filed before they type it again. `opinion` and `unnamed` are the names of the cases."""

    opinion: str = ""
    unnamed: str = ""
    _code: str = ""
    _before: dict[int, int] = field(default_factory=dict)

    async def tell(self) -> None:
        await self.named_to_its_end()
        await self.unnamed_until_seen()
        await self.says(self.head, f"受理 {self.unnamed}", "已受理", "不能受理")
        await self.step("推送", self.nothing, self._push_is_over, SETTLE_SECONDS)
        await self.quiet()

    async def named_to_its_end(self) -> None:
        """A handler is appointed; an opinion under a name is answered and rated. Raises NeverGotThere."""
        unit, head = self.hospital.branches[0].name, self.head
        appointing = f"设经办 {unit} {head.name}"
        await self.says(head, appointing, "同意")
        await self.says(self.hospital.secretary, appointing, "经办人")
        await self.says(self.author, f"意见 诉求 值班室没有热水\n单位: {unit}", "意")
        self.opinion = self.named_in(self.author)
        await self.says(head, f"受理 {self.opinion}", "已受理", "不能受理")
        await self.says(head, f"办结 {self.opinion} 已修好", "已办结。", "不能办结")
        await self.says(self.author, f"评价 {self.opinion} 满意", "评价已记下", "不能评价")

    async def unnamed_until_seen(self) -> None:
        """One without a name, with push, until its handler hears of it. Raises NeverGotThere."""
        await self.step("匿名意见", self._writes_without_a_name, lambda: bool(self.unnamed), within=1)
        await self.step(
            "固定时刻", self._sweep_comes, lambda: any(self.unnamed in one for one in self.head.heard()), SETTLE_SECONDS
        )

    async def verify(self) -> None:
        assert [tuple(map(str, row)) for row in await kept(self.bot, CASES)] == [
            ("0", "已评价", "4"),
            ("1", "办理中", "None"),
        ]
        steps = [(bool(anonymous), str(command)) for anonymous, command in await kept(self.bot, STEPS)]
        assert sorted(steps) == [
            *((False, one) for one in sorted(("提交", "受理", "办结", "评价"))),
            *((True, one) for one in sorted(("提交", "受理"))),
        ]
        assert [tuple(row) for row in await kept(self.bot, NAMED)] == [(1,)]
        assert [tuple(row) for row in await kept(self.bot, SEALED)] == [(0,)]
        assert self.pushes() == (0 if self.failpoint in UNTOLD else 1)

    @property
    def head(self) -> Person:
        """Of the first branch: its 书记, who handles there."""
        return self.hospital.branches[0].people[0]

    @property
    def author(self) -> Person:
        """Of the second branch, and nobody's officer."""
        return self.hospital.branches[1].people[1]

    async def says(self, person: Person, line: str, *answers: str) -> None:
        """Has somebody type a line in private until one of `answers` comes, the second where it is done already."""
        await self.step(
            line,
            self._typing(person, line),
            lambda: any(answer in said for said in self._fresh(person) for answer in answers),
        )

    def named_in(self, person: Person) -> str:
        """`意23` in what somebody was last answered."""
        found = re.search(r"意\d+", " ".join(self._fresh(person)))
        assert found is not None
        return found[0]

    def pushes(self) -> int:
        return sum(PUSH in line for line in self.author.heard())

    def _push_is_over(self) -> bool:
        """Told, or never to be; where the bot dies at it, only when it is up again."""
        if self.failpoint.startswith("outbox.sealed"):
            return bool(self.deaths)
        return self.pushes() == 1

    def _typing(self, person: Person, line: str) -> Callable[[], Awaitable[None]]:
        async def types() -> None:
            self._before[person.id] = len(person.heard())
            await person.private(line)

        return types

    def _fresh(self, person: Person) -> list[str]:
        return person.heard()[self._before.get(person.id, 0) :]

    async def _writes_without_a_name(self) -> None:
        """All of it, unless the code finds that it is filed already."""
        if self._code and await self._asks(f"查询 {self._code}", "意", "没有这个查询码"):
            return
        for line, answer in (
            ("匿名意见 诉求", "查询码"),
            ("夜班没有空调", "记下了"),
            ("提交", "哪个单位"),
            (self.hospital.branches[0].name, "不该看到"),
            ("没有", "推送"),
            ("推送", "已提交"),
        ):
            if not await self._asks(line, answer):
                return

    async def _asks(self, line: str, *answers: str) -> bool:
        """Types one line; whether the first of `answers` came. Keeps the code and the name that are said."""
        await self._typing(self.author, line)()
        await self.hospital.world.wait_for(
            lambda: self.bot.is_dead or any(one in text for text in self._fresh(self.author) for one in answers), 20
        )
        said = " ".join(self._fresh(self.author))
        if answers[0] not in said:
            return False
        if code := re.search(r"\d{4} \d{4} \d{4} \d{4}", said):
            self._code = code[0]
        if answers[0] == "已提交" or line.startswith("查询"):
            self.unnamed = self.named_in(self.author)
        return True

    async def _sweep_comes(self) -> None:
        """As if it were half past eight on a working day."""
        with closing(sqlite3.connect(self.bot.data / "tongxin.db", isolation_level=None, timeout=10)) as database:
            database.execute(REACHED, [LONG_AGO, LONG_AGO])
