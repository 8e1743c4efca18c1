"""催办 撤回 停发: one word for directives and tasks; whose number it is decides."""

from datetime import timedelta

import pytest

from plugins.gateway import registry
from plugins.gateway.outbox.models import OutboxRow
from plugins.remind import reach
from plugins.storage import Transaction, due, write
from plugins.storage.models import DueRow
from plugins.tasks.models import TaskRow
from tests.relay.stage import BRANCHES, OFFICE, SECRETARY, Stage, account_of, answer, group_of, number_in

FORM = "任务 全体\n标题: 上报花名册\n截止: 周五18:00\n请各支部核对后上报"
RELAYED = "传达 全体\n标题: 关于学习的通知\n请各支部学习"
HEAD = account_of("内科", 0)


@pytest.fixture(autouse=True)
def everybody_is_a_friend(monkeypatch: pytest.MonkeyPatch) -> None:
    async def known() -> frozenset[str]:
        return frozenset({SECRETARY, *(account_of(name, place) for name in BRANCHES for place in range(19))})

    monkeypatch.setattr(reach, "known", known)


async def issued(stage: Stage, form: str = FORM) -> int:
    number = number_in(await stage.says(SECRETARY, form))
    await stage.says(SECRETARY, "确认")
    return number


async def outbox_is(which: dict[str, str], **values: str) -> None:
    """As if the outbox had come so far."""

    async def work(_: Transaction) -> None:
        await OutboxRow.filter(**which).update(**values)

    await write(work)


async def test_the_number_says_whose_it_is(stage: Stage):
    task, directive = await issued(stage), await issued(stage, RELAYED)
    assert "〔任务〕" in answer(await stage.says(SECRETARY, f"停发 {task}"))
    assert "〔传达〕" in answer(await stage.says(SECRETARY, f"停发 {directive}"))
    assert "〔任务〕" in answer(await stage.says(SECRETARY, f"撤回 {task}"))
    assert str(len(BRANCHES)) in answer(await stage.says(SECRETARY, f"催办 {task}"))


async def test_what_no_word_is_for_is_told_from_what_there_is_not(stage: Stage):
    session = number_in(await stage.says(SECRETARY, "开会 全体\n标题: 党课\n时间: 周五15:00-16:00"))
    await stage.says(SECRETARY, "确认")
    said = answer(await stage.says(SECRETARY, f"催办 {session}"))
    assert "会议" in said
    assert f"出勤 {session}" in said
    assert "会议" not in answer(await stage.says(SECRETARY, "催办 999"))


async def test_without_a_number_the_newest_open_one_of_the_chat_is_meant_else_it_is_asked(stage: Stage):
    assert "#" not in answer(await stage.says(SECRETARY, "撤回"))
    directive, task = await issued(stage, RELAYED), await issued(stage)
    listed = answer(await stage.says(SECRETARY, "撤回"))
    assert f"#{task}" in listed
    assert f"#{directive}" in listed
    await outbox_is({"chat": OFFICE.key}, state="sent")
    assert f"#{task} 〔任务〕" in answer(await stage.says(SECRETARY, "撤回", OFFICE))
    await stage.says(SECRETARY, "确认", OFFICE)
    assert not await TaskRow.filter(id=task, closed_at__isnull=True).exists()
    assert f"#{task}" not in answer(await stage.says(SECRETARY, "撤回", OFFICE))


async def test_a_task_that_is_taken_back_is_over_and_its_end_is_told(stage: Stage):
    task = await issued(stage)
    await outbox_is({"chat": group_of("内科").key, "ref": f"tasks:{task}"}, state="sent", message_id="7")
    assert f"#{task}" in answer(await stage.says(SECRETARY, f"撤回 {task}"))
    await stage.says(SECRETARY, "确认")
    rows = OutboxRow.filter(ref=f"tasks:{task}")
    assert await rows.filter(state="queued").count() == 0
    assert await rows.filter(recall="wanted").count() == 1
    assert "已撤回" in answer(await stage.says(SECRETARY, f"任务 {task}"))
    await stage.says(HEAD, f"签收 {task}")
    await outbox_is({"recall": "wanted"}, recall="done")
    looked = (await DueRow.get(kind="tasks.recalled")).due_at
    await due.run_due(looked)
    assert await OutboxRow.filter(ref=f"tasks:{task}:recalled").count() == 1
    assert await DueRow.filter(kind="tasks.recalled").count() == 0


async def test_what_is_stopped_does_not_go_and_the_task_goes_on(stage: Stage):
    task = await issued(stage)
    await stage.says(SECRETARY, f"停发 {task}")
    await stage.says(SECRETARY, "确认")
    assert await OutboxRow.filter(ref=f"tasks:{task}", state="queued").count() == 0
    assert "没有可停的" in answer(await stage.says(SECRETARY, f"停发 {task}"))
    assert f"#{task}" in answer(await stage.says(HEAD, f"签收 {task}"))


@pytest.mark.parametrize("word", ["催办", "撤回", "停发"])
async def test_only_the_issuer_may(stage: Stage, word: str):
    task = await issued(stage)
    await stage.says(HEAD, f"{word} {task}")
    await stage.says(HEAD, "确认")
    assert await TaskRow.filter(id=task, closed_at__isnull=True).exists()
    assert await OutboxRow.filter(ref=f"tasks:{task}", state="queued").count() == len(BRANCHES) + 1


async def test_an_extended_unit_is_reminded_once_and_who_is_done_is_not(stage: Stage):
    task = await issued(stage)
    await stage.says(SECRETARY, f"延期 {task} 外科党支部 下周三18:00")
    await stage.says(HEAD, f"完成 {task} 好了")
    stage.now += timedelta(minutes=1)
    assert f"{len(BRANCHES) - 1} 个单位" in answer(await stage.says(SECRETARY, f"催办 {task}"))


def test_a_shared_word_stands_once_in_the_menu():
    for word in ("催办", "撤回", "停发"):
        assert [one.word for one in registry.commands()].count(word) == 1


async def test_a_number_behind_the_word_of_another_kind_says_what_it_is(stage: Stage):
    task, directive = await issued(stage), await issued(stage, RELAYED)
    incident = number_in(await stage.says(HEAD, "突发 三楼停电"))
    for words, word in ((f"任务 {directive}", "传达情况"), (f"签收 {incident}", "突发"), (f"接手 {task}", "任务")):
        assert f"{word} {words.split()[1]}" in answer(await stage.says(HEAD, words))
    assert "没有 #999" in answer(await stage.says(HEAD, "任务 999"))
