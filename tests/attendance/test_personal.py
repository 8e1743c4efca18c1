"""What waits for a person, what is kept on them and for how long, and the sessions of a month for the ledger."""

from datetime import UTC, date, datetime, timedelta

import pytest

from plugins.attendance import service
from plugins.attendance.commands import personal
from plugins.attendance.models import AttendanceRow, SessionRow
from plugins.gateway.directory import directory
from plugins.org import contribute
from plugins.org.models import PersonRow
from plugins.storage import Transaction, clock, write
from tests.attendance.stage import DEAN, END, FORM, FRIDAY, NURSE, ON_BOTH, SECRETARY, WARD
from tests.support.roster import unit

REASON = "夜班连班"


@pytest.fixture
def now(stage, monkeypatch):
    """The clock of 我的 is the stage's."""
    monkeypatch.setattr(clock, "now", lambda: stage.now)


async def person(name: str) -> int:
    return (await PersonRow.get(name=name)).id


async def given(number: int, name: str, **columns: object) -> None:
    async def work(tx: Transaction) -> None:
        await AttendanceRow.filter(session_id=number, person_id=await person(name)).update(**columns)

    await write(work)


@ON_BOTH
async def test_what_waits_for_a_nurse(stage, now):
    number = await stage.calls()
    nurse = await directory().actor(NURSE)
    (waiting,) = await personal.waiting_sessions(nurse)
    assert (waiting.number, waiting.due_at) == (number, FRIDAY)
    assert waiting.words.startswith("请假")
    assert "14:45" in waiting.words
    stage.at(FRIDAY - timedelta(minutes=15))
    (waiting,) = await personal.waiting_sessions(nurse)
    assert waiting.words.startswith("签到")
    stage.at(FRIDAY + timedelta(minutes=1))
    (waiting,) = await personal.waiting_sessions(nurse)
    assert (waiting.words, waiting.due_at) == (f"签到 {number}", END)
    await stage.runs(END)
    assert await personal.waiting_sessions(nurse) == []
    await stage.runs(END + timedelta(hours=24))
    (waiting,) = await personal.waiting_sessions(nurse)
    assert (waiting.words, waiting.due_at) == (f"补学 {number} 已学", END + timedelta(days=7))
    stage.at(END + timedelta(days=8))
    assert await personal.waiting_sessions(nurse) == []


async def test_nothing_waits_for_who_has_signed_in_or_asked_for_leave(stage, now):
    number = await stage.calls()
    nurse = await directory().actor(NURSE)
    await given(number, "钱护士", leave="asked")
    assert await personal.waiting_sessions(nurse) == []
    await given(number, "钱护士", leave="none", signed_in_at=stage.now, means="typed", state="present")
    assert await personal.waiting_sessions(nurse) == []


@ON_BOTH
async def test_what_is_kept_on_a_person_and_what_is_erased(stage):
    number = await stage.calls()
    await given(number, "钱护士", leave="granted", state="leave", leave_reason=REASON, made_up_text="学了三遍")
    nurse = await person("钱护士")
    (line,) = (await personal.own_sessions(nurse)).lines
    for part in (f"#{number}", "请假", REASON, "学了三遍"):
        assert part in line
    await write(lambda tx: contribute.erase(tx, nurse))
    (line,) = (await personal.own_sessions(nurse)).lines
    assert "请假" in line
    assert REASON not in line
    assert "学了三遍" not in line


@ON_BOTH
async def test_a_person_sees_when_they_signed_in_and_who_set_what_right(stage, now):
    number = await stage.calls(FORM + "\n点名: 是")
    stage.at(FRIDAY)
    await stage.says(NURSE, f"签到 {number}", WARD)
    await stage.hears(DEAN, f"点名 {number}")
    await stage.says(NURSE, "到", WARD, quote=number)
    stage.later(minutes=80)
    await stage.says(NURSE, "签退", WARD)
    await stage.hears(SECRETARY, f"补签 {number} 钱护士 迟到 看错了时间")
    (line,) = (await personal.own_sessions(await person("钱护士"))).lines
    for part in (
        "签到 11月27日(周五)15:00(打字)",
        "签退 11月27日(周五)16:20",
        "点名应答 1 次",
        "实到 改为 迟到(看错了时间)",
    ):
        assert part in line


@ON_BOTH
async def test_reasons_go_after_90_days_and_records_after_their_years(stage):
    number = await stage.calls()
    await given(number, "钱护士", leave="granted", state="leave", leave_reason=REASON)
    await write(lambda tx: service.erase_reasons(tx, END))
    assert await AttendanceRow.filter(leave_reason=REASON).count() == 1
    await write(lambda tx: service.erase_reasons(tx, END + timedelta(seconds=1)))
    assert await AttendanceRow.filter(leave_reason=REASON).count() == 0
    await write(lambda tx: service.erase_old(tx, END + timedelta(seconds=1)))
    assert await AttendanceRow.all().count() == 0
    assert (await SessionRow.get(id=number)).expected == 10


async def test_the_ledger_of_a_month(stage):
    number = await stage.calls()
    other = await stage.calls("开会 内科党支部 12月1日15:00-16:00\n类型: 党课")
    await given(number, "钱护士", state="present", signed_in_at=FRIDAY, means="typed")
    ward = await unit("内科党支部")
    november = await personal.month_sheet(ward, date(2026, 11, 1))
    assert [row[0] for row in november.rows] == [number]
    counts = dict(zip(november.heading, november.rows[0], strict=True))
    assert (counts["应到"], counts["实到"], counts["缺席"]) == (6, 1, 0)
    december = await personal.month_sheet(ward, date(2026, 12, 1))
    assert [row[0] for row in december.rows] == [other]
    assert (await personal.month_sheet(await unit("外科党支部"), date(2026, 12, 1))).rows == ()


async def test_a_month_begins_at_local_midnight(stage):
    number = await stage.calls("开会 全体 12月1日00:10-00:50\n类型: 党课")
    assert (await stage.row(number)).begins == datetime(2026, 11, 30, 16, 10, tzinfo=UTC)
    sheet = await personal.month_sheet(await unit("院党委"), date(2026, 12, 1))
    assert [row[0] for row in sheet.rows] == [number]
