"""What becomes of a directive that is out: corrected, answered for, moved, recalled; and a doubt that an officer decides."""

import sqlite3
from contextlib import closing

from .hospital import BOT
from .story import Story
from .telling import SETTLE_SECONDS, kept

LATER = "关于下周学习的通知"
NOTE = "地点改到四楼"


class Changing(Story):
    """Every change is confirmed once and done once, wherever the bot dies."""

    absent = ("钱老师",)
    _later: int = 0

    async def tell(self) -> None:
        await self.relay()
        await self._correct()
        await self._answer_for()
        await self._send_later()
        await self._recall()

    async def verify(self) -> None:
        assert set(self.copies().values()) == {1}
        assert set(self.hospital.lines(f"#{self.number} 〔更正1〕").values()) == {1}
        assert set(self.hospital.lines("〔更正2〕").values()) == {0}
        assert set(self.hospital.lines(f"#{self._later} 〔传达〕{LATER}").values()) == {1}
        told = "SELECT p.name, r.told_how FROM relay_receipt r JOIN org_person p ON p.id = r.person_id WHERE r.told_by <> ''"
        assert await kept(self.bot, told) == [(self.absent[0], "电话")]
        states = await kept(self.bot, "SELECT id, state, corrected, read_count FROM relay_directive ORDER BY id")
        assert states == [(self.number, "open", 1, 1), (self._later, "recalled", 0, 0)]
        world = self.hospital.world
        assert all(
            message.recalled == (LATER in str(message.segments))
            for branch in self.hospital.branches
            for message in world.history(branch.chat)
            if message.sender == BOT and "〔传达〕" in str(message.segments)
        )

    async def _correct(self) -> None:
        await self.step("更正", lambda: self.writes(f"更正 {self.number} {NOTE}\n回执: 否"), self._shown)
        await self.step("更正确认", lambda: self.writes("确认"), self.hears)
        await self.step("更正送达", self.nothing, lambda: self._everywhere(f"#{self.number} 〔更正1〕"), SETTLE_SECONDS)

    async def _answer_for(self) -> None:
        (name,) = self.absent
        await self.step("代阅", lambda: self.writes(f"代阅 {self.number} {name} 电话"), self._shown)
        await self.step("代阅确认", lambda: self.writes("确认"), self.hears)

    async def _send_later(self) -> None:
        first = self.number
        form = f"传达 全体\n标题: {LATER}\n定时: 明天8:00\n回执: 否\n请看。"
        await self.step("定时", lambda: self.writes(form), self.previewed)
        await self.step("定时确认", lambda: self.writes("确认"), self.hears)
        self._later, self.number = self.number, first
        await self.step(
            "改时间", lambda: self.writes(f"定时 {self._later} 现在"), lambda: self.hears(f"#{self._later}")
        )
        await self.step("改时间确认", lambda: self.writes("确认"), self.hears)
        line = f"#{self._later} 〔传达〕{LATER}"
        await self.step("到时送达", self.nothing, lambda: self._everywhere(line), SETTLE_SECONDS)

    async def _recall(self) -> None:
        await self.step("撤回", lambda: self.writes(f"撤回 {self._later}"), lambda: self.hears(f"#{self._later}"))
        await self.step("撤回确认", lambda: self.writes("确认"), self.hears)
        outcome = f"已从 {len(self.hospital.branches)} 个群撤回"
        await self.step("撤回结果", self.nothing, lambda: self._was_told(outcome), SETTLE_SECONDS)

    def _shown(self) -> bool:
        return self.hears(f"#{self.number} ")

    def _everywhere(self, line: str) -> bool:
        return all(copies >= 1 for copies in self.hospital.lines(line).values())

    def _was_told(self, fragment: str) -> bool:
        return any(fragment in line for line in self.hospital.secretary.heard())


class Doubting(Story):
    """One group is in doubt for good (as if its history could not be had); the officer has it sent again, once."""

    async def tell(self) -> None:
        await self.relay()
        await self.quiet()
        await self.bot.kill()
        self._doubt()
        await self.bot.start(TONGXIN_FAILPOINT=self.failpoint)
        await self.endpoint.connected()
        await self.step("重发", lambda: self.writes(f"重发 {self.number}"), lambda: self.hears(f"#{self.number} "))
        await self.step("重发确认", lambda: self.writes("确认"), self.hears)
        await self.step("重发送达", self.nothing, lambda: max(self.copies().values()) >= 2, SETTLE_SECONDS)
        await self.quiet()

    async def verify(self) -> None:
        assert sorted(self.copies().values()) == [1, 2]

    def _doubt(self) -> None:
        with closing(sqlite3.connect(self.bot.data / "tongxin.db", isolation_level=None)) as database:
            chat = f"qq:group:{self.hospital.branches[0].group}"
            changed = database.execute(
                "UPDATE gateway_outbox SET state = 'needs_human', due_at = NULL, message_id = NULL, sent_at = NULL "
                "WHERE ref = ? AND chat = ?",
                [f"relay:{self.number}", chat],
            )
            assert changed.rowcount == 1
