"""公示 in the handler's own words, 我也反映 once a person, 常用答复; and what is left when the case is gone."""

from datetime import timedelta

import pytest

from plugins import storage
from plugins.feedback.domain import Command, is_copy, read_publication, traces
from plugins.feedback.models import CaseEventRow, PublicRow, TemplateRow, VoterRow
from plugins.feedback.service import erasing, personal, submitter
from plugins.gateway import chats
from plugins.gateway.directory import GroupKind
from plugins.gateway.models import PreviewRow
from plugins.gateway.outbox import bodies
from plugins.gateway.outbox.domain import State
from plugins.gateway.outbox.models import BodyRow, OutboxRow
from plugins.gateway.segments import plain_text
from plugins.org import erasing as org_erasing
from tests.feedback.stage import CHEN, HEAD, NURSE, QIAN, STRANGER, SUN, WANG, Stage, actor, case, told
from tests.feedback.test_life import ON_BOTH
from tests.support.roster import given_group

ORIGINAL = "三楼东头值班室的热水器坏了半个月没人修"
BRANCH, PUBLIC, SURGERY = 30001, 30002, 30003


def form(name: str, question: str = "热水什么时候恢复?", answer: str = "已换新,12月起供应") -> str:
    return f"公示 {name} 全体\n问: {question}\n答: {answer}"


async def an_answered_case(stage: Stage, *, unnamed: bool = False) -> tuple[str, str]:
    """Its name, and the code of an anonymous one."""
    await given_group(BRANCH, "内科党支部")
    await given_group(PUBLIC, "内科党支部", GroupKind.PUBLIC)
    await given_group(SURGERY, "外科党支部")
    code = ""
    if unnamed:
        code, filed = await stage.files_unnamed(ORIGINAL)
        await stage.sweeps()
    else:
        filed = await stage.files(QIAN, ORIGINAL)
    await stage.says(CHEN, f"答复 意{filed.number} 已报修")
    return f"意{filed.number}", code


async def sent(group: int) -> list[str]:
    rows = await OutboxRow.filter(chat=chats.group(group).key).order_by("id")
    return [plain_text(await bodies.segments_of(row)) for row in rows]


async def published(stage: Stage, *, unnamed: bool = False) -> tuple[str, str]:
    name, code = await an_answered_case(stage, unnamed=unnamed)
    await stage.says(CHEN, form(name))
    assert "已公示" in await stage.says(CHEN, "确认")
    return name, code


@ON_BOTH
async def test_it_goes_to_the_groups_of_the_scope_once_it_is_confirmed(stage: Stage):
    name, _ = await an_answered_case(stage)
    preview = await stage.says(CHEN, form(name))
    assert "2 个群" in preview
    assert await sent(BRANCH) == []
    assert name in await stage.says(CHEN, "确认")
    for group in (BRANCH, PUBLIC):
        (said,) = await sent(group)
        assert "已换新" in said
        assert f"我也反映 {name}" in said
        assert "热水器坏了" not in said
        assert "钱护士" not in said
    assert await sent(SURGERY) == [], "the scope lies within the unit that handles it"
    assert any(name in line for line in await told(QIAN))
    assert "已经公示" in await stage.says(CHEN, form(name))
    assert "公示" in await stage.says(QIAN, f"查询 {name}")


async def test_nothing_of_it_lies_open_in_case_or_preview(stage: Stage):
    name, _ = await an_answered_case(stage)
    await stage.says(CHEN, form(name))
    assert "已换新" not in (await PreviewRow.get(word="公示")).payload
    await stage.says(CHEN, "确认")
    event = await CaseEventRow.get(command=Command.PUBLISH)
    assert "已换新".encode() not in event.content


@pytest.mark.parametrize(
    ("question", "warned"),
    [
        ("值班室的热水器什么时候修", "值班室的热水器"),
        ("钱护士问热水", "钱护士"),
        ("找 138 1234 5678 问热水", "138 1234 5678"),
    ],
)
async def test_what_may_lead_back_is_warned_of_and_needs_a_word_more(stage: Stage, question: str, warned: str):
    name, _ = await an_answered_case(stage)
    assert warned in await stage.says(CHEN, form(name, question))
    assert "已核对" in await stage.says(CHEN, "确认")
    assert await sent(BRANCH) == []
    assert "已公示" in await stage.says(CHEN, "确认 已核对")
    assert len(await sent(BRANCH)) == 1


async def test_the_original_words_are_not_published(stage: Stage):
    name, _ = await an_answered_case(stage)
    assert "照抄" in await stage.says(CHEN, form(name, ORIGINAL))
    assert not await PreviewRow.exists(word="公示")


async def test_what_is_missing_is_asked_for(stage: Stage):
    name, _ = await an_answered_case(stage)
    for line, missing in (
        (f"公示 {name}", "范围、问、答"),
        (f"公示 {name} 全体", "问、答"),
        (f"公示 {name} 问: 热水? 答: 有了", "还缺:范围"),
    ):
        answer = await stage.says(CHEN, line)
        assert missing in answer
        assert f"公示 {name} 全体" in answer
    assert "编号" in await stage.says(CHEN, "公示")


async def test_only_its_handler_publishes_and_only_what_is_answered(stage: Stage):
    name, _ = await an_answered_case(stage)
    for account in (SUN, QIAN, HEAD):
        assert "个群" not in await stage.says(account, form(name))
    fresh = await stage.files(QIAN, "停车难")
    assert "待受理" in await stage.says(CHEN, form(f"意{fresh.number}"))
    assert await PublicRow.all().count() == 0


@ON_BOTH
async def test_who_has_it_too_counts_once_and_is_told_to_nobody(stage: Stage):
    name, _ = await published(stage)
    assert "不足 5 人" in await stage.says(NURSE, f"我也反映 {name}")
    assert "不重复" in await stage.says(NURSE, f"我也反映 {name}")
    assert "没有公示" in await stage.says(NURSE, "我也反映 意7")
    await stage.says(STRANGER, f"我也反映 {name}")
    assert (await PublicRow.get()).supporters == 1
    shown = await stage.says(CHEN, f"意见 {name}")
    assert "我也反映:不足 5 人" in shown
    assert "吴护士" not in shown
    person = (await actor(NURSE)).person_id or 0
    assert any(name in line for line in (await personal.own_part(person)).lines)


async def test_voters_are_deleted_after_a_fortnight_and_the_count_stays(stage: Stage):
    name, _ = await published(stage)
    for account in (NURSE, SUN, WANG, QIAN, HEAD):
        await stage.says(account, f"我也反映 {name}")
    stage.later(days=14)
    await storage.write(lambda tx: erasing.expired(tx, stage.now))
    assert await VoterRow.all().count() == 5
    stage.later(days=1)
    await storage.write(lambda tx: erasing.expired(tx, stage.now))
    assert await VoterRow.all().count() == 0
    assert "截止" in await stage.says(NURSE, f"我也反映 {name}")
    assert "我也反映:5 人" in await stage.says(CHEN, f"意见 {name}")


async def test_a_person_who_is_erased_is_no_voter_any_more(stage: Stage):
    name, _ = await published(stage)
    await stage.says(NURSE, f"我也反映 {name}")
    person = (await actor(NURSE)).person_id or 0
    await storage.write(lambda tx: org_erasing.erase(tx, person))
    assert await VoterRow.all().count() == 0


@ON_BOTH
async def test_it_is_taken_back_and_published_anew(stage: Stage):
    name, _ = await published(stage)
    await stage.says(NURSE, f"我也反映 {name}")
    went_out = "UPDATE gateway_outbox SET state = 'sent', message_id = '7', due_at = NULL WHERE chat = ?"
    await storage.write(lambda tx: tx.execute(went_out, [chats.group(BRANCH).key]))
    await stage.says(CHEN, f"撤回公示 {name}")
    assert await PublicRow.all().count() == 1
    assert "收回" in await stage.says(CHEN, "确认")
    assert (await PublicRow.all().count(), await VoterRow.all().count()) == (0, 0)
    left = {row.state: row for row in await OutboxRow.filter(kind="feedback.public")}
    assert set(left) == {State.SENT, State.CANCELLED}
    assert (left[State.SENT].message_id, left[State.SENT].recall) == ("7", "wanted")
    assert [await bodies.segments_of(row) for row in left.values()] == [(), ()], "taking back needs the id alone"
    assert await BodyRow.all().count() == 0
    assert any("收回" in line for line in await told(QIAN))
    assert "收回公示" in await stage.says(QIAN, f"查询 {name}")
    await stage.says(CHEN, form(name, answer="下周起供应"))
    assert "已公示" in await stage.says(CHEN, "确认")
    assert "下周" in (await sent(BRANCH))[-1]


async def test_what_is_withdrawn_by_its_author_is_taken_back_at_the_sweep(stage: Stage):
    _, code = await published(stage, unnamed=True)
    await submitter.withdraw(await submitter.by_code(NURSE, code), stage.now)
    assert await PublicRow.all().count() == 1, "no group sees the moment"
    stage.later(hours=20)
    await stage.sweeps()
    assert await PublicRow.all().count() == 0
    await storage.write(lambda tx: erasing.expired(tx, stage.now))
    assert await OutboxRow.filter(kind="feedback.public").count() == 0


async def test_nothing_published_outlives_its_case(stage: Stage):
    name, _ = await published(stage)
    await stage.says(NURSE, f"我也反映 {name}")
    await storage.write(
        lambda tx: tx.execute("UPDATE gateway_outbox SET state = 'sent' WHERE kind = 'feedback.public'")
    )
    row = await case(int(name[1:]))
    await storage.write(lambda tx: erasing.erase_case(tx, row, stage.now.date()))
    assert (await PublicRow.all().count(), await VoterRow.all().count()) == (0, 0)
    assert await OutboxRow.filter(kind="feedback.public").count() == 0


async def test_at_night_it_waits_for_the_morning(stage: Stage):
    name, _ = await an_answered_case(stage)
    stage.later(hours=7)
    await stage.says(CHEN, form(name))
    assert "休息时间" in await stage.says(CHEN, "确认")
    row = await OutboxRow.filter(kind="feedback.public").first()
    assert row is not None
    assert row.not_before - stage.now > timedelta(hours=6)


@ON_BOTH
async def test_common_answers_belong_to_the_units_handlers(stage: Stage):
    assert "还没有" in await stage.says(CHEN, "常用答复")
    assert "第 1 条" in await stage.says(CHEN, "常用答复 存 已转总务科,周五前回复您")
    assert "第 2 条" in await stage.says(SUN, "常用答复 存 谢谢您的建议")
    assert "第 1 条" in await stage.says(WANG, "常用答复 存 已转总务科,周五前回复您"), "the same words are one"
    listed = await stage.says(WANG, "常用答复")
    assert "1. 已转总务科" in listed
    assert "谢谢" not in listed
    filed = await stage.files(QIAN, ORIGINAL)
    name = f"意{filed.number}"
    assert "没有第 2 条" in await stage.says(CHEN, f"答复 {name} 常用 2")
    assert "已答复" in await stage.says(CHEN, f"答复 {name} 常用 1")
    assert "周五前回复您" in await stage.says(QIAN, f"查询 {name}")
    assert "没有第 1 条" in await stage.says(SUN, "常用答复 删 1")
    await stage.says(CHEN, "常用答复 删 1")
    assert [row.number for row in await TemplateRow.all()] == [2]
    assert "第 1 条" in await stage.says(CHEN, "常用答复 存 新的一条")


def test_how_it_is_typed():
    one = read_publication("全体 除 外科党支部\n问: 热水?\n什么时候有?\n答：周五\n谢谢")
    assert (one.scope, one.question, one.answer) == ("全体 除 外科党支部", "热水?\n什么时候有?", "周五\n谢谢")
    assert read_publication("全体 问: 热水? 答: 周五").complete
    assert not read_publication("全体").complete


def test_what_leads_back():
    found = traces("陈 书记说:三楼、热水器坏了", ["三楼热水器坏了"], ["陈书记", "王一"])
    assert found.words == ("三楼热水器坏了",), "punctuation hides nothing"
    assert not traces("12月1日起供应", ["三楼热水器坏了"], ["王一"])
    assert traces("找QQ 1234567", [], []).numbers == ("1234567",)
    assert is_copy("请问三楼热水器坏了怎么办", ["三楼热水器坏了"])
    assert not is_copy("热水器什么时候修", ["三楼热水器坏了"])
