"""代阅: for people without an account, kept as such; and 重发 / 视为已送达 for what stayed in doubt."""

from plugins.gateway.outbox.models import OutboxRow
from plugins.relay import service, texts
from plugins.relay.models import ReceiptRow
from plugins.relay.service import personal
from tests.relay.stage import (
    OFFICE,
    ON_BOTH,
    ROSTER,
    SECRETARY,
    account_of,
    answer,
    branch,
    given_sent,
    group_of,
    name_of,
    read_of,
)
from tests.support.roster import given_roster, unit

FORM = "传达 全体\n标题: 主题党日\n请看。"
WITHOUT = name_of("内科", 19)
LEADER = account_of("内科", 0)


@ON_BOTH
async def test_an_officer_answers_for_who_has_no_account(stage):
    number = await stage.relays(FORM)
    preview = answer(await stage.says(LEADER, f"代阅 {number} {WITHOUT} 电话"))
    for fact in (WITHOUT, branch("内科"), "电话"):
        assert fact in preview
    assert await read_of(number) == (0, 0, 229)
    said = answer(await stage.says(LEADER, "确认"))
    assert "1/229" in said
    row = await ReceiptRow.get(directive_id=number, read_at__not_isnull=True)
    assert (row.told_by, row.told_how, row.read_at) == (LEADER, "电话", stage.now)
    board = answer(await stage.says(SECRETARY, f"传达情况 {number}"))
    assert "其中代阅 1" in board
    (own,) = await personal.receipts_of(row.person_id)
    assert (own.told_by, own.told_how) == (LEADER, "电话")


async def test_who_has_an_account_answers_for_themselves(stage):
    number = await stage.relays(FORM)
    name = name_of("内科", 3)
    assert f"{name} 登记了QQ" in answer(await stage.says(LEADER, f"代阅 {number} {name} 电话"))


async def test_another_units_people_and_a_second_time(stage):
    number = await stage.relays(FORM)
    assert "不在" in answer(await stage.says(LEADER, f"代阅 {number} {name_of('外科', 19)} 电话"))
    await stage.says(LEADER, f"代阅 {number} {WITHOUT} 电话")
    await stage.says(LEADER, "确认")
    assert "已有回执" in answer(await stage.says(LEADER, f"代阅 {number} {WITHOUT} 当面"))
    assert "例如" in answer(await stage.says(LEADER, f"代阅 {number} {WITHOUT}"))


async def test_namesakes_are_told_apart_by_their_units(stage):
    await given_roster(*ROSTER, "老同志,院党委/内科党支部,正式党员,,,X1,", "老同志,院党委/外科党支部,正式党员,,,X2,")
    number = await stage.relays(FORM)
    said = answer(await stage.says(SECRETARY, f"代阅 {number} 老同志 电话"))
    assert "内科党支部" in said
    assert "外科党支部" in said
    assert "外科党支部" in answer(await stage.says(SECRETARY, f"代阅 {number} 外科党支部/老同志 电话"))
    assert "1 人" in answer(await stage.says(SECRETARY, "确认"))


async def test_several_at_once_from_the_list_of_the_unread(stage):
    number = await stage.relays(FORM)
    listed = answer(await stage.says(SECRETARY, f"未阅 {number}"))
    assert f"{WITHOUT}(无QQ)" in listed
    assert f"代阅 {number}" in listed
    await stage.says(SECRETARY, f"代阅 {number} {WITHOUT}、{name_of('外科', 19)} 会上传达")
    assert "2 人" in answer(await stage.says(SECRETARY, "确认"))


async def test_representatives_stand_in_a_line_of_their_own(stage):
    number = await stage.relays("传达 内科\n标题: 主题党日\n含: 群众代表\n请看。")
    board = await service.board(service.View((await unit("院党委"),)), number)
    assert [(line.name, line.people) for line in board.lines] == [
        ("内科党支部", 19),
        ("内科党支部 群众代表", 1),
    ]
    assert sum(sum(line.groups.values()) for line in board.lines) == 1


async def test_the_unread_of_one_unit(stage):
    number = await stage.relays(FORM)
    listed = answer(await stage.says(SECRETARY, f"未阅 {number} 外科"))
    assert "19 人" in listed
    assert "内科" not in listed
    assert "看一个单位的名单" in answer(await stage.says(SECRETARY, f"未阅 {number}"))


@ON_BOTH
async def test_what_stayed_in_doubt_is_sent_again_or_taken_as_there(stage):
    number = await stage.relays(FORM)
    await given_sent(number)
    await given_sent(number, group_of("内科"), group_of("外科"), state="needs_human")
    board = answer(await stage.says(SECRETARY, f"传达情况 {number}"))
    assert "待核实 2" in board
    assert f"重发 {number}" in board
    preview = answer(await stage.says(SECRETARY, f"重发 {number} 内科党支部"))
    assert "内科党支部" in preview
    assert "外科党支部" not in preview
    assert "1 个群" in answer(await stage.says(SECRETARY, "确认"))
    assert (await OutboxRow.get(ref=f"relay:{number}", chat=group_of("内科").key)).state == "queued"
    assert "外科党支部" in answer(await stage.says(SECRETARY, f"视为已送达 {number}"))
    await stage.says(SECRETARY, "确认")
    assert (await OutboxRow.get(ref=f"relay:{number}", chat=group_of("外科").key)).state == "sent"
    assert "没有待核实" in answer(await stage.says(SECRETARY, f"视为已送达 {number}"))


async def test_an_administrator_decides_too_and_another_officer_does_not(stage):
    number = await stage.relays(FORM)
    await given_sent(number, group_of("内科"), state="needs_human")
    assert "1 个群" in answer(await stage.says("900001", f"重发 {number}"))
    assert "院党委" in answer(await stage.says(LEADER, f"重发 {number}"))


async def test_what_cleared_up_meanwhile_is_not_sent_again(stage):
    number = await stage.relays(FORM)
    await given_sent(number, group_of("内科"), state="needs_human")
    await stage.says(SECRETARY, f"重发 {number}")
    await given_sent(number, group_of("内科"))
    assert "没有待核实" in answer(await stage.says(SECRETARY, "确认"))


async def test_what_is_missing_or_wrong_in_the_line_is_said_with_the_number(stage):
    number = await stage.relays("传达 内科\n标题: 主题党日\n请看。")
    assert answer(await stage.says(SECRETARY, "代阅 张三 电话")) == texts.how_to_answer_for_text(None, in_group=False)
    said = answer(await stage.says(SECRETARY, "代阅 张三 电话", OFFICE))
    assert "编号" in said
    assert ":/代阅 " in said
    said = answer(await stage.says(SECRETARY, f"代阅 {number} 张不存在 电话"))
    assert said.startswith(f"#{number} 张不存在")
    assert said.endswith(f"未阅 {number}")
