"""传达情况, 未阅, 停发: what officers see and stop."""

import pytest

from plugins.gateway.outbox.models import OutboxRow
from plugins.relay import texts
from plugins.relay.models import DirectiveRow
from tests.relay.stage import (
    BRANCHES,
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
    number_in,
)
from tests.support.roster import given_roster

FORM = "传达 全体\n标题: 通知\n截止: 周五18:00\n正文: 请看"
INTERNAL = account_of("内科", 0)


@pytest.fixture
async def number(stage):
    return await stage.relays(FORM)


async def test_the_board_of_many_units_is_a_line_and_a_picture(stage, number):
    reply = await stage.says(SECRETARY, f"传达情况 {number}")
    assert [segment.type for segment in reply.segments] == ["image"]
    assert "0/229" in answer(reply)
    assert "内科党支部" not in answer(reply)


async def test_the_board_of_few_units_is_said_in_words(stage):
    number = await stage.relays("传达 内科 外科\n正文: 请看")
    reply = await stage.says(SECRETARY, f"传达情况 {number}")
    assert reply.segments == ()
    assert "内科党支部 0/19" in answer(reply)


@ON_BOTH
async def test_the_board_tells_deliveries_and_receipts_by_unit(stage, number, no_pictures):
    await given_sent(number, *(group_of(name) for name in BRANCHES[:9]))
    await given_sent(number, group_of("后勤"), state="needs_human")
    await given_sent(number, group_of("机关"), state="rejected")
    for place in range(3):
        await stage.says(account_of("内科", place), f"已阅 {number}")
    board = answer(await stage.says(SECRETARY, f"传达情况 {number}"))
    for fact in ("已送达 9", "待发 1", "失败 1", "待核实 1", "已阅 3/229", "内科党支部 3/19", "外科党支部 0/19"):
        assert fact in board
    lines = board.splitlines()
    assert [line.split()[0] for line in lines if "党支部 " in line] == [branch(name) for name in ROSTER_ORDER]
    assert "待核实 1" in next(line for line in lines if line.startswith("后勤党支部"))


ROSTER_ORDER = ("机关", *(name for name in BRANCHES if name != "机关"))
"""王书记 of 机关党支部 stands first in the file."""


async def test_a_branch_sees_its_own_line_only(stage, number):
    board = answer(await stage.says(INTERNAL, f"传达情况 {number}"))
    assert "已阅 0/19" in board
    assert "外科" not in board
    assert "229" not in board


async def test_in_a_group_its_unit_is_looked_at_and_no_name_is_said(stage, number):
    board = answer(await stage.says(SECRETARY, f"/传达情况 {number}", group_of("内科")))
    assert "0/19" in board
    assert name_of("内科", 0) not in board


@ON_BOTH
async def test_unread_without_a_number_says_how_to_ask_for_one(stage, number):
    assert answer(await stage.says(SECRETARY, "未阅")).endswith(f"看一条:未阅 {number}")


async def test_without_a_number_the_latest_are_listed(stage, number):
    later = await stage.relays("传达 外科\n标题: 第二份\n正文: 请看")
    listed = answer(await stage.says(SECRETARY, "传达情况"))
    assert listed.index(f"#{later}") < listed.index(f"#{number}")
    assert f"#{later}" not in answer(await stage.says(INTERNAL, "传达情况"))


async def test_a_directive_of_others_is_not_there_for_a_branch(stage):
    number = await stage.relays("传达 外科\n正文: 请看")
    assert answer(await stage.says(INTERNAL, f"传达情况 {number}")) == texts.no_such_text(number)
    assert answer(await stage.says(INTERNAL, f"未阅 {number}")) == texts.no_such_text(number)


@ON_BOTH
async def test_who_has_not_read_is_named_by_unit_to_officers(stage, number):
    for place in range(17):
        await stage.says(account_of("内科", place), f"已阅 {number}")
    said = answer(await stage.says(INTERNAL, f"未阅 {number}"))
    assert "2 人" in said
    assert name_of("内科", 17) in said
    assert f"{name_of('内科', 19)}(无QQ)" in said
    assert name_of("外科", 1) not in said


async def test_names_are_not_said_in_a_branch_group_but_in_the_work_group(stage, number):
    assert "私聊" in answer(await stage.says(INTERNAL, f"/未阅 {number}", group_of("内科")))
    assert name_of("外科", 1) in answer(await stage.says(SECRETARY, f"/未阅 {number}", OFFICE))


async def test_many_names_are_cut_and_counted(stage, number):
    said = answer(await stage.says(SECRETARY, f"未阅 {number}"))
    assert "229 人" in said
    assert len(said) < 2000


async def test_who_has_no_account_is_waited_for_by_name(stage):
    number = await stage.relays("传达 内科\n正文: 请看")
    for place in range(18):
        await stage.says(account_of("内科", place), f"已阅 {number}")
    assert name_of("内科", 19) in answer(await stage.says(INTERNAL, f"未阅 {number}"))


@ON_BOTH
async def test_stop_shows_first_and_then_stops_what_is_unsent(stage, number):
    await given_sent(number, *(group_of(name) for name in BRANCHES[:5]))
    shown = answer(await stage.says(SECRETARY, f"停发 {number}"))
    assert "7 个群没发" in shown
    assert "5 个群已发" in shown
    stopped = answer(await stage.says(SECRETARY, "确认"))
    assert stopped == texts.stopped_text(number, 7, 0, 5)
    assert await OutboxRow.filter(ref=f"relay:{number}", state="cancelled").count() == 7
    assert answer(await stage.says(INTERNAL, f"已阅 {number}")) == texts.stopped_before_text(number)
    assert answer(await stage.says(SECRETARY, f"停发 {number}")) == texts.nothing_to_stop_text(number)
    assert "已停发" in answer(await stage.says(SECRETARY, f"传达情况 {number}"))


@ON_BOTH
async def test_what_is_on_its_way_is_told_apart(stage, number):
    await given_sent(number, group_of("内科"), state="uncertain")
    await stage.says(SECRETARY, f"停发 {number}")
    assert answer(await stage.says(SECRETARY, "确认")) == texts.stopped_text(number, 11, 1, 0)


async def test_when_all_is_out_nothing_is_stopped(stage, number):
    await given_sent(number)
    assert answer(await stage.says(SECRETARY, f"停发 {number}")) == texts.nothing_to_stop_text(number)
    assert (await DirectiveRow.get(id=number)).state == "open"


async def test_a_branch_officer_cannot_stop_what_comes_from_above(stage, number):
    said = answer(await stage.says(INTERNAL, f"停发 {number}"))
    assert "院党委" in said
    assert await OutboxRow.filter(ref=f"relay:{number}", state="cancelled").count() == 0


async def test_a_second_word_after_a_stop_says_it_is_done(stage, number):
    preview = number_in(await stage.says(SECRETARY, f"停发 {number}"))
    await stage.says(SECRETARY, f"确认 {preview}")
    assert f"#{number}" in answer(await stage.says(SECRETARY, f"确认 {preview}"))


async def test_a_unit_that_no_group_reaches_is_said_and_a_small_group_is_reached_through_its_branch(stage, no_pictures):
    await given_roster(
        *ROSTER,
        "组员,院党委/内科党支部/第一党小组,正式党员,,29001,,",
        "新同志,院党委/新院区党支部,正式党员,,29002,,",
    )
    number = await stage.relays(FORM)
    lines = answer(await stage.says(SECRETARY, f"传达情况 {number}")).splitlines()
    assert "没有群" in next(line for line in lines if line.startswith("新院区党支部"))
    assert "没有群" not in next(line for line in lines if line.startswith("第一党小组"))


async def test_a_late_word_confirms_no_stop_that_was_shown_after_it(stage, number):
    typed = stage.now
    stage.later(seconds=30)
    await stage.says(SECRETARY, f"停发 {number}")
    asked, stage.now = stage.now, typed  # the first 确认 of the directive is caught up with only now
    assert f"#{number}" in answer(await stage.says(SECRETARY, f"确认 {number}"))
    assert (await DirectiveRow.get(id=number)).state == "open"
    stage.now = asked
    assert "已停发" in answer(await stage.says(SECRETARY, f"确认 {number}"))
