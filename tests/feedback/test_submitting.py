"""What authors type, and what they get: by code, by their own number, and by nothing else."""

import pytest

from plugins.feedback.domain import Kind, State, shown_code
from tests.feedback.stage import CHEN, HEAD, NURSE, QIAN, SUN, Stage, case


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
