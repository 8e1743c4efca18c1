"""重复: a task lays itself out again, once, with its deadline moved, until it is stopped."""

from datetime import UTC, datetime, timedelta

import pytest

from plugins.gateway.outbox.models import OutboxRow
from plugins.org.models import UnitRow
from plugins.storage import Transaction, clock, due, write
from plugins.storage.models import DueRow
from plugins.tasks.models import AssignmentRow, TaskRow
from plugins.tasks.service.series import coming
from tests.relay.stage import BRANCHES, OFFICE, SECRETARY, Stage, answer, number_in

FORM = "任务 全体\n标题: 11月党费\n截止: 11月25日18:00\n重复: 每月25日\n请各支部收齐"


def at(month: int, day: int, hour: int = 18, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=clock.zone()).astimezone(UTC)


async def issued(stage: Stage, form: str = FORM) -> int:
    number = number_in(await stage.says(SECRETARY, form))
    await stage.says(SECRETARY, "确认")
    return number


async def comes(moment: datetime) -> list[TaskRow]:
    """All tasks once it is that time, the job run twice over as after a death."""
    await due.run_due(moment)
    await due.run_due(moment)
    return await TaskRow.all().order_by("id")


@pytest.mark.parametrize(
    ("rule", "deadline", "now", "lead", "following", "laid_out"),
    [
        ("每月25日", at(11, 25), at(11, 23), 3, at(12, 25), at(12, 22, 9)),
        ("每月31日", at(1, 31), at(1, 20), 5, at(2, 28), at(2, 23, 9)),
        ("每月31日", at(2, 28), at(2, 28), 5, at(3, 31), at(3, 26, 9)),
        ("每周五", at(11, 27), at(11, 20), 30, at(12, 4), at(11, 27)),
        ("每月25日", at(8, 25), at(11, 26), 3, at(12, 25), at(12, 22, 9)),
    ],
    ids=[
        "next month",
        "a shorter month",
        "a longer one again",
        "not before the last is over",
        "what passed is passed over",
    ],
)
def test_what_comes_next(rule, deadline, now, lead, following, laid_out):
    found = coming(rule, deadline, now, timedelta(days=lead))
    assert (found.deadline, found.laid_out_at) == (following, laid_out)


async def test_a_preview_says_what_comes_next_and_what_day_that_is(stage: Stage):
    shown = answer(await stage.says(SECRETARY, FORM.replace("11月25日18:00", "12月31日18:00").replace("25日", "1日")))
    assert "每月1日" in shown
    assert "下一次:" in shown
    assert "每月25日" in answer(await stage.says(SECRETARY, FORM.replace("每月25日", "有空就来")))


async def test_it_comes_again_once_with_its_deadline_and_its_title_moved(stage: Stage):
    first = await issued(stage)
    assert len(await comes(at(12, 22, 8))) == 1
    (_, second) = await comes(at(12, 22, 9))
    assert (second.title, second.deadline, second.series) == ("12月党费", at(12, 25), first)
    assert await AssignmentRow.filter(task_id=second.id).count() == len(BRANCHES)
    assert await OutboxRow.filter(ref=f"tasks:{second.id}", chat=OFFICE.key).count() == 1
    assert (await DueRow.get(kind="tasks.repeat")).due_at == at(1, 22, 9, year=2027)
    assert (await TaskRow.get(id=first)).closed_at is None


async def test_after_months_away_only_what_is_still_to_come_is_laid_out(stage: Stage):
    await issued(stage)
    assert len(await comes(at(3, 1, year=2027))) == 1
    tasks = await comes(at(3, 22, 9, year=2027))
    assert [task.deadline for task in tasks[1:]] == [at(3, 25, year=2027)]


async def test_a_day_of_rest_is_told_to_the_issuer(stage: Stage):
    await issued(stage, FORM.replace("11月25日18:00", "11月30日18:00").replace("每月25日", "每月第1个周六"))
    await comes(at(12, 2, 9))
    (row,) = await OutboxRow.filter(kind="tasks.series")
    assert "12月5日" in row.segments


@pytest.mark.parametrize("word", ["停发", "撤回"])
async def test_it_can_be_stopped(stage: Stage, word: str):
    first = await issued(stage)
    assert "每月25日" in answer(await stage.says(SECRETARY, f"{word} {first}"))
    await stage.says(SECRETARY, "确认")
    assert [task.id for task in await comes(at(12, 22, 9))] == [first]
    assert await DueRow.filter(kind="tasks.repeat").count() == 0


async def test_closing_one_says_that_the_next_comes_all_the_same_and_it_can_be_stopped_then(stage: Stage):
    first = await issued(stage)
    assert f"停发 {first}" in answer(await stage.says(SECRETARY, f"销号 {first}"))
    await stage.says(SECRETARY, "确认")
    assert "每月25日" in answer(await stage.says(SECRETARY, f"停发 {first}"))
    await stage.says(SECRETARY, "确认")
    assert len(await comes(at(12, 22, 9))) == 1


async def test_where_the_units_are_gone_the_issuer_hears_that_it_is_over(stage: Stage):
    first = await issued(stage, FORM.replace("全体", "内科党支部"))

    async def gone(_: Transaction) -> None:
        await UnitRow.filter(name="内科党支部").update(name="内一科党支部")

    await write(gone)
    assert [task.id for task in await comes(at(12, 22, 9))] == [first]
    assert await OutboxRow.filter(kind="tasks.series").count() == 1
    assert await DueRow.filter(kind="tasks.repeat").count() == 0
