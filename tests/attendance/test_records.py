"""The room in one line, leave, roll calls, what is made up and set right."""

from datetime import timedelta

from plugins.attendance.models import AttendanceRow, CorrectionRow
from plugins.gateway import chats, registry
from plugins.gateway.request import Answer, Quiet
from plugins.org.models import PersonRow
from plugins.storage.models import AuditEntry
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
    Stage,
    said_in,
)

MINUTE = timedelta(minutes=1)
PROBATIONARY = "10005"


async def record(number: int, name: str) -> AttendanceRow:
    person = await PersonRow.get(name=name)
    return await AttendanceRow.get(session_id=number, person_id=person.id)


@ON_BOTH
async def test_the_room_in_one_line(stage: Stage):
    number = await stage.calls()
    stage.at(FRIDAY + 30 * MINUTE)
    said = await stage.hears(SECRETARY, f"现场 {number} 钱护士 李预备")
    assert "现场记下 2 人" in said
    states = await stage.states(number)
    assert (states["钱护士"], states["李预备"], states["郑委员"]) == ("present", "present", "waiting")
    assert (await stage.row(number)).present == 2
    again = await stage.hears(SECRETARY, f"现场 {number} 钱护士")
    assert "钱护士" in again
    assert (await stage.row(number)).present == 2


async def test_a_name_that_is_wrong_records_nobody(stage: Stage):
    number = await stage.calls()
    stage.at(FRIDAY)
    assert "查无此人" in await stage.hears(SECRETARY, f"现场 {number} 钱护士 查无此人")
    assert "孙书记" in await stage.hears(SECRETARY, f"现场 {number} 钱护士 孙书记")
    assert (await stage.row(number)).present == 0


async def test_everybody_but_some_after_a_preview(stage: Stage):
    number = await stage.calls()
    await stage.says(PROBATIONARY, f"请假 {number} 夜班")
    await stage.hears(SECRETARY, f"准假 {number} 全部")
    stage.at(FRIDAY)
    await stage.hears(SECRETARY, f"现场 {number} 全到 除 郑委员")
    assert (await stage.row(number)).present == 0
    await stage.hears(SECRETARY, "确认")
    states = await stage.states(number)
    assert (states["钱护士"], states["郑委员"], states["李预备"], states["孙书记"]) == (
        "present",
        "waiting",
        "leave",
        "waiting",
    )


@ON_BOTH
async def test_leave_is_asked_for_granted_and_taken_back(stage: Stage):
    stage.friends.add(NURSE)
    number = await stage.calls()
    said = await stage.says(NURSE, "请假 孩子家长会", WARD)
    assert isinstance(said, Answer)
    assert "家长会" not in said.text
    await stage.runs(MONDAY + 6 * MINUTE)
    told = await said_in(chats.private(SECRETARY), "leaves")
    assert "钱护士" in told[-1]
    assert "家长会" not in told[-1]
    assert await said_in(chats.private(OTHER), "leaves") == []
    assert "家长会" in await stage.hears(SECRETARY, f"准假 {number}")
    assert (await stage.states(number))["钱护士"] == "waiting"
    await stage.hears(SECRETARY, f"准假 {number} 钱护士")
    assert (await stage.states(number))["钱护士"] == "leave"
    assert len(await said_in(chats.private(NURSE), "reminder.leave")) == 1
    await stage.hears(NURSE, f"销假 {number}")
    assert (await stage.states(number))["钱护士"] == "waiting"


async def test_duty_at_that_time_makes_it_official(stage: Stage):
    number = await stage.calls()
    await stage.says(NURSE, "值班 11月27日8:00-18:00")
    assert "因公" in await stage.hears(NURSE, f"请假 {number}")
    assert (await record(number, "钱护士")).official
    assert "事由" in await stage.hears(PROBATIONARY, f"请假 {number}")


async def test_every_decision_is_told_to_a_friend_and_to_nobody_else(stage: Stage):
    number = await stage.calls()
    stage.friends.add(NURSE)
    for account in (NURSE, PROBATIONARY):
        await stage.says(account, f"请假 {number} 有事")
    for line in (f"准假 {number} 全部", f"不准 {number} 钱护士 当天有选举", f"准假 {number} 钱护士"):
        await stage.hears(SECRETARY, line)
        stage.later(minutes=1)
    assert len(await said_in(chats.private(NURSE), "reminder.leave")) == 3
    assert await said_in(chats.private(PROBATIONARY)) == []


async def test_a_refusal_is_told_with_its_reason(stage: Stage):
    number = await stage.calls()
    stage.friends.add(NURSE)
    await stage.says(NURSE, f"请假 {number} 有事")
    await stage.hears(SECRETARY, f"不准 {number} 钱护士 当天有选举")
    assert "当天有选举" in (await said_in(chats.private(NURSE), "leave"))[-1]
    assert (await record(number, "钱护士")).leave == "refused"


async def test_who_recalls_their_request_takes_it_back(stage: Stage):
    number = await stage.calls()
    await stage.says(NURSE, f"请假 {number} 有事", WARD)
    chat_key, _, message_id = (await record(number, "钱护士")).leave_message.partition(" ")
    assert chat_key == WARD.key
    said = [await one(WARD, NURSE, message_id, stage.now) for one in registry.recall_handlers()]
    assert any(line and f"#{number}" in line for line in said)
    assert (await record(number, "钱护士")).leave == "withdrawn"
    assert [await one(WARD, NURSE, message_id, stage.now) for one in registry.recall_handlers()] == [None] * len(said)


async def test_only_the_branch_decides(stage: Stage):
    number = await stage.calls()
    await stage.says(NURSE, f"请假 {number} 有事")
    await stage.hears(OTHER, f"准假 {number} 钱护士")
    assert (await record(number, "钱护士")).leave == "asked"
    assert "有事" not in await stage.hears(OTHER, f"准假 {number}")


async def test_a_correction_is_kept_with_who_and_why(stage: Stage):
    number = await stage.calls()
    assert "还没开始" in await stage.hears(SECRETARY, f"补签 {number} 钱护士 迟到 手机没电")
    await stage.runs(END + 5 * MINUTE)
    await stage.hears(SECRETARY, f"补签 {number} 钱护士 迟到 手机没电")
    row = await CorrectionRow.get(session_id=number)
    assert (row.before, row.after, row.reason, row.corrected_by) == ("pending", "late", "手机没电", SECRETARY)
    assert (await stage.states(number))["钱护士"] == "late"
    assert await AuditEntry.filter(action="attendance.correct").count() == 1
    assert "例如" in await stage.hears(SECRETARY, f"补签 {number} 钱护士 来过 手机没电")
    await stage.hears(NURSE, f"补签 {number} 李预备 实到 我看见了")
    assert await CorrectionRow.filter(session_id=number).count() == 1


async def test_who_joined_later_sits_in_when_an_officer_says_so(stage: Stage):
    number = await stage.calls(FORM.replace("全体", "内科党支部"))
    stage.at(FRIDAY)
    await stage.hears(DEAN, f"现场 {number} 王医生")
    states = await stage.states(number)
    assert states["王医生"] == "observer"
    assert (await record(number, "王医生")).state == "present"


async def test_what_was_missed_is_made_up_and_no_count_changes(stage: Stage):
    number = await stage.calls(FORM + "\n议题: 学习二十届四中全会精神")
    assert "还没结束" in await stage.hears(NURSE, f"补学 {number}")
    await stage.runs(END + timedelta(hours=25))
    assert "四中全会" in await stage.hears(NURSE, f"补学 {number}")
    assert (await record(number, "钱护士")).made_up_at is None
    await stage.hears(NURSE, f"补学 {number} 收获很大")
    row = await record(number, "钱护士")
    assert (row.made_up_text, row.state) == ("收获很大", "absent")
    await stage.hears(SECRETARY, f"补学 {number} 李预备 郑委员")
    assert (await record(number, "郑委员")).made_up_by == SECRETARY
    assert "郑委员" in await stage.hears(SECRETARY, f"补学 {number} 郑委员"), "whose it is that changes nothing"
    stage.later(days=8)
    assert "过" in await stage.hears(SECRETARY, f"补学 {number} 赵无表决")
    assert (await record(number, "赵无表决")).made_up_at is None


async def test_a_roll_call_is_a_count_without_names(stage: Stage):
    plain = await stage.calls()
    number = await stage.calls(FORM + "\n点名: 是")
    stage.at(FRIDAY + 20 * MINUTE)
    assert "点名: 是" in await stage.hears(DEAN, f"点名 {plain}")
    for account in (NURSE, PROBATIONARY):
        await stage.says(account, f"签到 {number}", WARD)
    await stage.says(PROBATIONARY, "值班 今天8:00-18:00")
    await stage.hears(DEAN, f"点名 {number} 3分钟")
    stage.later(minutes=1)
    assert isinstance(await stage.says(NURSE, "到", WARD, quote=number), Quiet)
    await stage.runs(FRIDAY + 25 * MINUTE)
    said = (await said_in(WARD))[-1]
    assert "1/1" in said
    assert "钱护士" not in said
    assert "没有点名" in await stage.hears(NURSE, "到")


async def test_one_s_own_sessions_say_how_they_stand(stage: Stage):
    number = await stage.calls()
    assert "还没开始" in await stage.hears(NURSE, "出勤")
    await stage.says(NURSE, f"请假 {number} 有事")
    assert "请假待批" in await stage.hears(NURSE, f"出勤 {number}")
    await stage.hears(SECRETARY, f"不准 {number} 钱护士 当天有选举")
    assert "没有准假" in await stage.hears(NURSE, "出勤")
    stage.at(FRIDAY)
    assert "还没开始" not in await stage.hears(PROBATIONARY, "出勤")
    assert "未签到" in await stage.hears(PROBATIONARY, "出勤")
    stage.at(END)  # and the job of the end has not run yet
    assert "待核" in await stage.hears(PROBATIONARY, "出勤")


async def test_nobody_is_called_missing_before_one_may_sign_in(stage: Stage):
    number = await stage.calls()
    early = await stage.hears(SECRETARY, f"出勤 {number}")
    assert "钱护士" in early
    assert "未签到:" not in early
    stage.at(FRIDAY - 15 * MINUTE)
    assert "未签到:" in await stage.hears(SECRETARY, f"出勤 {number}")


async def test_what_waits_is_pointed_to_only_where_something_does(stage: Stage):
    number = await stage.calls()
    stage.at(FRIDAY)
    assert "我的" in await stage.hears(NURSE, "出勤")
    await stage.says(NURSE, f"签到 {number}", WARD)
    assert "我的" not in await stage.hears(NURSE, "出勤")


async def test_asking_for_leave_again_says_how_it_stands_and_how_to_change_the_reason(stage: Stage):
    number = await stage.calls()
    await stage.says(NURSE, f"请假 {number} 有事")
    assert f"销假 {number}" in await stage.hears(NURSE, f"请假 {number} 夜班")
    assert (await record(number, "钱护士")).leave_reason == "有事"
    await stage.hears(SECRETARY, f"准假 {number} 全部")
    assert "已准假" in await stage.hears(NURSE, f"请假 {number} 夜班")


async def test_an_officer_of_a_branch_decides_in_the_work_group_above_too(stage: Stage):
    number = await stage.calls()
    for account in (NURSE, "10013"):
        await stage.says(account, f"请假 {number} 有事")
    reply = await stage.says(SECRETARY, f"准假 {number} 全部", OFFICE)
    assert isinstance(reply, Answer)
    assert reply.private
    assert (await record(number, "钱护士")).leave == "granted"
    assert (await record(number, "王医生")).leave == "asked"
    refused = await stage.says(NURSE, f"准假 {number} 全部", OFFICE)
    assert isinstance(refused, Answer)
    assert "书记" in refused.text


async def test_a_mistyped_name_is_no_word_of_the_officer_s_own(stage: Stage):
    number = await stage.calls()
    await stage.runs(END + timedelta(hours=25))
    assert "查无此人" in await stage.hears(SECRETARY, f"补学 {number} 钱护士 查无此人")
    assert await AttendanceRow.filter(session_id=number, made_up_at__not_isnull=True).count() == 0


async def test_a_roll_call_typed_twice_is_one(stage: Stage):
    number = await stage.calls(FORM + "\n点名: 是")
    stage.at(FRIDAY)
    await stage.hears(DEAN, f"点名 {number} 3分钟")
    stage.later(minutes=1)
    assert "正在点名" in await stage.hears(DEAN, f"点名 {number} 3分钟")
    assert len([line for line in await said_in(WARD) if "引用本条回复:到" in line]) == 1
    stage.later(minutes=3)
    assert "已在" in await stage.hears(DEAN, f"点名 {number} 3分钟")


async def test_leave_that_a_correction_stands_against_is_told_so(stage: Stage):
    number = await stage.calls()
    await stage.says(NURSE, f"请假 {number} 有事")
    stage.at(FRIDAY)
    await stage.hears(SECRETARY, f"补签 {number} 钱护士 缺席 没有来")
    said = await stage.hears(SECRETARY, f"准假 {number} 钱护士")
    assert f"补签 {number} 钱护士 请假" in said
    assert (await stage.states(number))["钱护士"] == "absent"
