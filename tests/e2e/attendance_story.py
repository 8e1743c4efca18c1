"""Sessions from 开会 to 缺席, told so that the bot may die anywhere in it: what was typed without an answer is typed again."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from plugins.sandbox.model import private_chat

from .hospital import BOT
from .telling import SETTLE_SECONDS, Telling, kept

TITLE = "十一月主题党日"
SOON = (1.5, 16)
"""How long, and how often, is asked how it stands after a job came: it may have been asked a moment too early."""
LONG_AGO = "2026-01-01 00:00:00+00:00"
STATES = "SELECT s.state, r.state, COUNT(*) FROM attendance_record r JOIN attendance_session s ON s.id = r.session_id"


@dataclass
class SessionTelling(Telling):
    """What the stories of sessions have in common."""

    async def called(self, *headers: str) -> None:
        """The secretary calls a session for the day after tomorrow; with further headers."""
        form = "\n".join((f"开会 全体\n标题: {TITLE}\n时间: 后天15:00-16:00", *headers))
        await self.step("预览", lambda: self.writes(form), self.previewed)
        await self.step("确认", lambda: self.writes("确认"), self.hears)

    async def announced(self) -> None:
        """Every group knows of it."""
        await self.step("送达", self.nothing, lambda: min(self.shown("召集").values()) >= 1, SETTLE_SECONDS)

    async def comes(self, *what: str) -> None:
        """As if it were time for these jobs."""
        for one in what:
            moved = "UPDATE storage_due SET due_at = ?, run_at = ? WHERE kind = ?"
            self.sql(moved, LONG_AGO, LONG_AGO, f"attendance.{one}")

    async def _settled(self) -> None:
        await self.comes("settle")
        await self.writes(f"出勤 {self.number}")

    def runs(self, since: timedelta, until: timedelta) -> None:
        """As if the session ran from `since` ago until `until` from now. What is due for it stays where it is."""
        now = datetime.now(UTC)
        times = [f"{moment:%Y-%m-%d %H:%M:%S+00:00}" for moment in (now - since, now + until)]
        self.sql("UPDATE attendance_session SET begins = ?, ends = ? WHERE id = ?", *times, self.number)

    def sql(self, statement: str, *params: object) -> None:
        """Changes what is kept, so that times come."""
        with closing(sqlite3.connect(self.bot.data / "tongxin.db", isolation_level=None, timeout=10)) as database:
            database.execute(statement, params)

    def shown(self, what: str) -> dict[str, int]:
        """How many lines about the session, with `what` in them, each group was shown."""
        about = f"#{self.number} 〔会议〕"
        return {
            branch.name: sum(
                line.startswith(about) and what in line for line in self.hospital.world.bot_lines(branch.chat)
            )
            for branch in self.hospital.branches
        }

    def reported(self) -> int:
        """How many lists of silent people the secretary was shown."""
        chat = private_chat(BOT, self.hospital.secretary.id)
        return self.hospital.world.truth.count(chat, sender=BOT, containing="待核的")


@dataclass
class MovedStory(SessionTelling):
    """A session is called, and moved when its groups know of it."""

    async def tell(self) -> None:
        await self.bind()
        await self.called()
        await self.announced()
        move = f"改期 {self.number} 大后天15:00"
        await self.step("改期", lambda: self.writes(move), lambda: self.hears("改期请回"))
        await self.step("确认改期", lambda: self.writes("确认"), self.hears)
        await self.step("改期送达", self.nothing, lambda: min(self.shown("(改期)").values()) >= 1, SETTLE_SECONDS)

    async def verify(self) -> None:
        assert set(self.shown("召集").values()) == {2}  # the second time as 改期
        assert set(self.shown("(改期)").values()) == {1}
        assert [tuple(row) for row in await kept(self.bot, "SELECT revision FROM attendance_session")] == [(1,)]


@dataclass
class SessionStory(SessionTelling):
    """Signing in opens, the groups are reminded, it is ended, who called it gets the list, the silent are absent."""

    async def tell(self) -> None:
        await self.bind()
        await self.called()
        await self.announced()
        number = self.number
        await self.step("开放签到", self._opens, lambda: min(self.shown("开始").values()) >= 1, SETTLE_SECONDS)
        self.sql("UPDATE attendance_session SET begins = ? WHERE id = ?", LONG_AGO, number)
        await self.step("结束", lambda: self.writes(f"结束 {number}"), lambda: self.hears("现在结束"))
        await self.step("确认结束", lambda: self.writes("确认"), self.hears)
        await self.step("名单", lambda: self.comes("report"), self._told, SETTLE_SECONDS)
        await self.step("定下缺席", self._settled, lambda: self.hears("缺席 4"), *SOON)

    async def verify(self) -> None:
        for what in ("召集", "开始", "已结束"):
            assert set(self.shown(what).values()) == {1}, what
        assert self.reported() == 1
        found = await kept(self.bot, f"{STATES} GROUP BY s.state, r.state")
        assert [tuple(row) for row in found] == [("settled", "absent", 4)]

    async def _opens(self) -> None:
        await self.comes("open", "remind")

    def _told(self) -> bool:
        return bool(self.reported()) and min(self.shown("已结束").values()) >= 1


@dataclass
class CancelledStory(SessionTelling):
    """One session is cancelled, another ends by the clock."""

    cancelled: int = 0

    async def tell(self) -> None:
        await self.bind()
        await self.called()
        self.cancelled = self.number
        await self.step("取消", lambda: self.writes(f"取消会议 {self.cancelled}"), lambda: self.hears("取消会议请回"))
        await self.step("确认取消", lambda: self.writes("确认"), self.hears)
        await self.called()
        await self.step("到点结束", self._ends, lambda: self.hears("待核 4"), *SOON)

    async def verify(self) -> None:
        found = await kept(self.bot, f"{STATES} GROUP BY s.state, r.state ORDER BY s.state")
        assert [tuple(row) for row in found] == [("cancelled", "waiting", 4), ("ended", "pending", 4)]
        due = await kept(self.bot, "SELECT kind FROM storage_due WHERE kind = 'attendance.end'")
        assert due == []

    async def _ends(self) -> None:
        times = "UPDATE attendance_session SET begins = ?, ends = ? WHERE id = ?"
        self.sql(times, LONG_AGO, f"{datetime.now(UTC) - timedelta(hours=1):%Y-%m-%d %H:%M:%S+00:00}", self.number)
        await self.comes("end")
        await self.writes(f"出勤 {self.number}")
