"""A case from its filing to its rating, as handler and author see it."""

import pytest

from plugins.feedback.domain import STEPS_TOLD_AT_ONCE, TOLD_AT_ONCE, Command, Kind, Rating, State
from plugins.feedback.models import CaseEventRow, CaseRow
from plugins.feedback.service import submitter
from plugins.feedback.service.errors import NobodyHandles, NotNow, Objected
from tests.feedback.stage import CHEN, HEAD, NURSE, QIAN, SUN, Stage, actor, case, told

ON_BOTH = pytest.mark.parametrize(
    "stage", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@ON_BOTH
async def test_a_named_opinion_is_accepted_answered_closed_and_rated(stage: Stage):
    filed = await stage.files(QIAN, "三楼热水器坏了")
    name = f"意{filed.number}"
    assert filed.desk == "内科党支部"
    assert any(name in line and "热水器" not in line for line in await told(CHEN))

    assert name in await stage.says(CHEN, "意见台账")
    shown = await stage.says(CHEN, f"意见 {name}")
    assert "三楼热水器坏了" in shown
    assert "钱护士" in shown
    assert "已受理" in await stage.says(CHEN, f"受理 {name}")
    await stage.says(CHEN, f"答复 {name} 已报修")
    await stage.says(CHEN, f"办结 {name}")
    assert (await case(filed.number)).state is State.CLOSED
    assert all("已报修" not in line for line in await told(QIAN))

    holder = await submitter.own(await actor(QIAN), filed.number, stage.origin(QIAN))
    view = await submitter.query(holder)
    assert [event.command for event in view.events] == [
        Command.FILE,
        Command.ACCEPT,
        Command.ANSWER,
        Command.CLOSE,
    ]
    assert view.events[2].text == "已报修"
    assert await submitter.rate(holder, Rating.GOOD, "快", stage.now) is State.RATED
    again = await submitter.own(await actor(QIAN), filed.number, stage.origin(QIAN))
    with pytest.raises(NotNow):
        await submitter.rate(again, Rating.BAD, "", stage.now)


@ON_BOTH
async def test_an_anonymous_opinion_is_seen_from_the_sweep_on(stage: Stage):
    code, filed = await stage.files_unnamed("值班室没有空调")
    name = f"意{filed.number}"
    assert "没有等您办" in await stage.says(CHEN, "意见台账")
    assert "没有" in await stage.says(CHEN, f"意见 {name}")
    assert await told(CHEN) == []

    stage.later(hours=1)
    assert (await stage.sweeps()).shown == 1
    assert any(name in line for line in await told(CHEN))
    assert "值班室没有空调" in await stage.says(CHEN, f"意见 {name}")
    await stage.says(CHEN, f"办结 {name} 已装")

    holder = await submitter.by_code(NURSE, code)
    assert (await submitter.query(holder)).events[-1].text == "已装"
    await submitter.rate(holder, Rating.VERY_BAD, "没装", stage.now)
    assert "已办结" in await stage.says(CHEN, f"意见 {name}"), "what the author did waits for the sweep"
    await submitter.reopen(holder, "再看看", stage.now)
    assert (await stage.sweeps()).shown == 1
    shown = await stage.says(CHEN, f"意见 {name}")
    assert "非常不满意" in shown
    assert "再看看" in shown
    await stage.says(CHEN, f"办结 {name} 这次装好了")
    await submitter.rate(holder, Rating.BAD, "", stage.now)
    with pytest.raises(Objected):
        await submitter.reopen(holder, "又坏了", stage.now)


async def test_a_withdrawn_opinion_leaves_nothing_that_was_written(stage: Stage):
    code, filed = await stage.files_unnamed("撤掉我")
    holder = await submitter.by_code(NURSE, code)
    await submitter.withdraw(holder, stage.now)
    row = await case(filed.number)
    assert (row.state, row.wrapped_key, row.header) == (State.WITHDRAWN, None, None)
    assert await CaseEventRow.all().count() == 0
    assert (await submitter.query(holder)).erased


async def test_it_is_passed_on_and_given_back(stage: Stage):
    filed = await stage.files(QIAN, "停车难")
    name = f"意{filed.number}"
    assert "外科党支部" in await stage.says(CHEN, f"转办 {name} 外科党支部 归你们")
    assert "没有" in await stage.says(CHEN, f"意见 {name}")
    assert "停车难" in await stage.says(SUN, f"意见 {name}")
    assert "内科党支部" in await stage.says(SUN, f"退单 {name} 不归我们")
    assert "不归我们" in await stage.says(CHEN, f"意见 {name}")
    holder = await submitter.own(await actor(QIAN), filed.number, stage.origin(QIAN))
    assert "不归我们" not in str((await submitter.query(holder)).events), "what passes between handlers"


async def test_who_is_to_be_kept_out_does_not_see_it(stage: Stage):
    _, filed = await stage.files_unnamed("某人态度差", Kind.SUGGESTION, avoid=("陈主任",))
    await stage.sweeps()
    assert "没有" in await stage.says(CHEN, f"意见 意{filed.number}")
    assert "某人态度差" in await stage.says(HEAD, f"意见 意{filed.number}")


async def test_what_nobody_may_handle_is_not_filed(stage: Stage):
    with pytest.raises(NobodyHandles):
        await stage.files_unnamed("都别看", Kind.SUGGESTION, avoid=("陈书记", "周书记"))
    assert await CaseRow.all().count() == 0


async def test_it_goes_up_when_it_is_overdue(stage: Stage):
    filed = await stage.files(QIAN, "没人管")
    stage.later(days=1)
    assert (await stage.sweeps()).escalated == 0
    stage.later(days=1)
    assert (await stage.sweeps()).escalated == 1
    assert (await stage.sweeps()).escalated == 0
    row = await case(filed.number)
    assert row.overdue
    assert "没人管" in await stage.says(HEAD, f"意见 意{filed.number}")
    assert "没有" in await stage.says(CHEN, f"意见 意{filed.number}")


@pytest.mark.parametrize(
    ("avoid", "desk"),
    [("内科党支部", HEAD), ("内科党支部书记", HEAD), ("内科王主任", CHEN), ("委员", CHEN), ("老陈", HEAD)],
)
async def test_whoever_the_words_may_mean_is_kept_out(stage: Stage, avoid: str, desk: str):
    _, filed = await stage.files_unnamed("排班不公平", Kind.SUGGESTION, avoid=(avoid,))
    await stage.sweeps()
    for account in (CHEN, HEAD, SUN):
        assert ("排班" in await stage.says(account, f"意见 意{filed.number}")) is (account == desk)


async def test_an_extension_is_given_once(stage: Stage):
    filed = await stage.files(QIAN, "等配件")
    name = f"意{filed.number}"
    await stage.says(CHEN, f"受理 {name}")
    assert "12月7日" in await stage.says(CHEN, f"延期意见 {name} 5 等配件")
    author = await stage.says(QIAN, f"查询 {name}")
    assert "延期到12月7日(周一)" in author
    assert any("12月7日" in line for line in await told(QIAN))
    assert "已经延过" in await stage.says(CHEN, f"延期意见 {name} 2 再等")


@ON_BOTH
async def test_whoever_files_and_adds_without_end_costs_the_handler_one_message_a_sweep(stage: Stage):
    filed = [await stage.files(QIAN, f"第 {count} 件") for count in range(TOLD_AT_ONCE + 3)]
    assert len(await told(CHEN)) == TOLD_AT_ONCE
    await stage.files(NURSE, "别人的一件")
    assert len(await told(CHEN)) == TOLD_AT_ONCE + 1
    assert f"意{filed[-1].number}" in await stage.says(CHEN, "意见台账"), "it is there all the same"
    for count in range(STEPS_TOLD_AT_ONCE + 5):
        await stage.says(QIAN, f"追加 意{filed[0].number} 还有 {count}")
    heard = TOLD_AT_ONCE + 1 + STEPS_TOLD_AT_ONCE - 1
    assert len(await told(CHEN)) == heard
    await stage.sweeps()
    *_, last = await told(CHEN)
    assert len(await told(CHEN)) == heard + 1
    assert all(f"意{one.number}" in last for one in (filed[0], *filed[-3:]))
    stage.later(days=1)
    await stage.files(QIAN, "第二天的")
    assert len(await told(CHEN)) == heard + 2
