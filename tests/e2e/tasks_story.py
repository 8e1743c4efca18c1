"""A task from 任务 to 销号: handed out, reported as done by each branch, passed, closed."""

from dataclasses import dataclass

from .hospital import Branch
from .telling import SETTLE_SECONDS, Telling, kept

TITLE = "上报花名册"
NOT_DONE = "SELECT COUNT(*) FROM tasks_assignment WHERE state <> 'done'"
TASKS = "SELECT id, closed_at IS NOT NULL FROM tasks_task"


@dataclass
class TasksStory(Telling):
    """People retype what got no answer."""

    async def tell(self) -> None:
        await self.bind()
        form = f"任务 全体\n标题: {TITLE}\n截止: 后天18:00\n请核对。"
        await self.step("预览", lambda: self.writes(form), self.previewed)
        await self.step("确认", lambda: self.writes("确认"), self.hears)
        await self.step("送达", self.nothing, lambda: min(self.copies().values()) >= 1, SETTLE_SECONDS)
        for branch in self.hospital.branches:
            await self._reports(branch)
            passing = f"审核 {self.number} {branch.name} 通过"
            await self.step(passing, lambda line=passing: self.writes(line), lambda: self.hears(f"#{self.number}"))
        await self.step("销号", lambda: self.writes(f"销号 {self.number}"), lambda: self.hears(f"#{self.number}"))
        await self.step("确认销号", lambda: self.writes("确认"), lambda: self.hears(f"#{self.number}"))

    async def verify(self) -> None:
        assert set(self.copies().values()) == {1}
        assert [tuple(row) for row in await kept(self.bot, TASKS)] in ([(self.number, 1)], [(self.number, True)])
        assert [tuple(row) for row in await kept(self.bot, NOT_DONE)] == [(0,)]

    def copies(self) -> dict[str, int]:
        """How many copies of the task each group was shown."""
        return self.hospital.lines(f"#{self.number} 〔任务〕{TITLE}\n截止")

    async def _reports(self, branch: Branch) -> None:
        """The branch's head says that it is done, in private, until there is an answer."""
        head = branch.people[0]
        before = len(head.heard())
        await self.step(
            f"完成 {branch.name}",
            lambda: head.private(f"完成 {self.number} 已上报"),
            lambda: any(f"#{self.number} {branch.name}" in line for line in head.heard()[before:]),
        )
