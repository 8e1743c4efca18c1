"""接手 续报 终报 更正突发 误报: what is kept, who hears of it, when the clock runs."""

from plugins.gateway.directory import directory
from plugins.gateway.outbox import Lane
from plugins.gateway.outbox.models import OutboxRow
from plugins.incidents.domain import State
from plugins.incidents.models import IncidentRow, ReportRow
from plugins.org import contribute
from plugins.remind.models import MatterRow
from tests.incidents.stage import (
    BOSS,
    ELSEWHERE,
    HEAD,
    NURSE,
    OTHER_HEAD,
    OTHER_NURSE,
    Night,
    kinds_of,
    state_of,
)
from tests.relay.stage import ON_BOTH


async def runs(number: int) -> bool:
    """Whether the clock of an incident runs."""
    matter = await MatterRow.get(kind="incidents", ref=str(number))
    row = await IncidentRow.get(id=number)
    assert (matter.next_at is not None) == (row.next_report_at is not None)
    return matter.next_at is not None


@ON_BOTH
async def test_from_the_first_report_to_the_last(night: Night):
    number = await night.reports()
    assert await runs(number)
    mark = await night.mark()
    await night.hears(HEAD, f"接手 {number}")
    assert await state_of(number) is State.HANDLING
    assert [len(await night.told(who, since=mark)) for who in (NURSE, BOSS, HEAD)] == [1, 1, 0]
    night.later(minutes=30)
    await night.hears(NURSE, f"续报 {number} 备用电源已接上")
    row = await IncidentRow.get(id=number)
    assert row.next_report_at is not None
    assert (row.next_report_at - night.stage.now).total_seconds() == 3600
    assert "备用电源已接上" in (await night.told(HEAD, since=mark))[-1]
    night.later(minutes=5)
    await night.hears(HEAD, f"终报 {number} 已恢复,无人受伤")
    assert await state_of(number) is State.CLOSED
    assert not await runs(number)
    assert "已恢复" in (await night.told(NURSE, since=mark))[-1]
    assert await kinds_of(number) == ["first", "taken", "report", "closing"]
    shown = await night.hears(BOSS, f"突发 {number}")
    order = [shown.index(words) for words in ("手术室在用", "接手", "备用电源已接上", "已恢复,无人")]
    assert order == sorted(order)
    times = [line.partition(" ")[0] for line in shown.splitlines()[2:6]]
    assert "(周" in times[0]
    assert [len(time) for time in times[1:]] == [5, 5, 5]
    lanes = {(row.kind, row.lane) for row in await OutboxRow.filter(kind__startswith="incidents")}
    assert lanes == {("incidents.alert", Lane.ALERT), ("incidents.news", Lane.URGENT)}


async def test_a_false_alarm_is_told_to_all_who_were_told(night: Night):
    number = await night.reports()
    mark = await night.mark()
    await night.hears(NURSE, f"误报 {number} 消防演练")
    assert await state_of(number) is State.FALSE
    for officer in (HEAD, BOSS):
        (said,) = await night.told(officer, since=mark)
        assert "消防演练" in said
    assert not await runs(number)
    assert f"#{number}" in await night.hears(HEAD, f"续报 {number} 又来了")
    assert await kinds_of(number) == ["first", "false"]


async def test_a_correction_is_a_version_and_the_original_stays(night: Night):
    number = await night.reports()
    await night.hears(NURSE, f"更正突发 {number} 是四楼,不是三楼")
    night.later(minutes=1)
    await night.hears(HEAD, f"更正突发 {number} 是五楼")
    row = await IncidentRow.get(id=number)
    assert (row.title, row.version) == ("三楼停电", 3)
    assert [one.version for one in await ReportRow.filter(kind="correction").order_by("id")] == [2, 3]
    shown = await night.hears(BOSS, f"突发 {number}")
    assert all(words in shown for words in ("三楼停电", "是四楼", "是五楼", "第3版"))
    night.later(days=1)
    await night.hears(HEAD, f"续报 {number} 过了一夜")
    days = [line for line in (await night.hears(BOSS, f"突发 {number}")).splitlines()[2:] if "(周" in line]
    assert len(days) == 2
    assert "过了一夜" in days[1]


async def test_what_comes_in_a_row_goes_out_together(night: Night):
    number = await night.reports()
    await night.hears(NURSE, f"续报 {number} 甲处")
    mark = await night.mark()
    await night.hears(NURSE, f"续报 {number} 乙处")
    await night.hears(OTHER_NURSE, f"续报 {number} 他人")
    await night.hears(NURSE, f"续报 {number} 丙处")
    assert await night.told(BOSS, since=mark) == []
    night.later(seconds=30)
    await night.due()
    (said,) = await night.told(BOSS, since=mark)
    assert said.index("乙处") < said.index("丙处")
    assert "他人" not in said


async def test_the_same_words_twice_are_one_report(night: Night):
    number = await night.reports()
    await night.hears(NURSE, f"续报 {number} 备用电源已接上")
    await night.hears(NURSE, f"续报 {number} 备用电源已接上")
    assert await kinds_of(number) == ["first", "report"]


async def test_a_second_officer_takes_it_only_with_the_word_for_it(night: Night):
    number = await night.reports()
    await night.hears(HEAD, f"接手 {number}")
    assert "内科同志甲" in await night.hears(BOSS, f"接手 {number}")
    assert (await IncidentRow.get(id=number)).handler_name == "内科同志甲"
    await night.hears(BOSS, f"接手 {number} 换人")
    assert (await IncidentRow.get(id=number)).handler_name == "王书记"


async def test_nobody_else_changes_it(night: Night):
    number = await night.reports()
    for who in (OTHER_NURSE, ELSEWHERE, OTHER_HEAD, "77001"):
        for word in ("接手", "续报", "终报", "更正突发", "误报"):
            assert "三楼停电" not in await night.hears(who, f"{word} {number} 正文")
    assert await state_of(number) is State.REPORTED
    assert await kinds_of(number) == ["first"]


async def test_without_a_number_the_only_one_is_meant(night: Night):
    number = await night.reports()
    await night.hears(NURSE, "续报 备用电源已接上")
    assert await kinds_of(number) == ["first", "report"]
    await night.reports(words="突发 二楼漏水")
    assert f"#{number}" in await night.hears(NURSE, "续报 又停了")
    assert await kinds_of(number) == ["first", "report"]


async def test_words_are_asked_for(night: Night):
    number = await night.reports()
    assert f"续报 {number}" in await night.hears(NURSE, f"续报 {number}")
    assert await kinds_of(number) == ["first"]


async def test_the_clock_reminds_all_until_somebody_takes_it_and_then_whoever_has_it(night: Night):
    number = await night.reports()
    await night.sent()
    mark = await night.mark()
    night.later(minutes=61)
    await night.due()
    assert [len(await night.told(who, since=mark)) for who in (HEAD, BOSS, NURSE)] == [1, 1, 0]
    await night.hears(HEAD, f"接手 {number}")
    mark = await night.mark()
    night.later(minutes=61)
    await night.due()
    assert [len(await night.told(who, since=mark)) for who in (HEAD, BOSS)] == [1, 0]
    rows = await OutboxRow.filter(kind="reminder.incidents")
    assert {row.lane for row in rows} == {Lane.URGENT}


async def test_it_waits_in_mine_with_its_time(night: Night):
    number = await night.reports()
    waiting = await contribute.waiting_for(await directory().actor(BOSS))
    assert [one.words for one in waiting if one.number == number] == [f"接手 {number}"]
    assert waiting[0].number == number
    assert waiting[0].due_at is None  # when it was reported is no time to do it by
    await night.hears(HEAD, f"接手 {number}")
    (mine,) = [one for one in await contribute.waiting_for(await directory().actor(HEAD)) if one.number == number]
    assert mine.words.startswith(f"续报 {number}")
    assert mine.due_at == (await IncidentRow.get(id=number)).next_report_at
    assert [one for one in await contribute.waiting_for(await directory().actor(BOSS)) if one.number == number] == []
