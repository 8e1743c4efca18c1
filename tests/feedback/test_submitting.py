"""What authors type, and what they get: by code, by their own number, and by nothing else."""

import pytest

from plugins.feedback.domain import Kind, State, shown_code
from plugins.feedback.models import CaseRow
from tests.feedback.stage import CHEN, HEAD, NURSE, QIAN, STRANGER, SUN, Stage, case
from tests.support.roster import unit


async def test_the_holder_of_the_code_goes_all_the_way(stage: Stage):
    code, filed = await stage.files_unnamed("值班室没有空调")
    name, shown = f"意{filed.number}", shown_code(code)
    assert "值班室没有空调" in await stage.says(NURSE, f"查询 {shown}")
    assert "补充已收到" in await stage.says(NURSE, f"追加 {code} 窗户也坏了")
    await stage.sweeps()
    assert "窗户也坏了" in await stage.says(CHEN, f"意见 {name}")
    assert "办结" in await stage.says(NURSE, f"评价 {code} 满意"), "not yet: it says when"
    await stage.says(CHEN, f"办结 {name} 已装")
    answer = await stage.says(NURSE, f"查询 {code}")
    assert "已装" in answer
    assert f"评价 {shown} 满意" in answer
    assert f"重开 {shown}" in await stage.says(NURSE, f"评价 {code} 不满意 没装好")
    assert "已重开" in await stage.says(NURSE, f"重开 {code} 没装好")
    assert "最迟 30 天" in await stage.says(NURSE, f"撤件 {code}")
    assert (await case(filed.number)).state is State.WITHDRAWN
    answer = await stage.says(NURSE, f"查询 {code}")
    assert "已撤件" in answer
    assert "空调" not in answer


async def test_the_author_of_a_named_one_needs_no_code(stage: Stage):
    filed = await stage.files(QIAN, "三楼热水器坏了", Kind.SUGGESTION)
    name = f"意{filed.number}"
    assert name in await stage.says(QIAN, "我的意见")
    assert "热水器" in await stage.says(QIAN, f"查询 {filed.number}")
    assert "补充已收到" in await stage.says(QIAN, f"追加 {name} 二楼也坏了")
    assert "二楼也坏了" in await stage.says(CHEN, f"意见 {name}")
    for account in (CHEN, HEAD, SUN, NURSE):
        assert "热水器" not in await stage.says(account, f"查询 {name}")
        assert "没有" in await stage.says(account, f"撤件 {name}")
    assert "私聊您" in await stage.says(QIAN, f"停止推送 {name}")


@pytest.mark.parametrize("word", ["查询", "追加", "评价", "重开", "撤件", "停止推送"])
async def test_without_a_code_it_says_how(stage: Stage, word: str):
    for line in (word, f"{word} 不知道", f"{word} 1234"):
        answer = await stage.says(NURSE, line)
        assert word in answer or "没有" in answer
    assert "查询码" in await stage.says(NURSE, f"{word} 1111 2222 3333 4444")


async def test_a_rating_needs_one_of_five_words(stage: Stage):
    code, _ = await stage.files_unnamed("值班室没有空调")
    assert "基本满意" in await stage.says(NURSE, f"评价 {code} 还行")


async def test_a_named_opinion_is_typed_in_one_line_or_with_headers(stage: Stage):
    answer = await stage.says(QIAN, "意见 诉求 三楼热水器坏了")
    (row,) = await CaseRow.all()
    assert f"意{row.number}" in answer
    assert (row.kind, row.anonymous) == (Kind.APPEAL, False)
    assert row.subject_unit_id == (await unit("院党委")).id, "never inferred from where they belong"
    await stage.says(QIAN, "意见 3 楼电梯坏了\n单位: 外科党支部\n回避: 孙书记")
    row = await CaseRow.exclude(id=row.id).get()
    assert row.kind is Kind.SUGGESTION
    assert "3 楼电梯坏了" in await stage.says(HEAD, f"意见 意{row.number}")
    assert "3 楼电梯坏了" not in await stage.says(SUN, f"意见 意{row.number}")


@pytest.mark.parametrize("line", ["意见 匿名说一句,食堂太贵", "建议 别说是我说的", "意见 举报某人受贿", "意见"])
async def test_what_is_not_taken_under_a_name(stage: Stage, line: str):
    answer = await stage.says(QIAN, line)
    assert await CaseRow.all().count() == 0
    assert "匿名意见" in answer or "12388" in answer or "例如" in answer


async def test_strangers_say_nothing_in_private(stage: Stage):
    await stage.says(STRANGER, "意见 有话说")
    assert await CaseRow.all().count() == 0


async def test_what_is_typed_again_because_no_answer_came_is_filed_once(stage: Stage):
    line = "意见 诉求 三楼热水器坏了\n单位: 内科党支部"
    first = await stage.says(QIAN, line)
    again = await stage.says(QIAN, line)
    row = await CaseRow.get()
    assert f"意{row.number}" in first
    assert f"意{row.number}" in again
    await stage.says(CHEN, f"受理 意{row.number}")
    assert f"意{row.number}" not in await stage.says(QIAN, line)
    await stage.says(NURSE, line)
    assert await CaseRow.all().count() == 3


async def test_a_case_is_opened_again_once_and_the_answers_say_so(stage: Stage):
    code, filed = await stage.files_unnamed("值班室没有空调")
    await stage.sweeps()
    await stage.says(CHEN, f"办结 意{filed.number} 已装")
    assert "评价" in await stage.says(NURSE, f"重开 {code} 没装"), "what has to be done first"
    for offered in (True, False):
        answer = await stage.says(NURSE, f"评价 {code} 不满意")
        assert ("重开 " in answer) is offered
        assert ("重开 " in (await stage.says(NURSE, f"查询 {code}")).splitlines()[-1]) is offered
        await stage.says(NURSE, f"重开 {code} 没装")
        await stage.sweeps()
        await stage.says(CHEN, f"办结 意{filed.number} 真的装了")
