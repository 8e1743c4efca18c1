"""What an anonymous author does shows nowhere before the sweep, whatever its handler tries every minute."""

import pytest

from plugins.feedback.models import HandlerRow
from plugins.feedback.service import desk
from plugins.storage import write
from tests.feedback.stage import CHEN, DISCIPLINE, HEAD, NURSE, QIAN, Stage, case
from tests.feedback.test_public import form, published
from tests.support.roster import unit

TRIED = (
    "意见台账",
    "意见 {}",
    "受理 {}",
    "转办 {} 外科党支部",
    "退单 {} 不归我们",
    "不予受理 {} 不归我们",
    "延期意见 {} 0 等",
    "意见统计 2026-11",
    "监督台账",
)


async def tried(stage: Stage, account: str, name: str) -> list[str]:
    """What the bot answers to each; nothing of it changes a case that is not open."""
    return [await stage.says(account, line.format(name)) for line in (*TRIED, form(name))]


@pytest.mark.parametrize("ending", ["办结 {} 已装", "不予受理 {} 不归我们"])
async def test_a_rating_and_a_reopening_change_no_answer(stage: Stage, ending: str):
    code, filed = await stage.files_unnamed("值班室没有空调")
    name = f"意{filed.number}"
    await stage.sweeps()
    await stage.says(CHEN, ending.format(name))
    before = await tried(stage, CHEN, name), await tried(stage, HEAD, name)
    for line in (f"评价 {code} 不满意", f"重开 {code} 还是热"):
        await stage.says(NURSE, line)
        assert (await tried(stage, CHEN, name), await tried(stage, HEAD, name)) == before, line
        assert (await desk.show(CHEN, filed.number)).rating is None
    await stage.sweeps()
    declined = ending.startswith("不予受理")
    assert "还是热" in await stage.says(HEAD if declined else CHEN, f"意见 {name}")
    assert ("还是热" in await stage.says(CHEN, f"意见 {name}")) is not declined


async def test_an_addition_changes_no_answer_and_is_not_lost(stage: Stage):
    code, filed = await stage.files_unnamed("值班室没有空调")
    name = f"意{filed.number}"
    await stage.sweeps()
    await stage.says(CHEN, f"答复 {name} 已报修")
    before = await tried(stage, CHEN, name)
    await stage.says(NURSE, f"追加 {code} 窗户也坏了")
    assert await tried(stage, CHEN, name) == before
    assert "已延期" in await stage.says(CHEN, f"延期意见 {name} 2天等配件")
    assert (await case(filed.number)).state == "办理中"
    await stage.sweeps()
    assert "办理中" in await stage.says(CHEN, f"意见 {name}")


async def test_who_is_concerned_too_does_not_find_out_when_it_was_withdrawn(stage: Stage):
    name, code = await published(stage, unnamed=True)
    await stage.says(NURSE, f"撤件 {code}")
    assert "已计入" in await stage.says(QIAN, f"我也反映 {name}")
    await stage.sweeps()
    assert "没有公示" in await stage.says(QIAN, f"我也反映 {name}")


async def test_whom_the_words_kept_out_sees_nothing_of_it_when_they_are_gone(stage: Stage):
    code, filed = await stage.files_unnamed("有人总迟到", avoid=("陈书记",))
    await stage.sweeps()
    assert "已受理" not in await stage.says(CHEN, f"受理 意{filed.number}")
    before = await tried(stage, CHEN, f"意{filed.number}")
    await stage.says(NURSE, f"撤件 {code}")
    assert await tried(stage, CHEN, f"意{filed.number}") == before
    await stage.sweeps()
    assert f"意{filed.number}(" not in await stage.says(CHEN, f"意见 意{filed.number}")


async def test_an_attempt_to_dismiss_the_last_handler_tells_of_no_case(stage: Stage):
    root = (await unit("院党委")).id
    await write(lambda tx: HandlerRow.exclude(unit_id=root).delete())
    before = await stage.says(DISCIPLINE, "撤经办 院党委 周书记")
    assert "没有撤" in before, "there is no case yet"
    await stage.files_unnamed("食堂太咸", about="院党委")
    assert await stage.says(DISCIPLINE, "撤经办 院党委 周书记") == before
    await stage.files(QIAN, "停车难", about="院党委")
    assert await stage.says(DISCIPLINE, "撤经办 院党委 周书记") == before
    await stage.says(HEAD, "设经办 院党委 郑副书记")
    await stage.says(DISCIPLINE, "设经办 院党委 郑副书记")
    assert "不再是" in await stage.says(DISCIPLINE, "撤经办 院党委 周书记")
    assert "没有撤" in await stage.says(HEAD, "撤经办 院党委 冯纪检"), "监督 would be left to nobody"
