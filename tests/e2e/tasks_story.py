"""A task from 任务 to 销号: handed out, reported as done by each branch, passed, closed; one that is taken back; one that comes again."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from plugins.sandbox.people import Person

from .hospital import Branch
from .telling import SETTLE_SECONDS, Telling, kept

TITLE = "上报花名册"
NOT_DONE = "SELECT COUNT(*) FROM tasks_assignment WHERE state <> 'done'"
RECALLED = "SELECT id, recalled FROM tasks_task WHERE closed_at IS NOT NULL"
LONG_AGO = "2026-01-01 00:00:00+00:00"
TASKS = "SELECT id, closed_at IS NOT NULL FROM tasks_task"


@dataclass
class TaskTelling(Telling):
    """What the stories of tasks have in common."""

    async def handed_out(self, *headers: str) -> None:
        """Every branch has a task, with further headers."""
        await self.bind()
        form = "\n".join((f"任务 全体\n标题: {TITLE}\n截止: 后天18:00", *headers, "请核对。"))
        await self.step("预览", lambda: self.writes(form), self.previewed)
        await self.step("确认", lambda: self.writes("确认"), self.hears)
        await self.step("送达", self.nothing, lambda: min(self.copies().values()) >= 1, SETTLE_SECONDS)

    def heads(self) -> list[Person]:
        """The head of each branch."""
        return [branch.people[0] for branch in self.hospital.branches]

    async def comes_due(self, kind: str) -> None:
        """As if it were later already."""
        with closing(sqlite3.connect(self.bot.data / "tongxin.db", isolation_level=None, timeout=10)) as database:
            database.execute("UPDATE storage_due SET due_at = ?, run_at = ? WHERE kind = ?", [LONG_AGO, LONG_AGO, kind])

    def copies(self) -> dict[str, int]:
        """How many copies of the task each group was shown."""
        return self.hospital.lines(f"#{self.number} 〔任务〕{TITLE}\n截止")


@dataclass
class TasksStory(TaskTelling):
    """People retype what got no answer."""

    async def tell(self) -> None:
        await self.handed_out()
        for branch in self.hospital.branches:
            await self._reports(branch)
        await self.step("待审核", lambda: self.comes_due("tasks.review"), lambda: bool(self._told()))
        for branch in self.hospital.branches:
            passing = f"审核 {self.number} {branch.name} 通过"
            await self.step(passing, lambda line=passing: self.writes(line), lambda: self.hears(f"#{self.number}"))
        await self.step("销号", lambda: self.writes(f"销号 {self.number}"), lambda: self.hears(f"#{self.number}"))
        await self.step("确认销号", lambda: self.writes("确认"), lambda: self.hears(f"#{self.number}"))

    async def verify(self) -> None:
        assert set(self.copies().values()) == {1}
        assert self._told() == 1
        assert [tuple(row) for row in await kept(self.bot, TASKS)] in ([(self.number, 1)], [(self.number, True)])
        assert [tuple(row) for row in await kept(self.bot, NOT_DONE)] == [(0,)]

    def _told(self) -> int:
        """How often the issuer was told what waits for their review."""
        return sum("报完成,待审核" in line for line in self.hospital.secretary.heard())

    async def _reports(self, branch: Branch) -> None:
        """The branch's head says that it is done, in private, until there is an answer."""
        head = branch.people[0]
        before = len(head.heard())
        await self.step(
            f"完成 {branch.name}",
            lambda: head.private(f"完成 {self.number} 已上报"),
            lambda: any(f"#{self.number} {branch.name}" in line for line in head.heard()[before:]),
        )


@dataclass
class TakenBackStory(TaskTelling):
    """The issuer reminds, and then takes the task back."""

    async def tell(self) -> None:
        await self.handed_out()
        await self.step("催办", lambda: self.writes(f"催办 {self.number}"), lambda: self.hears("没有报完成"))
        await self.step("提醒", self.nothing, lambda: all(map(self._reminders, self.heads())), SETTLE_SECONDS)
        await self.step("撤回", lambda: self.writes(f"撤回 {self.number}"), lambda: self.hears("撤回请回"))
        await self.step("撤回确认", lambda: self.writes("确认"), self.hears)
        outcome = f"#{self.number} 已从 {len(self.hospital.branches)} 个群撤回"
        await self.step("撤回结果", self.nothing, lambda: self._was_told(outcome), SETTLE_SECONDS)

    async def verify(self) -> None:
        assert set(self.copies().values()) == {1}
        assert [self._reminders(head) for head in self.heads()] == [1, 1]
        assert await kept(self.bot, RECALLED) in ([(self.number, 1)], [(self.number, True)])
        outcomes = "SELECT COUNT(*) FROM gateway_outbox WHERE kind = 'tasks.recalled'"
        assert await kept(self.bot, outcomes) == [(1,)]

    def _reminders(self, person: Person) -> int:
        return sum(f"提醒:#{self.number}" in line for line in person.heard())

    def _was_told(self, fragment: str) -> bool:
        return any(fragment in line for line in self.hospital.secretary.heard())


@dataclass
class OverdueStory(TaskTelling):
    """Nobody does anything until the deadline."""

    async def tell(self) -> None:
        await self.handed_out()
        await self.step("截止", self._deadline_comes, lambda: bool(self._told()), SETTLE_SECONDS)

    async def verify(self) -> None:
        assert set(self.copies().values()) == {1}
        assert self._told() == 1

    async def _deadline_comes(self) -> None:
        """As if it had been long ago."""
        with closing(sqlite3.connect(self.bot.data / "tongxin.db", isolation_level=None, timeout=10)) as database:
            for table in ("tasks_task", "tasks_assignment"):
                database.execute(f"UPDATE {table} SET deadline = ?", [LONG_AGO])
        await self.comes_due("remind.over")

    def _told(self) -> int:
        """How often the issuer was told which units are overdue."""
        return sum(f"#{self.number} 〔任务〕{TITLE} 已到截止" in line for line in self.hospital.secretary.heard())


@dataclass
class AgainStory(TaskTelling):
    """A week goes by, and the task comes again; then it is stopped."""

    async def tell(self) -> None:
        await self.handed_out("重复: 每周三")
        await self.step("下一周", self._week_passes, lambda: min(self._again().values()) >= 1, SETTLE_SECONDS)
        await self.step("停发", lambda: self.writes(f"停发 {self.number}"), lambda: self.hears("停发请回"))
        await self.step("停发确认", lambda: self.writes("确认"), self.hears)

    async def verify(self) -> None:
        assert set(self.copies().values()) == {1}
        assert set(self._again().values()) == {1}
        assert await kept(self.bot, "SELECT COUNT(*), COUNT(series), MAX(repeat) FROM tasks_task") == [(2, 2, "")]
        assert await kept(self.bot, "SELECT COUNT(*) FROM storage_due WHERE kind = 'tasks.repeat'") == [(0,)]

    async def _week_passes(self) -> None:
        """As if the deadline had been yesterday, and the next task were laid out eight days before its own."""
        yesterday = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d %H:%M:%S+00:00}"
        with closing(sqlite3.connect(self.bot.data / "tongxin.db", isolation_level=None, timeout=10)) as database:
            database.execute("UPDATE tasks_task SET deadline = ? WHERE id = ?", [yesterday, self.number])
            eight_days = f'{{"lead": {8 * 24 * 3600}}}'
            moved = "UPDATE storage_due SET due_at = ?, run_at = ?, payload = ? WHERE kind = 'tasks.repeat'"
            database.execute(moved, [yesterday, yesterday, eight_days])

    def _again(self) -> dict[str, int]:
        """How many copies of the task that came again each group was shown."""
        of_all = self.hospital.lines(f"〔任务〕{TITLE}\n截止")
        return {name: count - self.copies()[name] for name, count in of_all.items()}
