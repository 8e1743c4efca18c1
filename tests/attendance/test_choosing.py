"""Nobody looks a number up: which session a word means that is typed without one."""

from plugins.attendance.models import AttendanceRow
from plugins.gateway.request import Answer
from tests.attendance.stage import DEAN, FORM, FRIDAY, NURSE, OFFICE, OTHER, SECRETARY, WARD, Stage

WARD_FORM = FORM.replace("全体", "内科党支部").replace("11月主题党日", "内科党课")


async def test_the_only_one_is_meant_and_of_several_the_sender_is_asked(stage: Stage):
    both = await stage.calls()
    assert f"#{both} " in await stage.hears(DEAN, "改期 周五16:00-17:00")
    assert "例如:结束 8" in await stage.hears(DEAN, "结束")
    assert f"#{both} " in await stage.hears(NURSE, "请假 夜班")
    ward = await stage.calls(WARD_FORM)
    asked = await stage.hears(DEAN, "改期 周五16:00-17:00")
    assert asked.splitlines()[1:] == [f"#{ward} 内科党课", f"#{both} 11月主题党日"]
    assert f"改期 {ward} 周五15:00-16:30" in asked
    assert f"#{both} " in await stage.hears(DEAN, "取消会议", OFFICE)
    assert f"#{both} " in await stage.hears(OTHER, "准假")
    assert "夜班" in await stage.hears(SECRETARY, "准假")
    assert f"#{both} " in await stage.hears(NURSE, "销假")


async def test_in_the_room_the_session_that_is_open_is_meant(stage: Stage):
    number = await stage.calls()
    assert "出勤" in await stage.hears(SECRETARY, "现场 钱护士")
    stage.at(FRIDAY)
    assert f"#{number} " in await stage.hears(SECRETARY, "现场 钱护士")
    preview = await stage.hears(SECRETARY, "现场 全到,除李预备、郑委员")
    assert "李预备、郑委员" in preview
    await stage.hears(SECRETARY, "确认")
    there = await AttendanceRow.filter(session_id=number, signed_in_at__not_isnull=True).count()
    assert there == 4
    assert (await stage.states(number))["李预备"] == "waiting"
    stage.later(minutes=60)
    assert f"#{number} " in await stage.hears(SECRETARY, "补签 郑委员\u3000迟到 手机没电")
    await stage.confirmed(DEAN, "结束")
    assert (await stage.states(number))["王医生"] == "pending"
    assert f"补学 {number} 已学" in await stage.hears("10013", "补学")
    assert f"#{number} " in await stage.hears(DEAN, "纪要 一、传达学习")


async def test_of_two_open_in_a_group_the_one_that_has_the_sender_on_its_list(stage: Stage):
    members = await stage.calls()
    committee = await stage.calls(FORM.replace("全体", "内科党支部").replace("类型: 主题党日", "类型: 支委会"))
    assert committee > members
    stage.at(FRIDAY)
    await stage.says(NURSE, "签到", WARD)
    await stage.says("10007", "签到", WARD)
    assert (await stage.states(members))["钱护士"] == "present"
    assert (await stage.states(committee))["郑委员"] == "present"


async def test_a_group_is_told_words_as_they_are_typed_there(stage: Stage):
    number = await stage.calls()
    asked = await stage.says(NURSE, f"请假 {number} 夜班", WARD)
    assert isinstance(asked, Answer)
    assert f"/销假 {number}" in asked.text
    assert "/改期 8" in await stage.hears(DEAN, "改期", OFFICE)
