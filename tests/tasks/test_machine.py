"""Whatever people type in whatever order, also once a task comes again: what is kept is what the table of states says."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from plugins.remind import reach
from plugins.remind.models import MatterRow
from plugins.storage import clock, due
from plugins.storage.models import DueRow
from plugins.tasks.domain import Act, Refusal, Role, State, step
from plugins.tasks.models import AssignmentRow, EventRow, TaskRow
from tests.relay.stage import SECRETARY, Stage, account_of, number_in
from tests.support.machine import Machine

FORM = "任务 内科党支部、外科党支部\n标题: 收党费\n截止: 11月25日18:00\n重复: 每周三\n请收齐"
UNITS = {"内科党支部": account_of("内科", 0), "外科党支部": account_of("外科", 0)}
NURSE = account_of("内科", 3)
LINES = {
    Act.ACCEPT: "签收 {number} {unit}",
    Act.REPORT: "进度 {number} {unit} 一半",
    Act.SUBMIT: "完成 {number} {unit} 好了",
    Act.PASS: "审核 {number} {unit} 通过",
    Act.RETURN: "审核 {number} {unit} 退回 缺两人",
    Act.EXTEND: "延期 {number} {unit} {month}月{day}日18:00",
}
EVERYBODY = st.sampled_from([SECRETARY, *UNITS.values(), NURSE])
ENDS = {"销号": False, "撤回": True}
"""The words that end a task, and whether its series ends with it."""


@dataclass
class Kept:
    """What should be kept of one task."""

    states: dict[str, State] = field(default_factory=lambda: dict.fromkeys(UNITS, State.ASSIGNED))
    closed: bool = False
    recalled: bool = False
    acts: int = 0


class Tasks(Machine):
    """The hospital of the stage, freshly copied for every run, and what should be kept of its tasks."""

    patch: ClassVar[pytest.MonkeyPatch]

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage()
        self.patch.setattr(clock, "now", lambda: self.stage.now)
        self.begin()
        first = number_in(self.run(self.stage.says(SECRETARY, FORM)))
        self.run(self.stage.says(SECRETARY, "确认"))
        self.tasks = {first: Kept()}
        self.repeats = True

    @rule(data=st.data(), who=EVERYBODY, act=st.sampled_from(Act), unit=st.sampled_from(sorted(UNITS)))
    def somebody_acts(self, data: st.DataObject, who: str, act: Act, unit: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.tasks)))
        self.stage.later(minutes=1)
        later = clock.local(self.stage.now + timedelta(days=20))
        line = LINES[act].format(number=number, unit=unit, month=later.month, day=later.day)
        self.run(self.stage.says(who, line))
        own = [name for name, head in UNITS.items() if head == who]
        if act in (Act.REPORT, Act.SUBMIT) and own:  # what its officer says is about the unit, whatever is named in it
            (unit,) = own
        roles = {role for role, ours in ((Role.ISSUER, who == SECRETARY), (Role.UNIT, who == UNITS[unit])) if ours}
        task = self.tasks[number]
        after = step(task.states[unit], act, frozenset(roles), closed=task.closed)
        if not isinstance(after, Refusal) and act is not Act.EXTEND:
            task.states[unit] = after
            task.acts += 1

    @rule(data=st.data(), who=EVERYBODY, word=st.sampled_from([*ENDS, "停发", "催办"]))
    def somebody_ends_it(self, data: st.DataObject, who: str, word: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.tasks)))
        self.stage.later(minutes=1)
        self.run(self.stage.says(who, f"{word} {number}"))
        self.run(self.stage.says(who, "确认"))
        task = self.tasks[number]
        if who != SECRETARY:
            return
        if word == "停发":
            self.repeats = False
        if word in ENDS and not task.closed:
            task.closed, task.recalled = True, ENDS[word]
            self.repeats = self.repeats and not ENDS[word]

    @precondition(lambda self: len(self.tasks) < 4)
    @rule()
    def a_week_passes(self) -> None:
        row = self.run(_next())
        assert (row is not None) == self.repeats
        if row is not None:
            self.stage.now = max(self.stage.now, row.due_at)
            self.run(due.run_due(self.stage.now))
            self.run(due.run_due(self.stage.now))
            (new,) = {task.id for task in self.run(_tasks())} - set(self.tasks)
            self.tasks[new] = Kept()

    @invariant()
    def what_is_kept_is_what_the_table_says(self) -> None:
        rows = self.run(_tasks())
        assert {row.id for row in rows} == set(self.tasks)
        for row in rows:
            task = self.tasks[row.id]
            assert (row.closed_at is not None, row.recalled) == (task.closed, task.recalled)
            assert self.run(_states(row.id)) == task.states
            assert self.run(_acts(row.id)) == task.acts
            assert bool(row.repeat) == self.repeats

    @invariant()
    def nobody_is_reminded_of_what_is_over(self) -> None:
        for number, task in self.tasks.items():
            if task.closed:
                assert self.run(_reminded(number)) == 0


async def _next() -> DueRow | None:
    return await DueRow.get_or_none(kind="tasks.repeat")


async def _tasks() -> list[TaskRow]:
    return await TaskRow.all()


async def _states(number: int) -> dict[str, State]:
    return {row.unit_name: row.state for row in await AssignmentRow.filter(task_id=number)}


async def _acts(number: int) -> int:
    return await EventRow.filter(assignment__task_id=number).exclude(act=Act.EXTEND).count()


async def _reminded(number: int) -> int:
    return await MatterRow.filter(kind="tasks", number=number, next_at__isnull=False).count()


async def _nobody() -> frozenset[str]:
    return frozenset()


def test_whatever_people_type(
    hospital_file: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reach, "known", _nobody)
    Tasks.hospital, Tasks.patch = hospital_file, monkeypatch
    Tasks.folders = lambda _: tmp_path_factory.mktemp("task")
    run_state_machine_as_test(
        Tasks, settings=settings(max_examples=4, stateful_step_count=15, deadline=None, phases=[Phase.generate])
    )
