"""改期, 取消会议, 结束 and 重复: what becomes of a session, and who is told."""

from datetime import UTC, datetime, timedelta

import pytest

from plugins.attendance.models import AttendanceRow, SessionRow
from plugins.gateway import chats
from plugins.gateway.outbox import bodies
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.segments import plain_text
from plugins.org.models import PersonRow
from plugins.storage import Transaction, write
from tests.attendance.stage import (
    DEAN,
    END,
    FORM,
    FRIDAY,
    MONDAY,
    NURSE,
    OFFICE,
    ON_BOTH,
    OTHER,
    SECRETARY,
    WARD,
    given_sent,
    number_in,
    said_in,
)

LATER = timedelta(days=3)
MONTHLY = f"{FORM}\n重复: 每月第2个周五"


@ON_BOTH
async def test_moving_voids_sign_ins_and_leaves_stay(stage):
    number = await stage.calls()
    await given_sent(number)
    stage.at(FRIDAY - timedelta(minutes=10))
    await stage.signs(number, "陈书记", "钱护士")
    await _on_leave(number, "郑委员")
    said = await stage.hears(DEAN, f"改期 {number} 下周一15:00")
    assert "2 人" in said
    assert "11月30日(周一)15:00-16:30" in said
    await stage.hears(DEAN, "确认")
    row = await stage.row(number)
    assert (row.begins, row.ends, row.present) == (FRIDAY + LATER, END + LATER, 0)
    states = await stage.states(number)
    assert (states["陈书记"], states["郑委员"]) == ("waiting", "leave")
    told = (await said_in(WARD))[-1]
    assert "改期" in told
    assert "11月27日" in told
    assert "11月30日" in told
    await stage.runs(END)
    assert (await stage.row(number)).state == "open"
    await stage.runs(END + LATER)
    assert (await stage.row(number)).state == "ended"


async def _on_leave(number: int, name: str) -> None:
    async def work(tx: Transaction) -> None:
        person = await PersonRow.get(name=name)
        await AttendanceRow.filter(session_id=number, person_id=person.id).update(leave="granted", state="leave")

    await write(work)


async def test_what_was_not_announced_yet_is_announced_with_its_new_time_alone(stage):
    number = await stage.calls()
    await stage.confirmed(DEAN, f"改期 {number} 下周一15:00-16:00")
    (said,) = await said_in(WARD)
    assert "11月30日(周一)15:00-16:00" in said
    assert "改期" not in said, "nobody knows of another time"


async def test_a_session_that_has_begun_is_not_moved(stage):
    number = await stage.calls()
    stage.at(FRIDAY)
    assert "已经开始" in await stage.hears(DEAN, f"改期 {number} 下周一15:00")


async def test_moving_needs_a_time_that_is_one(stage):
    number = await stage.calls()
    assert "例" in await stage.hears(DEAN, f"改期 {number} 改天")
    assert "过了" in await stage.hears(DEAN, f"改期 {number} 上周一15:00-16:00")
    assert "例如" in await stage.hears(DEAN, "改期")


async def test_only_who_leads_the_session_may(stage):
    number = await stage.calls()
    for line in (f"改期 {number} 下周一15:00", f"取消会议 {number}", f"结束 {number}"):
        assert "院党委" in await stage.hears(SECRETARY, line)


@ON_BOTH
async def test_a_cancelled_session_counts_nothing(stage):
    number = await stage.calls()
    await given_sent(number)
    stage.at(FRIDAY + timedelta(minutes=5))
    await stage.signs(number, "陈书记")
    assert "1 人" in await stage.hears(DEAN, f"取消会议 {number}")
    await stage.hears(DEAN, "确认")
    assert "取消" in (await said_in(WARD))[-1]
    await stage.runs(END + timedelta(days=2))
    assert (await stage.row(number)).state == "cancelled"
    assert set((await stage.states(number)).values()) <= {"waiting", "present", "observer"}
    assert "不计出勤" in await stage.hears(DEAN, f"出勤 {number}")
    assert "还没有" in (await stage.hears(SECRETARY, "出勤")).split("\n")[-1]


@pytest.mark.parametrize("days", [0, 2])
async def test_what_was_not_held_makes_nobody_absent_also_afterwards(stage, days):
    number = await stage.calls(FORM + "\n重复: 每周五")
    await given_sent(number)
    await stage.runs(END + timedelta(days=days, minutes=5))
    before = (await stage.states(number))["钱护士"]
    assert before == ("absent" if days else "pending")
    preview = await stage.hears(DEAN, f"取消会议 {number}")
    assert "每周五" not in preview
    await stage.hears(DEAN, "确认")
    assert "没有开" in (await said_in(WARD))[-1]
    assert set((await stage.states(number)).values()) <= {"waiting", "observer"}
    assert await SessionRow.filter(series=number, state="open").count() == 1
    assert "不计出勤" in await stage.hears(DEAN, f"出勤 {number}")


async def test_cancelling_what_nobody_has_heard_of_tells_no_group(stage):
    number = await stage.calls()
    await stage.confirmed(DEAN, f"取消会议 {number}")
    assert not await said_in(WARD)


async def test_ending_closes_the_door_and_gives_the_counts(stage):
    number = await stage.calls()
    assert "还没有开始" in await stage.hears(DEAN, f"结束 {number}")
    stage.at(FRIDAY + timedelta(minutes=30))
    await stage.signs(number, "陈书记", "钱护士")
    said = await stage.confirmed(DEAN, f"结束 {number}")
    assert "应到 10 实到 2" in said
    assert "待核 8" in said
    row = await stage.row(number)
    assert (row.state, row.ends) == ("ended", stage.now)
    assert "已结束" in await stage.hears(DEAN, f"结束 {number}")


@ON_BOTH
async def test_a_series_makes_its_next_session_and_tells_who_called_it(stage):
    first = number_in(await stage.hears(DEAN, MONTHLY))
    await stage.hears(DEAN, "确认")
    await stage.runs(END)
    follows = await SessionRow.get(series=first, id__gt=first)
    assert follows.begins == FRIDAY + timedelta(days=14)
    assert (follows.expected, follows.title) == (10, "12月主题党日")
    (told,) = await OutboxRow.filter(chat__contains=f":{DEAN}", ref=f"attendance:{follows.id}")
    assert "12月11日(周五)15:00" in plain_text(await bodies.segments_of(told))
    announced = await OutboxRow.filter(ref=f"attendance:{follows.id}", chat=WARD.key)
    assert [row.not_before for row in announced] == [FRIDAY + timedelta(days=11, hours=-6)]
    await stage.runs(END + timedelta(hours=30))
    assert await SessionRow.filter(series=first).count() == 2


async def test_a_holiday_is_told(stage):
    """每月1日 after December is New Year's Day, of a year whose holidays may not be known yet."""
    said = await stage.hears(DEAN, f"{FORM.replace('周五', '12月25日')}\n重复: 每月1日")
    assert "1月1日" in said
    assert "注意:下一次" in said


async def test_cancelling_one_leaves_the_series_and_cancelling_all_ends_it(stage):
    first = await stage.calls(MONTHLY)
    said = await stage.hears(DEAN, f"取消会议 {first}")
    assert "全部" in said
    await stage.hears(DEAN, "确认")
    follows = await SessionRow.get(series=first, id__gt=first)
    await stage.hears(DEAN, f"取消会议 {follows.id}")
    await stage.hears(DEAN, "确认 全部")
    await stage.runs(END + timedelta(days=60))
    assert await SessionRow.filter(series=first).count() == 2


async def a_next_one(stage) -> SessionRow:
    """The second session of a series: its officer has been told of it, its groups have not."""
    first = await stage.calls(MONTHLY)
    await given_sent(first)
    await stage.runs(END)
    follows = await SessionRow.get(series=first, id__gt=first)
    await given_sent(follows.id, "notice")
    return follows


async def waiting_in_the_ward(number: int) -> list[OutboxRow]:
    return await OutboxRow.filter(ref=f"attendance:{number}", chat=WARD.key, state="queued")


@ON_BOTH
async def test_cancelling_the_next_one_of_a_series_tells_no_group_that_has_not_heard_of_it(stage):
    follows = await a_next_one(stage)
    assert "还没有通知过" in await stage.confirmed(DEAN, f"取消会议 {follows.id}")
    assert await waiting_in_the_ward(follows.id) == []


async def test_the_next_one_of_a_series_is_moved_quietly(stage):
    follows = await a_next_one(stage)
    assert "没有通知过" in await stage.hears(DEAN, f"改期 {follows.id} 12月14日15:00")
    assert "12月11日(周五)09:00 通知" in await stage.hears(DEAN, "确认")
    (announced,) = await waiting_in_the_ward(follows.id)
    assert announced.not_before == datetime(2026, 12, 11, 1, 0, tzinfo=UTC)
    assert "改期" not in plain_text(await bodies.segments_of(announced))


async def test_a_decision_on_leave_that_waits_for_the_morning_survives_a_move(stage):
    number = await stage.calls()
    await given_sent(number)
    stage.friends.add(NURSE)
    await stage.says(NURSE, f"请假 {number} 有事")
    stage.at(MONDAY + timedelta(hours=7))  # 23:00
    await stage.hears(SECRETARY, f"准假 {number} 全部")
    await stage.confirmed(DEAN, f"改期 {number} 下周一15:00")
    assert len(await said_in(chats.private(NURSE), "reminder.leave")) == 1


async def test_who_asks_for_a_cancelled_session_hears_that_it_is_cancelled(stage):
    number = await stage.calls()
    await stage.confirmed(DEAN, f"取消会议 {number}")
    assert "已取消" in await stage.hears(NURSE, f"出勤 {number}")
    assert "已取消" in await stage.hears(DEAN, f"补签 {number} 钱护士 实到 来了")
    assert f"#{number}" not in await stage.hears(DEAN, "出勤")


async def test_a_session_that_was_moved_does_not_move_its_series(stage):
    first = await stage.calls(MONTHLY)
    await stage.confirmed(DEAN, f"改期 {first} 12月4日9:00-10:00")
    await stage.runs(FRIDAY + timedelta(days=8))
    follows = await SessionRow.get(series=first, id__gt=first)
    assert follows.begins == FRIDAY + timedelta(days=14)


async def test_a_series_that_was_missed_goes_on_in_the_future(stage):
    first = await stage.calls(MONTHLY)
    stage.at(END + timedelta(days=40))
    await stage.runs()
    follows = await SessionRow.get(series=first, id__gt=first)
    assert follows.begins > stage.now


@pytest.mark.parametrize("account", [SECRETARY, OTHER])
async def test_a_branch_sees_its_own_part_of_the_board(stage, account):
    number = await stage.calls()
    await stage.signs(number, "陈书记")
    said = await stage.hears(account, f"出勤 {number}")
    assert ("应到 6 实到 1" in said) is (account == SECRETARY)
    assert ("王医生" in said) is (account == OTHER)


async def test_a_group_sees_counts_and_the_office_names(stage):
    number = await stage.calls()
    ward = await stage.hears(SECRETARY, f"出勤 {number}", WARD)
    assert "应到 6" in ward
    assert "钱护士" not in ward
    assert "钱护士" in await stage.hears(DEAN, f"出勤 {number}", OFFICE)


async def test_a_member_sees_their_own(stage):
    number = await stage.calls()
    await stage.signs(number, "钱护士")
    for line in ("出勤", f"出勤 {number}"):
        said = await stage.hears("10004", line)
        assert f"#{number}" in said
        assert "实到" in said
    assert "还没有" in await stage.hears("10012", "出勤")
