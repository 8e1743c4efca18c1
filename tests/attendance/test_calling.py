"""开会: given the roster, when the dean calls a session, who is on the list, what the groups are told."""

from datetime import timedelta

import pytest

from plugins.attendance.models import AttendanceRow
from plugins.gateway.outbox.models import OutboxRow
from plugins.storage import Transaction, write
from tests.attendance.stage import (
    DEAN,
    END,
    FORM,
    FRIDAY,
    NURSE,
    OFFICE,
    ON_BOTH,
    ROSTER,
    SECRETARY,
    THEATRE,
    WARD,
    said_in,
)
from tests.support.roster import given_roster


@ON_BOTH
async def test_everybody_is_on_the_list_as_what_they_are(stage):
    number = await stage.calls()
    states = await stage.states(number)
    assert states == {
        **dict.fromkeys(("周院长", "吴干事", "陈书记", "郑委员", "钱护士", "李预备", "赵无表决"), "waiting"),
        **dict.fromkeys(("无号同志", "孙书记", "王医生"), "waiting"),
        **dict.fromkeys(("冯借调", "积极分子甲", "发展对象乙"), "observer"),
    }
    row = await stage.row(number)
    assert (row.expected, row.present) == (10, 0)
    assert (row.begins, row.ends) == (FRIDAY, END)
    assert await AttendanceRow.filter(session_id=number, voter=True).count() == 8


async def test_the_preview_tells_whom_it_reaches_and_nothing_is_announced_before(stage):
    said = await stage.hears(DEAN, FORM)
    assert "应到 10 人" in said
    assert "列席 3 人" in said
    assert "11月27日(周五)15:00-16:30" in said
    assert not await said_in(WARD)


async def test_each_group_is_told_once_with_what_to_type(stage):
    number = await stage.calls()
    for group in (WARD, THEATRE):
        (said,) = await said_in(group)
        assert said.startswith(f"#{number} ")
        assert "三楼会议室" in said
        assert "签到 / 请假 事由" in said
    assert "已经办过" in await stage.hears(DEAN, "确认")
    assert len(await said_in(WARD)) == 1


@ON_BOTH
async def test_a_committee_session_expects_the_committee_alone(stage):
    number = await stage.calls("开会 全体\n类型: 支委会\n时间: 周五15:00-16:30", SECRETARY)
    assert await stage.states(number) == {"陈书记": "waiting", "郑委员": "waiting"}
    assert (await stage.row(number)).expected == 2


async def test_representatives_sit_in_where_they_are_invited(stage):
    number = await stage.calls(f"{FORM}\n列席: 群众代表")
    states = await stage.states(number)
    assert states["群代表"] == "observer"
    assert (await stage.row(number)).expected == 10


@pytest.mark.parametrize(
    ("form", "part"),
    [
        ("开会 全体\n类型: 主题党日", "时间"),
        ("开会 全体\n时间: 周五15:00-16:30", "标题"),
        ("开会 全体\n类型: 联欢会\n时间: 周五15:00-16:30", "联欢会"),
        ("开会 全体\n类型: 党课\n时间: 周五15:00-16:30\n形式: 空中", "空中"),
        ("开会 全体\n类型: 党课\n时间: 周五15:00-16:30\n表决: 举手", "举手"),
        ("开会 全体\n类型: 党课\n时间: 周五15:00-16:30\n列席: 家属", "家属"),
        ("开会 全体\n类型: 党课\n时间: 周五15:00-16:30\n重复: 常常", "每月第2个周五"),
        ("开会 全体\n类型: 党课\n时间: 周五15:00", "明天15:00-16:30"),
        ("开会 眼科\n类型: 党课\n时间: 周五15:00-16:30", "眼科"),
        ("开会 群众群\n类型: 党课\n时间: 周五15:00-16:30", "绑定"),
    ],
)
async def test_what_is_wrong_is_said_with_what_works(stage, form, part):
    said = await stage.hears(DEAN, form)
    assert part in said
    assert "预览" not in said


async def test_a_member_calls_nothing(stage):
    assert "书记" in await stage.hears(NURSE, FORM)


async def test_a_time_in_the_first_line_is_enough(stage):
    number = await stage.calls("开会 内科党支部 周五15:00-16:30\n类型: 党课")
    row = await stage.row(number)
    assert (row.begins, row.expected) == (FRIDAY, 6)
    assert row.title == "党课"


async def test_in_the_quiet_hours_the_morning_is_offered(stage):
    stage.later(hours=7)
    assert "明早" in await stage.hears(DEAN, FORM)
    said = await stage.hears(DEAN, "确认 明早")
    assert "07:00" in said
    assert "11月24日" in said


async def test_a_session_called_too_late_is_not_called(stage):
    await stage.hears(DEAN, "开会 全体\n类型: 党课\n时间: 今天16:05-17:00")
    stage.later(minutes=6)
    assert "没有通知" in await stage.hears(DEAN, "确认")
    assert not await said_in(WARD)


@ON_BOTH
async def test_the_list_is_fixed_when_signing_in_opens(stage):
    """Who joined before is on it, who left is not, who moved counts where they are now."""
    number = await stage.calls()
    kept = [row.replace("外科", "内科") if row.startswith("王医生") else row for row in ROSTER if "钱护士" not in row]
    await given_roster(*kept, "新同志,院党委/外科党支部,正式党员,,10020,,")
    await stage.runs(FRIDAY - timedelta(minutes=15))
    states = await stage.states(number)
    assert "钱护士" not in states
    assert states["新同志"] == "waiting"
    assert (await stage.row(number)).expected == 10
    board = await stage.hears(DEAN, f"出勤 {number}", OFFICE)
    assert "外科党支部 应到 2 " in board
    assert "内科党支部 应到 6 " in board
    await given_roster(*ROSTER)
    await stage.runs(FRIDAY)
    assert "新同志" in await stage.states(number)


async def test_the_reminder_goes_to_groups_before_it_begins_and_never_after(stage):
    first = await stage.calls()
    await stage.runs(FRIDAY - timedelta(minutes=15))
    assert len(await said_in(WARD, "reminder")) == 1
    assert f"#{first}" in (await said_in(WARD, "reminder"))[0]
    stage.at(FRIDAY - timedelta(minutes=20))
    await stage.calls("开会 全体\n类型: 党课\n时间: 今天15:30-16:00")
    await stage.runs(FRIDAY + timedelta(minutes=31))
    assert len(await said_in(WARD, "reminder")) == 1


@ON_BOTH
async def test_a_group_in_doubt_is_shown_to_who_can_decide_and_decided_by_number(stage):
    number = await stage.calls()

    async def is_doubted(tx: Transaction) -> None:
        await OutboxRow.filter(chat=WARD.key, number=number).update(state="needs_human")

    await write(is_doubted)
    assert f"重发 {number}" in await stage.hears(DEAN, f"出勤 {number}", OFFICE)
    assert f"重发 {number}" not in await stage.hears(NURSE, f"出勤 {number}")
    assert "内科党支部" in await stage.hears(DEAN, f"视为已送达 {number}")
    assert "1 个群" in await stage.hears(DEAN, "确认")
    assert f"重发 {number}" not in await stage.hears(DEAN, f"出勤 {number}", OFFICE)


async def test_a_title_is_the_kind_else_the_first_line_of_the_text(stage):
    for form, title in (
        ("开会 全体\n类型: 党课\n时间: 周五15:00-16:30\n学习材料", "党课"),
        ("开会 全体 周五15:00-16:30\n学习二十届四中全会精神\n请带笔记本", "学习二十届四中全会精神"),
    ):
        assert f"〔会议〕{title}\n" in await stage.hears(DEAN, form)
