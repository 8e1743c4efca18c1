"""签到 as people type it: windows, codes, repeats, who is on no list."""

from datetime import timedelta

import pytest

from plugins.attendance import domain
from plugins.attendance.models import AttendanceRow, SessionRow
from plugins.gateway import chats
from plugins.gateway.request import Answer, Quiet, Repeat
from tests.attendance.stage import DEAN, END, FORM, FRIDAY, NURSE, ON_BOTH, SECRETARY, THEATRE, WARD, Stage, number_in

MINUTE = timedelta(minutes=1)
PROBATIONARY, ACTIVIST, SURGEON = "10005", "10010", "10013"


async def quiet(stage: Stage, account: str, line: str, chat: chats.Chat | None = WARD, **more: int) -> Quiet:
    reply = await stage.says(account, line, chat, **more)
    assert isinstance(reply, Quiet), reply
    return reply


async def answered(stage: Stage, account: str, line: str, chat: chats.Chat | None = WARD) -> str:
    reply = await stage.says(account, line, chat)
    assert isinstance(reply, Answer), reply
    return reply.text


@ON_BOTH
async def test_who_signs_in_is_there_and_a_repeat_changes_nothing(stage: Stage):
    number = await stage.calls()
    stage.at(FRIDAY - 2 * MINUTE)
    first = await quiet(stage, NURSE, "签到")
    expected = (await stage.row(number)).expected
    assert (first.topic, first.name, first.tally) == (f"#{number} 签到", "钱护士", f"1/{expected}")
    stage.later(minutes=1)
    again = await stage.says(NURSE, f"签到 {number}", WARD)
    assert isinstance(again, Repeat)
    assert again.since == FRIDAY - 2 * MINUTE
    assert (await quiet(stage, PROBATIONARY, "签到", quote=number)).tally == f"2/{expected}"
    states = await stage.states(number)
    assert (states["钱护士"], states["李预备"], states["郑委员"]) == ("present", "present", "waiting")
    assert (await SessionRow.get(id=number)).present == 2


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (FRIDAY - 15 * MINUTE, "present"),
        (FRIDAY + 10 * MINUTE, "present"),
        (FRIDAY + 10 * MINUTE + timedelta(seconds=1), "late"),
        (END, "late"),
    ],
)
async def test_the_window_and_the_late_rule_go_by_the_time_typed(stage: Stage, at, state: str):
    number = await stage.calls()
    stage.at(at)
    await quiet(stage, NURSE, "签到")
    assert (await stage.states(number))["钱护士"] == state


@pytest.mark.parametrize("at", [FRIDAY - 16 * MINUTE, END + MINUTE])
async def test_outside_the_window_nothing_is_recorded(stage: Stage, at):
    number = await stage.calls()
    stage.at(at)
    assert f"#{number}" in await answered(stage, NURSE, f"签到 {number}")
    assert (await stage.states(number))["钱护士"] == "waiting"


async def test_what_was_typed_in_time_counts_after_the_end_too(stage: Stage):
    number = await stage.calls()
    await stage.runs(END + 5 * MINUTE)
    assert (await stage.states(number))["钱护士"] == "pending"
    stage.at(FRIDAY + 5 * MINUTE)
    await quiet(stage, NURSE, f"签到 {number}")
    assert (await stage.states(number))["钱护士"] == "present"


async def test_who_is_not_expected_sits_in_and_counts_apart(stage: Stage):
    number = await stage.calls()
    stage.at(FRIDAY)
    said = await quiet(stage, ACTIVIST, "签到")
    assert "列席" in said.name
    assert said.tally.startswith("0/")
    assert (await stage.row(number)).present == 0


async def test_who_answers_with_the_word_of_another_kind_is_told_the_right_one(stage: Stage):
    number = await stage.calls()
    directive = number_in(await stage.hears(DEAN, "传达 全体\n请知悉"))
    await stage.hears(DEAN, "确认")
    stage.at(FRIDAY)
    assert f"签到 {number}" in await answered(stage, NURSE, f"已阅 {number}")
    assert f"已阅 {directive}" in await answered(stage, NURSE, f"签到 {directive}")
    assert f"传达情况 {directive}" in await stage.hears(DEAN, f"出勤 {directive}")


async def test_who_is_on_no_list_is_told_so(stage: Stage):
    number = await stage.calls(FORM.replace("全体", "内科党支部"))
    stage.at(FRIDAY)
    said = await answered(stage, SURGEON, f"签到 {number}", THEATRE)
    assert f"#{number}" in said
    assert f"/现场 {number}" in said
    assert await AttendanceRow.filter(session_id=number, signed_in_at__not_isnull=True).count() == 0


async def test_a_stranger_is_told_how_to_bind(stage: Stage):
    number = await stage.calls()
    stage.at(FRIDAY)
    assert "绑定" in await answered(stage, "99999", f"签到 {number}")


async def test_a_code_is_asked_for_where_the_session_has_one(stage: Stage):
    number = await stage.calls(FORM + "\n签到码: 是")
    stage.at(FRIDAY)
    secret = (await stage.row(number)).secret
    assert "四位码" in await answered(stage, NURSE, f"签到 {number}")
    stale = domain.code_at(secret, FRIDAY - 3 * MINUTE)
    assert "不对" in await answered(stage, NURSE, f"签到 {number} {stale}")
    assert (await stage.states(number))["钱护士"] == "waiting"
    before = domain.code_at(secret, FRIDAY - MINUTE)
    await quiet(stage, NURSE, f"签到 {before}")
    assert (await stage.states(number))["钱护士"] == "present"
    shown = await stage.hears(DEAN, f"签到码 {number}")
    assert domain.code_at(secret, FRIDAY) in shown
    assert domain.code_at(secret, FRIDAY) not in await stage.hears(NURSE, f"签到码 {number}")


async def test_signing_out_needs_a_sign_in(stage: Stage):
    number = await stage.calls()
    stage.at(FRIDAY)
    assert "还没有签到" in await answered(stage, NURSE, f"签退 {number}")
    await quiet(stage, NURSE, "签到")
    stage.later(minutes=80)
    assert (await quiet(stage, NURSE, "签退")).topic == f"#{number} 签退"
    row = await AttendanceRow.get(session_id=number, signed_out_at__not_isnull=True)
    assert row.signed_out_at == FRIDAY + 80 * MINUTE
    assert row.state == "present"
    stage.later(minutes=15)
    late = await answered(stage, NURSE, f"签退 {number}")
    assert "已签到" in late
    assert "补" not in late


async def test_two_sessions_at_once_are_told_apart_by_the_group_or_the_number(stage: Stage):
    ward = await stage.calls(FORM.replace("全体", "内科党支部"))
    theatre = await stage.calls(FORM.replace("全体", "外科党支部"))
    both = await stage.calls()
    stage.at(FRIDAY)
    assert (await quiet(stage, NURSE, "签到", WARD)).topic == f"#{both} 签到"
    assert (await quiet(stage, NURSE, f"签到 {ward}", WARD)).topic == f"#{ward} 签到"
    assert (await stage.states(theatre))["孙书记"] == "waiting"
    asked = await answered(stage, SURGEON, "签到", None)
    assert f"#{theatre}" in asked
    assert f"#{both}" in asked


async def test_a_cancelled_session_takes_no_sign_in(stage: Stage):
    number = await stage.calls()
    await stage.confirmed(DEAN, f"取消会议 {number}")
    stage.at(FRIDAY)
    assert "取消" in await answered(stage, NURSE, f"签到 {number}")


async def test_a_code_may_stand_before_the_word_and_is_found_behind_the_wrong_one(stage: Stage):
    number = await stage.calls(FORM + "\n签到码: 是")
    stage.at(FRIDAY)
    code = domain.code_at((await stage.row(number)).secret, FRIDAY)
    await quiet(stage, NURSE, f"{code} 签到")
    assert (await stage.states(number))["钱护士"] == "present"
    assert f"签到 {code}" in await stage.hears(PROBATIONARY, f"签到码 {code}")
    assert (await stage.states(number))["李预备"] == "waiting"


async def test_codes_cannot_be_tried_without_end(stage: Stage):
    number = await stage.calls(FORM + "\n签到码: 是")
    stage.at(FRIDAY)
    secret = (await stage.row(number)).secret
    right = {domain.code_at(secret, FRIDAY), domain.code_at(secret, FRIDAY - MINUTE)}
    wrong = [f"{value:04d}" for value in range(10) if f"{value:04d}" not in right][: domain.CODE_TRIES]
    for code in wrong:
        assert "不对" in await answered(stage, NURSE, f"签到 {number} {code}")
    assert "太多" in await answered(stage, NURSE, f"签到 {number} {domain.code_at(secret, FRIDAY)}")
    assert (await stage.states(number))["钱护士"] == "waiting"
    await quiet(stage, PROBATIONARY, f"签到 {number} {domain.code_at(secret, FRIDAY)}")
    stage.later(seconds=domain.CODE_TRIES_SECONDS)
    await quiet(stage, NURSE, f"签到 {number} {domain.code_at(secret, stage.now)}")


@ON_BOTH
async def test_who_was_set_right_as_absent_is_not_told_that_signing_in_counts(stage: Stage):
    number = await stage.calls()
    stage.at(FRIDAY + 5 * MINUTE)
    await stage.hears(SECRETARY, f"补签 {number} 钱护士 缺席 没有来")
    for _ in range(2):
        said = await answered(stage, NURSE, f"签到 {number}")
        assert f"/补签 {number}" in said
        assert "缺席" not in said, "a group hears nothing of one person's record"
        assert "缺席" in await answered(stage, NURSE, f"签到 {number}", None)
    assert (await stage.states(number))["钱护士"] == "absent"
    assert (await stage.row(number)).present == 0
    seen = await stage.hears(SECRETARY, f"现场 {number} 钱护士 李预备")
    assert "现场记下 1 人(实到 1/" in seen
    assert f"补签 {number} 钱护士 实到" in seen
    await stage.hears(SECRETARY, f"补签 {number} 钱护士 实到 来了")
    assert (await stage.states(number))["钱护士"] == "present"
    assert isinstance(await stage.says(NURSE, f"签到 {number}", WARD), Repeat)
