"""A task as people live through it: handed out, taken note of, reported, reviewed, closed."""

import json
from datetime import UTC, datetime, timedelta

import time_machine

from plugins.gateway import chats
from plugins.gateway.directory import directory
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.segments import from_json, plain_text
from plugins.org import contribute
from plugins.org.models import PersonRow, PostRow, UnitRow
from plugins.remind.models import MatterRow
from plugins.storage import Transaction, due, retention, write
from plugins.storage.models import AuditEntry, DueRow
from plugins.tasks.domain import State
from plugins.tasks.models import AssignmentRow, EventRow, TaskRow
from tests.relay.stage import (
    BRANCHES,
    OFFICE,
    ON_BOTH,
    SECRETARY,
    Stage,
    account_of,
    answer,
    branch,
    group_of,
    number_in,
)

FORM = "任务 全体\n标题: 上报花名册\n截止: 周五18:00\n请各支部核对后上报"
HEAD = account_of("内科", 0)
NURSE = account_of("内科", 3)


async def issued(stage: Stage, form: str = FORM) -> int:
    number = number_in(await stage.says(SECRETARY, form))
    assert f"#{number} 已布置" in answer(await stage.says(SECRETARY, "确认"))
    return number


async def state_of(number: int, name: str = "内科") -> State:
    return (await AssignmentRow.get(task_id=number, unit_name=branch(name))).state


async def said_in(chat: chats.Chat, ref: str) -> list[str]:
    rows = await OutboxRow.filter(ref=ref, chat=chat.key).order_by("id")
    return [plain_text(from_json(json.loads(row.segments))) for row in rows]


@ON_BOTH
async def test_a_task_goes_to_each_branch_and_comes_back_done(stage: Stage):
    number = await issued(stage)
    assert await AssignmentRow.filter(task_id=number).count() == len(BRANCHES)
    (text,) = await said_in(group_of("内科"), f"tasks:{number}")
    assert text.startswith(f"#{number} ")
    assert "上报花名册" in text
    assert len(await said_in(OFFICE, f"tasks:{number}")) == 1

    assert f"#{number} {branch('内科')}" in answer(await stage.says(HEAD, f"签收 {number}"))
    assert await state_of(number) is State.ACCEPTED
    await stage.says(HEAD, f"进度 {number} 已核对一半")
    assert await state_of(number) is State.WORKING
    await stage.says(HEAD, f"完成 {number} 全部上报")
    assert await state_of(number) is State.SUBMITTED

    await stage.says(SECRETARY, f"审核 {number} 内科党支部 退回 缺两人")
    assert await state_of(number) is State.RETURNED
    assert "缺两人" in (await said_in(group_of("内科"), f"tasks:{number}:notes"))[-1]
    await stage.says(HEAD, f"完成 {number} 补齐了")
    assert "已完成 1/12" in answer(await stage.says(SECRETARY, f"审核 {number} 内科党支部 通过"))
    assert await state_of(number) is State.DONE
    acts = [row.act.value for row in await EventRow.all().order_by("id")]
    assert acts == ["accept", "report", "submit", "return", "submit", "pass"]

    assert "不用再审核通过" in answer(await stage.says(SECRETARY, f"审核 {number} 内科党支部 通过"))
    told = answer(await stage.says(SECRETARY, f"任务 {number} 内科党支部"))
    assert [told.index(words) for words in ("签收", "已核对一半", "缺两人", "补齐了")] == sorted(
        told.index(words) for words in ("签收", "已核对一半", "缺两人", "补齐了")
    )


async def test_the_same_words_twice_change_nothing(stage: Stage):
    number = await issued(stage)
    await stage.says(HEAD, f"签收 {number}")
    again = answer(await stage.says(HEAD, f"签收 {number}"))
    assert branch("内科") in again
    assert await EventRow.all().count() == 1


async def test_a_preview_hands_nothing_out_and_a_second_confirmation_neither(stage: Stage):
    number_in(await stage.says(SECRETARY, FORM))
    assert await TaskRow.all().count() == 0
    await stage.says(SECRETARY, "确认")
    await stage.says(SECRETARY, "确认")
    assert await TaskRow.all().count() == 1


async def test_units_may_be_named_or_left_out(stage: Stage):
    number = await issued(stage, "任务 全体 除 外科党支部\n截止: 周五18:00\n核对名册")
    units = {row.unit_name for row in await AssignmentRow.filter(task_id=number)}
    assert units == {branch(name) for name in BRANCHES} - {branch("外科")}
    other = await issued(stage, "任务 内科党支部、外科党支部 周五18:00前\n核对名册")
    assert await AssignmentRow.filter(task_id=other).count() == 2


async def test_what_is_missing_is_asked_for_and_nothing_is_done(stage: Stage):
    assert "截止" in answer(await stage.says(SECRETARY, "任务 全体\n核对名册"))
    assert "任务 全体" in answer(await stage.says(SECRETARY, "任务 全体 周五18:00前"))
    assert await TaskRow.all().count() == 0


async def test_only_who_it_concerns_may(stage: Stage):
    number = await issued(stage)
    for who, line in (
        (NURSE, f"签收 {number}"),
        (account_of("外科", 0), f"延期 {number} 内科党支部 下周三18:00"),
        (SECRETARY, f"签收 {number} 内科党支部"),
    ):
        await stage.says(who, line)
    assert await EventRow.all().count() == 0
    assert "任务" in answer(await stage.says(NURSE, f"任务 {number}"))


async def test_an_extension_counts_for_one_unit_and_only_later(stage: Stage):
    number = await issued(stage)
    before = (await TaskRow.get(id=number)).deadline
    await stage.says(SECRETARY, f"延期 {number} 内科党支部 周四18:00")
    assert (await AssignmentRow.get(task_id=number, unit_name=branch("内科"))).deadline == before
    await stage.says(SECRETARY, f"延期 {number} 内科党支部 下周三18:00")
    deadlines = {row.unit_name: row.deadline for row in await AssignmentRow.filter(task_id=number)}
    assert deadlines.pop(branch("内科")) > before
    assert set(deadlines.values()) == {before}


async def test_closing_ends_it(stage: Stage):
    number = await issued(stage)
    assert branch("内科") in answer(await stage.says(SECRETARY, f"销号 {number}"))
    assert f"#{number} 已销号" in answer(await stage.says(SECRETARY, "确认"))
    await stage.says(HEAD, f"完成 {number} 晚了")
    assert await EventRow.all().count() == 0
    assert f"#{number}" in answer(await stage.says(SECRETARY, f"销号 {number}"))


async def test_reports_are_told_to_the_issuer_in_one_line(stage: Stage):
    number = await issued(stage)
    for name in ("内科", "外科"):
        await stage.says(account_of(name, 0), f"完成 {number} 好了")
    row = await DueRow.get(kind="tasks.review")
    await due.run_due(row.due_at)
    (line,) = await said_in(OFFICE, f"tasks:{number}:notes")
    assert branch("内科") in line
    assert branch("外科") in line


async def test_at_the_deadline_the_issuer_hears_who_is_late(stage: Stage):
    number = await issued(stage)
    await stage.says(HEAD, f"完成 {number} 好了")
    deadline = (await TaskRow.get(id=number)).deadline
    with time_machine.travel(deadline + timedelta(minutes=1), tick=False):
        await due.run_due(deadline + timedelta(minutes=1))
    (line,) = [said for said in await said_in(OFFICE, f"tasks:{number}:notes") if branch("外科") in said]
    assert branch("内科") not in line


async def test_it_waits_for_the_heads_and_then_for_the_issuer(stage: Stage):
    number = await issued(stage)
    (mine,) = await contribute.waiting_for(await directory().actor(HEAD))
    assert (mine.number, mine.words) == (number, f"签收 {number}")
    await stage.says(HEAD, f"完成 {number} 好了")
    assert await contribute.waiting_for(await directory().actor(HEAD)) == []
    assert [one.words for one in await contribute.waiting_for(await directory().actor(SECRETARY))] == [f"任务 {number}"]


async def test_in_a_branch_group_only_counts_are_shown(stage: Stage):
    number = await issued(stage)
    await stage.says(HEAD, f"进度 {number} 名单里有张三")
    shown = answer(await stage.says(HEAD, f"任务 {number}", group_of("内科")))
    assert "张三" not in shown
    assert "进行中 1" in shown


async def test_mine_is_told_in_private(stage: Stage):
    number = await issued(stage)
    assert f"#{number}" in answer(await stage.says(HEAD, "任务"))
    assert f"#{number}" in answer(await stage.says(SECRETARY, "任务"))
    assert f"#{number}" not in answer(await stage.says(NURSE, "任务"))


@ON_BOTH
async def test_personal_data_the_month_and_the_end_of_keeping(stage: Stage):
    number = await issued(stage)
    await stage.says(HEAD, f"签收 {number}")
    head = (await directory().actor(HEAD)).person_id
    assert head is not None
    parts = await contribute.personal_data_of(head)
    assert any(f"#{number}" in line for part in parts for line in part.lines)
    root = (await directory().actor(SECRETARY)).officer_units()[0]
    sheets = await contribute.ledger_of(root, datetime(2026, 11, 1, tzinfo=UTC).date())
    assert any(
        row[0] == number and row[3:] == (12, 0) for sheet in sheets if sheet.name == "任务" for row in sheet.rows
    )

    async def erase(tx: Transaction) -> None:
        await contribute.erase(tx, head)

    await write(erase)
    assert (await EventRow.all().first()).person_id is None  # type: ignore[union-attr]  # there is one
    await stage.says(SECRETARY, f"销号 {number}")
    await stage.says(SECRETARY, "确认")
    await retention.run(stage.now + timedelta(days=366 * 4))
    assert await TaskRow.all().count() == 0


async def test_without_its_number_a_task_is_found_and_everything_that_is_kept_has_it(stage: Stage):
    number = await issued(stage)
    await stage.says(HEAD, "签收")
    await stage.says(SECRETARY, "延期 内科党支部 12月9日18:00")
    subjects = {row.subject for row in await AuditEntry.filter(action__in=["tasks.accept", "tasks.extend"])}
    assert subjects == {f"task:{number}"}
    planned = await MatterRow.filter(ref__startswith=f"{number}:")
    assert [row.number for row in planned] == [number]


async def test_what_stands_in_the_way_is_said_with_what_to_type(stage: Stage):
    number = await issued(stage, FORM.replace("全体", "内科党支部", 1))
    early = answer(await stage.says(SECRETARY, f"延期 {number} 内科党支部 明天18:00"))
    example = early.partition("例如:")[2]
    assert f"延期 {number} 内科党支部" in example
    assert "已延期到" in answer(await stage.says(SECRETARY, example))
    await stage.says(HEAD, f"完成 {number} 好了")
    done = answer(await stage.says(SECRETARY, f"审核 {number} 内科党支部通过"))
    assert await state_of(number) is State.DONE
    assert f"销号 {number}" in done
    for words in ("不通过", "内科党支部不通过"):
        assert "已完成 1/1" not in answer(await stage.says(SECRETARY, f"审核 {number} {words}"))
    missed = answer(await stage.says(SECRETARY, "任务 全体\n截止日: 周五18:00\n请核对"))
    assert "“截止日:”不认识" in missed


async def test_who_leads_several_units_reads_which_one_each_word_is_for(stage: Stage):
    await two_posts(HEAD, branch("外科"))
    number = await issued(stage)
    await stage.says(HEAD, f"签收 {number} {branch('外科')}")
    waiting = {one.words for one in await contribute.waiting_for(await directory().actor(HEAD))}
    assert waiting == {f"签收 {number} {branch('内科')}", f"完成 {number} {branch('外科')} 说明"}
    assert branch("外科") in answer(await stage.says(HEAD, f"完成 {number} {branch('外科')} 好了"))
    assert await state_of(number, "外科") is State.SUBMITTED
    (review,) = await contribute.waiting_for(await directory().actor(SECRETARY))
    assert "1 个单位待审核" in review.note


async def two_posts(account: str, unit: str) -> None:
    """Somebody is 书记 of a second unit too."""

    async def work(_: Transaction) -> None:
        person, second = await PersonRow.get(account=account), await UnitRow.get(name=unit)
        first = await PostRow.get(person_id=person.id)
        await PostRow.create(
            person_id=person.id, unit_id=second.id, membership=first.membership, title=first.title, officer=True
        )

    await write(work)
