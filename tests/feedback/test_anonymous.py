"""匿名意见 through the real router: what is said before the first word, and that nothing is kept before the receipt."""

import asyncio
import re
from collections.abc import Sequence

import pytest

from plugins.feedback.domain import accuses, kind_and_text, read_avoided, wants_no_name, wants_push
from plugins.feedback.models import CaseRow
from plugins.feedback.service import submitter
from plugins.feedback.service.errors import WrongCode
from plugins.gateway import call, confidential, directory
from plugins.gateway.chats import Chat
from plugins.gateway.segments import Segment
from plugins.org.directory import Roster
from plugins.storage import read
from tests.feedback.stage import CHEN, NURSE, STRANGER, Stage, case
from tests.support.desk import Desk, a_desk
from tests.support.roster import given_group

TEXT = "值班室没有空调"


@pytest.fixture
def desk(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    with a_desk(monkeypatch) as desk:
        monkeypatch.setattr(directory, "_directory", Roster())
        confidential._open.clear()
        yield desk


async def everything() -> dict[str, list[dict]]:
    """Every row of every table that has any."""
    tables = await read("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    found = {row["name"]: await read(f'SELECT * FROM "{row["name"]}"') for row in tables}
    return {name: rows for name, rows in found.items() if rows}


async def tells(desk: Desk, *lines: str, account: str = NURSE) -> list[str]:
    """What is answered to each."""
    return [(await desk.says(account, line))[0] for line in lines]


def code_in(answer: str) -> str:
    found = re.search(r"\d{4}(?: \d{4}){3}", answer)
    assert found, answer
    return found[0].replace(" ", "")


async def test_nothing_is_kept_before_the_receipt_and_then_the_case_alone(stage: Stage, desk: Desk):
    before = await everything()
    opening, noted, unreported, *questions = await tells(
        desk, "匿名意见 诉求", TEXT, "突发 三楼停电", "二楼也是", "提交", "内科党支部", "回避 王主任"
    )
    code = code_in(opening)
    for fact in ("腾讯", "OneBot", "15 分钟", "提交", "取消"):
        assert fact in opening
    assert TEXT not in noted
    assert "/突发" in unreported
    assert "哪个单位" in questions[1]
    assert "不该看到" in questions[2]
    assert "王主任" in questions[3]
    assert await everything() == before
    with pytest.raises(WrongCode):
        await submitter.by_code(CHEN, code)

    (receipt,) = await tells(desk, "不用")
    after = await everything()
    assert {name for name in after if after[name] != before.get(name)} == {"feedback_case", "feedback_event"}
    row = await CaseRow.get()
    assert f"意{row.number}" in receipt
    assert row.push is None
    view = await submitter.query(await submitter.by_code(CHEN, code))
    assert view.events[0].text == f"{TEXT}\n二楼也是"
    assert view.avoid == ("王主任",)
    assert not confidential.is_open(NURSE, desk.now)


async def test_the_explanation_is_given_every_time_with_another_code(stage: Stage, desk: Desk):
    first, second = await tells(desk, "匿名意见", "/匿名意见")
    assert code_in(first) != code_in(second)
    assert "藏不住" in second


async def test_commands_are_words_of_the_opinion_unless_slashed(stage: Stage, desk: Desk):
    _, noted, mine = await tells(desk, "匿名意见", "菜单 里没有素菜", "/我的意见")
    assert "记下了" in noted
    assert "没有实名" in mine


async def test_after_a_quarter_of_an_hour_it_is_forgotten(stage: Stage, desk: Desk):
    await tells(desk, "匿名意见", TEXT)
    desk.passes(minutes=16)
    (answer,) = await tells(desk, "提交")
    assert "没有提交" in answer
    assert await CaseRow.all().count() == 0


@pytest.mark.parametrize(("minutes", "line"), [(16, "建议 换个空调"), (1, "/意见 换个空调")])
async def test_what_may_be_the_rest_of_it_is_not_filed_under_a_name_at_once(
    stage: Stage, desk: Desk, minutes: int, line: str
):
    before = await everything()
    await tells(desk, "匿名意见", TEXT)
    desk.passes(minutes=minutes)
    (refused,) = await tells(desk, line)
    assert "没有收" in refused
    assert "匿名意见" in refused
    assert await everything() == before
    (receipt,) = await tells(desk, line)
    assert "实名" in receipt
    assert (await CaseRow.get()).anonymous is False


async def test_who_has_filed_or_dropped_one_is_not_asked(stage: Stage, desk: Desk):
    *_, receipt = await tells(desk, "匿名意见", "取消", "意见 换个空调")
    assert "已收到" in receipt
    *_, receipt = await tells(desk, "匿名意见", TEXT, "提交", "全院", "没有", "不用", "意见 换扇窗")
    assert "已收到" in receipt
    await tells(desk, "匿名意见", TEXT)
    desk.passes(hours=3)
    (receipt,) = await tells(desk, "意见 换张床")
    assert "已收到" in receipt


async def test_a_piece_that_begins_with_a_slash_is_a_piece(stage: Stage, desk: Desk):
    opening, noted, *_ = await tells(desk, "匿名意见", "/三楼/四楼都没有空调", "提交", "全院", "没有", "不用")
    assert "记下了" in noted
    view = await submitter.query(await submitter.by_code(CHEN, code_in(opening)))
    assert view.events[0].text == "/三楼/四楼都没有空调"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/匿名意见 食堂太咸", "再私聊我发"),
        ("/匿名 食堂太咸", "再私聊我发"),
        ("/不署名:食堂太咸", "再私聊我发"),
        ("/别说是我,食堂太咸", "再私聊我发"),
        ("/意见 别说是我,食堂太咸", "再私聊我发"),
        ("/查询 1234 5678 9012 3456", "谁看到它就能替您说话"),
        ("/撤件 1234567890123456", "谁看到它就能替您说话"),
        ("/意见 1234567890123456 怎么还没办", "谁看到它就能替您说话"),
    ],
)
async def test_what_should_not_stand_in_a_group_is_told_so_and_not_quoted(
    stage: Stage, desk: Desk, monkeypatch: pytest.MonkeyPatch, line: str, told: str
):
    await given_group(30001, "内科党支部")
    before = await everything()
    sent: list[Sequence[Segment]] = []

    async def send(chat: Chat, segments: Sequence[Segment], **_: object) -> call.Outcome:
        sent.append(segments)
        return call.Ok({"message_id": 1})

    monkeypatch.setattr(call, "send", send)
    await desk.says(NURSE, line, group=30001)
    ((said,),) = sent
    assert said.type == "text"
    assert told in said.data["text"]
    assert "自己撤回本条" in said.data["text"]
    assert await everything() == before


async def test_who_says_without_a_name_first_is_without_a_name(stage: Stage, desk: Desk):
    opening, *_ = await tells(desk, "匿名 食堂太咸", "提交", "全院", "没有", "不用")
    view = await submitter.query(await submitter.by_code(CHEN, code_in(opening)))
    assert view.events[0].text == "食堂太咸"


async def test_who_cancels_leaves_nothing(stage: Stage, desk: Desk):
    *_, answer = await tells(desk, "匿名意见", TEXT, "取消")
    assert "已清空" in answer
    assert not confidential.is_open(NURSE, desk.now)


async def test_push_is_kept_sealed_where_it_is_chosen(stage: Stage, desk: Desk):
    *_, receipt = await tells(desk, "匿名意见", TEXT, "提交", "全院", "没有", "推送")
    assert "私聊你" in receipt
    row = await CaseRow.get()
    assert row.push is not None
    assert NURSE.encode() not in row.push


async def test_an_accusation_is_not_taken_and_not_kept(stage: Stage, desk: Desk):
    *_, answer = await tells(desk, "匿名意见", "我要举报科主任受贿", "提交")
    assert "12388" in answer
    assert not confidential.is_open(NURSE, desk.now)
    assert await CaseRow.all().count() == 0


async def test_what_nobody_may_handle_is_refused_with_other_doors(stage: Stage, desk: Desk):
    *_, answer = await tells(desk, "匿名意见", TEXT, "提交", "内科党支部", "回避 陈书记、王委员、周书记", "不用")
    assert "12388" in answer
    assert await CaseRow.all().count() == 0


async def test_what_keeps_out_nobody_is_asked_again(stage: Stage, desk: Desk):
    *_, asked = await tells(desk, "匿名意见", TEXT, "提交", "内科党支部", "回避 张科长的爱人")
    assert "没认出“张科长的爱人”" in asked
    (answer,) = await tells(desk, "内科党支部、书记、陈 书记")
    for understood in ("内科党支部(这个单位的人", "书记(这个职务的人", "、陈书记。"):
        assert understood in answer


async def test_a_unit_that_is_none_is_asked_again(stage: Stage, desk: Desk):
    *_, refused, asked = await tells(desk, "匿名意见", TEXT, "提交", "没有这个单位党支部", "外科党支部")
    assert "不该看到" not in refused
    assert "不该看到" in asked


async def test_strangers_write_through_a_bound_group_only(stage: Stage, desk: Desk):
    (answer,) = await tells(desk, "匿名意见", account=STRANGER)
    assert "藏得住" not in answer
    assert not confidential.is_open(STRANGER, desk.now)


async def test_two_answers_at_once_file_one_case(stage: Stage, desk: Desk):
    await tells(desk, "匿名意见", TEXT, "提交", "全院", "没有")
    await asyncio.gather(desk.says(NURSE, "不用"), desk.says(NURSE, "不用"))
    assert await CaseRow.all().count() == 1


async def test_the_same_message_twice_is_one_piece(stage: Stage, desk: Desk):
    await desk.says(NURSE, "匿名意见", message_id=901)
    await desk.says(NURSE, TEXT, message_id=902)
    assert await desk.says(NURSE, TEXT, message_id=902) == []
    await tells(desk, "提交", "全院", "没有", "不用")
    row = await CaseRow.get()
    assert row.steps == 1
    assert (await case(row.number)).subject_unit_id


@pytest.mark.parametrize(
    ("text", "unnamed"), [("匿名提个意见", True), ("别说是我说的", True), ("不署名", True), ("三楼热水器坏了", False)]
)
def test_who_wants_no_name(text: str, unnamed: bool):
    assert wants_no_name(text) is unnamed


@pytest.mark.parametrize(
    ("said", "push"),
    [
        ("推送", True),
        ("要推送", True),
        ("推送吧", True),
        ("不推送", False),
        ("别推送", False),
        ("别给我推送", False),
        ("无需推送", False),
        ("推送就算了", False),
        ("不用", None),
        ("是", None),
    ],
)
def test_a_route_is_kept_only_for_who_plainly_asks(said: str, push: bool | None):
    assert wants_push(said) is push


@pytest.mark.parametrize("said", ["不推送", "别推送", "不用", "没有"])
async def test_who_wants_no_push_gets_none(stage: Stage, desk: Desk, said: str):
    for line in ("匿名意见 诉求", "值班室没有空调", "提交", "内科党支部", "没有", said):
        await desk.says(NURSE, line)
    assert (await CaseRow.get()).push is None


def test_words_of_the_three_questions():
    assert read_avoided("回避 王主任、李书记") == ("王主任", "李书记")
    assert read_avoided("没有。") == ()
    assert kind_and_text("监督 采购太慢")[1] == "采购太慢"
    assert kind_and_text("监督室太小")[0] is None
    assert accuses("实名举报") is True
    assert accuses("空调坏了") is False
