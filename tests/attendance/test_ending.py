"""The end of a session: 待核, the host's list once, the groups' counts once, 缺席 after a day; also when the bot was down."""

from datetime import timedelta

from plugins import storage
from plugins.attendance.models import AttendanceRow
from plugins.attendance.service import ending
from plugins.gateway.catchup import behind
from plugins.gateway.outbox import bodies
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.segments import plain_text
from plugins.storage import due
from tests.attendance.stage import DEAN, END, FRIDAY, OFFICE, ON_BOTH, ROSTER, THEATRE, WARD, Stage, said_in
from tests.support.roster import given_roster

REPORTED = END + timedelta(minutes=3)


async def over(stage: Stage) -> None:
    """The session has ended, and what is said about it is said."""
    await stage.runs(END)
    await stage.runs(REPORTED)


async def reports(number: int) -> list[str]:
    """What was said in private about a session."""
    rows = await OutboxRow.filter(ref=f"attendance:{number}", chat__contains=":private:")
    return [plain_text(await bodies.segments_of(row)) for row in rows]


@ON_BOTH
async def test_silent_people_are_pending_then_absent(stage):
    number = await stage.calls()
    stage.at(FRIDAY)
    await stage.signs(number, "周院长", "陈书记", "钱护士")
    await stage.signs(number, "郑委员", at=FRIDAY + timedelta(minutes=20), state="late")
    await stage.runs(END)
    states = await stage.states(number)
    assert sorted(states.values()).count("pending") == 6
    assert states["李预备"] == "pending"
    assert states["发展对象乙"] == "observer"
    await stage.runs(REPORTED)
    (listed,) = await reports(number)
    assert "李预备" in listed
    assert "钱护士" not in listed
    ward, theatre = (await said_in(WARD))[-1], (await said_in(THEATRE))[-1]
    assert "应到 6 实到 3(迟到 1)" in ward
    assert "待核 3" in ward
    assert "应到 2 实到 0" in theatre
    assert "李预备" not in ward
    await stage.runs(END + timedelta(hours=24))
    assert (await stage.states(number))["李预备"] == "absent"
    assert (await stage.row(number)).state == "settled"
    assert len(await reports(number)) == 1


async def test_everybody_there_needs_no_list(stage):
    number = await stage.calls()
    names = [name for name, state in (await stage.states(number)).items() if state == "waiting"]
    stage.at(FRIDAY)
    await stage.signs(number, *names)
    await over(stage)
    assert await reports(number) == []
    assert "缺席 0" in (await said_in(WARD))[-1]


async def test_the_bot_was_down_over_the_end(stage):
    """Down from before it opened until after: the end, the list and the counts come late, and once."""
    number = await stage.calls()
    stage.at(END + timedelta(minutes=10))
    await stage.runs()
    assert (await stage.row(number)).state == "ended"
    assert await reports(number) == []
    assert not await said_in(WARD, "reminder")
    await stage.signs(number, "钱护士", at=FRIDAY)  # what was typed meanwhile is found
    await stage.runs(END + timedelta(minutes=13))
    (listed,) = await reports(number)
    assert "钱护士" not in listed
    await stage.runs(END + timedelta(hours=30))
    assert (await stage.states(number))["钱护士"] == "present"
    assert len(await reports(number)) == 1
    assert len([line for line in await said_in(WARD) if "已结束" in line]) == 1


async def test_the_bot_was_down_for_days(stage):
    number = await stage.calls()
    stage.at(END + timedelta(days=2))
    await stage.runs()
    assert (await stage.row(number)).state == "settled"
    await stage.runs(stage.now + timedelta(minutes=3))
    (listed,) = await reports(number)
    assert "缺席" in listed


async def test_nothing_is_said_before_an_account_is_connected(stage):
    """Then what was typed while the bot was away is not looked up yet."""
    number = await stage.calls()
    await stage.runs(END)
    stage.friends = None
    stage.at(REPORTED)
    assert await due.run_due(stage.now) == 1
    assert await reports(number) == []
    stage.friends = {DEAN}
    stage.later(minutes=1)
    await stage.runs()
    assert await reports(number) == []
    stage.later(minutes=2)
    await stage.runs()
    assert len(await reports(number)) == 1


async def test_nothing_is_said_before_what_was_missed_is_looked_up(stage, monkeypatch):
    """An account that cannot look it up is not waited for for ever."""
    number = await stage.calls()
    await stage.runs(END)
    monkeypatch.setattr(behind, "accounts", {"90000"})
    stage.at(REPORTED)
    for _ in range(ending.LOOKS):
        assert await due.run_due(stage.now) == 1
        assert await reports(number) == []
        stage.later(minutes=1)
    await stage.runs()
    assert len(await reports(number)) == 1


async def test_caught_up_it_is_said_at_the_next_look(stage, monkeypatch):
    number = await stage.calls()
    await stage.runs(END)
    monkeypatch.setattr(behind, "accounts", {"90000"})
    stage.at(REPORTED)
    await stage.runs()
    behind.accounts.clear()
    await stage.signs(number, "钱护士", at=FRIDAY)
    stage.later(minutes=1)
    await stage.runs()
    (listed,) = await reports(number)
    assert "钱护士" not in listed


async def test_a_host_who_is_no_friend_is_told_by_who_called_it_or_the_office(stage):
    number = await stage.calls()
    stage.friends = set()
    await over(stage)
    assert await reports(number) == []
    told = [line for line in await said_in(OFFICE) if "待核的" in line]
    assert len(told) == 1
    assert f"#{number}" in told[0]


async def test_who_left_the_roster_during_it_is_no_longer_expected(stage):
    number = await stage.calls()
    stage.at(FRIDAY)
    await stage.runs()
    await stage.signs(number, "王医生")
    await given_roster(*[row for row in ROSTER if not row.startswith(("钱护士", "王医生"))])
    await stage.runs(END)
    states = await stage.states(number)
    assert (states["钱护士"], states["王医生"]) == ("left", "present")
    assert (await stage.row(number)).expected == 9


async def test_who_moves_during_it_counts_where_they_were(stage):
    await stage.calls()
    stage.at(FRIDAY)
    await stage.runs()
    await given_roster(*[row.replace("外科", "内科") if row.startswith("王医生") else row for row in ROSTER])
    await over(stage)
    assert "应到 2 实到 0" in (await said_in(THEATRE))[-1]


async def test_a_job_that_runs_twice_changes_nothing(stage):
    number = await stage.calls()
    await over(stage)
    before = await AttendanceRow.filter(session_id=number).values("state", "role", "person_id")

    async def again(kind: str) -> None:
        async def work(tx: storage.Transaction) -> None:
            await due.schedule(tx, kind, str(number), stage.now)

        await storage.write(work)

    for kind in ("attendance.open", "attendance.remind", "attendance.end", "attendance.report"):
        await again(kind)
    await stage.runs()
    assert await AttendanceRow.filter(session_id=number).values("state", "role", "person_id") == before
    assert len(await reports(number)) == 1
    assert len([line for line in await said_in(WARD) if "已结束" in line]) == 1


@ON_BOTH
async def test_a_session_over_midnight_is_one_of_the_day_it_began(stage):
    number = await stage.calls("开会 全体\n类型: 党课\n时间: 11月30日23:00-1:00")
    row = await stage.row(number)
    assert row.ends - row.begins == timedelta(hours=2)
    stage.at(row.ends - timedelta(minutes=1))
    await stage.says("10004", "签到", WARD)
    await stage.runs(row.ends)
    states = await stage.states(number)
    assert (states["钱护士"], states["李预备"]) == ("late", "pending")
    assert "实到 1" in await stage.hears(DEAN, "出勤统计 2026-11")
    assert "没有开完的会" in await stage.hears(DEAN, "出勤统计 2026-12")


@ON_BOTH
async def test_who_has_posts_in_two_units_counts_once_and_signs_in_in_either_group(stage):
    await given_roster(*ROSTER, "钱护士,院党委/外科党支部,正式党员,,10004,,")
    number = await stage.calls()
    stage.at(FRIDAY)
    await stage.runs()
    assert (await stage.row(number)).expected == 10
    await stage.says("10004", "签到", THEATRE)
    await stage.says("10004", "签到", WARD)
    assert (await stage.states(number))["钱护士"] == "present"
    assert (await stage.row(number)).present == 1
    await over(stage)
    assert "实到 1" in (await said_in(WARD))[-1], "where their 组织关系 is"
    assert "实到 0" in (await said_in(THEATRE))[-1]
