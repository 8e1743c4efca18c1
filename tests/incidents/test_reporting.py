"""突发: filed at once, alerted to all above, answered with who was not reached."""

import pytest

from plugins.gateway.chats import Chat
from plugins.gateway.outbox import Lane
from plugins.gateway.outbox.models import AccountRow, OutboxRow
from plugins.incidents.domain import State
from plugins.incidents.models import AlertedRow, IncidentRow
from plugins.incidents.service import reached
from plugins.org.models import PersonRow
from plugins.remind.reach import known
from plugins.storage import Transaction, write
from plugins.storage.reading import dialect
from tests.incidents.stage import (
    BOSS,
    ELSEWHERE,
    HEAD,
    NURSE,
    OTHER_HEAD,
    POWER_CUT,
    Night,
    due_rows,
    kinds_of,
    state_of,
)
from tests.relay.stage import ON_BOTH, group_of


@ON_BOTH
async def test_it_goes_to_every_officer_of_the_unit_and_above_at_once(night: Night):
    number = await night.reports()
    row = await IncidentRow.get(id=number)
    assert (row.title, row.text, row.state) == ("三楼停电", "手术室在用备用电源", State.REPORTED)
    rows = await OutboxRow.filter(ref=f"incidents:{number}:alert").order_by("id")
    assert [one.chat for one in rows] == [f"qq:private:{HEAD}", f"qq:private:{BOSS}"]
    assert {one.lane for one in rows} == {Lane.ALERT}
    assert all(one.not_before <= night.stage.now for one in rows)
    for officer in (HEAD, BOSS):
        (said,) = await night.told(officer)
        assert f"#{number}" in said
        assert "手术室在用备用电源" in said
    assert await night.told(OTHER_HEAD) == []


async def test_who_was_not_reached_is_named_at_once(night: Night):
    said = await night.hears(NURSE, POWER_CUT)
    assert "王书记" in said
    assert "请" in said
    assert "电话" in said
    assert await AlertedRow.filter(named_at__not_isnull=True).count() == 2


@ON_BOTH
async def test_an_officer_another_process_is_writing_to_is_not_named_yet(night: Night):
    async def noted(tx: Transaction) -> None:
        await AccountRow.create(id="777", seen_at=night.stage.now, friends=f'["{HEAD}"]')

    await write(noted)
    await night.says(NURSE, POWER_CUT)
    named = set(await AlertedRow.filter(named_at__not_isnull=True).values_list("person_id", flat=True))
    theirs = (await PersonRow.get(account=HEAD)).id
    assert (theirs in named) == (dialect() == "sqlite")  # one process: nobody else writes to anybody
    assert len(named) == (2 if dialect() == "sqlite" else 1)
    assert (HEAD in (await known() or ())) == (dialect() == "postgres")


async def test_the_words_may_begin_with_a_number_and_a_number_alone_asks(night: Night):
    number = await night.reports(words="突发 3 楼停电")
    assert (await IncidentRow.get(id=number)).title == "3 楼停电"
    assert "3 楼停电" in await night.hears(NURSE, f"突发 {number}")
    assert f"#{number}" in await night.hears(HEAD, "突发")
    assert await IncidentRow.all().count() == 1


async def test_the_same_words_again_are_the_same_report(night: Night):
    number = await night.reports()
    assert await night.reports() == number
    assert await IncidentRow.all().count() == 1
    assert await OutboxRow.filter(kind="incidents.alert").count() == 2


@ON_BOTH
async def test_beyond_five_in_ten_minutes_nobody_is_alerted_again_and_nothing_is_lost(night: Night):
    numbers = [await night.reports(words=f"突发 {floor} 楼停电") for floor in range(1, 6)]
    assert len(set(numbers)) == 5
    last, mark = numbers[-1], await night.mark()
    for _ in range(2):  # the second time is the same words
        assert f"#{last}" in await night.hears(NURSE, "突发 八楼漏水")
    night.later(seconds=25)
    await night.due()
    assert await IncidentRow.all().count() == 5
    assert [await kinds_of(one) for one in numbers] == [["first"]] * 4 + [["first", "report"]]
    assert not await OutboxRow.filter(kind="incidents.alert", id__gt=mark).exists()
    assert sum("八楼漏水" in said for said in await night.told(HEAD, since=mark)) == 1

    for number in numbers:
        await night.hears(NURSE, f"误报 {number}")
    behind = await night.reports(words="突发 又停电")
    assert {row.lane for row in await OutboxRow.filter(ref=f"incidents:{behind}:alert")} == {Lane.URGENT}
    night.later(minutes=11)
    await night.hears(NURSE, f"误报 {behind}")
    calm = await night.reports(words="突发 九楼停电")
    assert {row.lane for row in await OutboxRow.filter(ref=f"incidents:{calm}:alert")} == {Lane.ALERT}


async def test_a_stranger_in_a_bound_group_may_and_in_private_is_told_how(night: Night):
    number = await night.reports("77001", POWER_CUT, group_of("内科"))
    assert "77001" in (await night.told(HEAD))[0]
    assert (await IncidentRow.get(id=number)).reporter_id is None
    assert "绑定" in await night.hears("77002", POWER_CUT)
    assert await IncidentRow.all().count() == 1


async def test_others_do_not_see_it(night: Night):
    number = await night.reports()
    assert "三楼停电" not in await night.hears(ELSEWHERE, f"突发 {number}")
    assert f"#{number}" not in await night.hears(ELSEWHERE, "突发")
    shown = await night.hears(HEAD, f"突发 {number}", group_of("内科"))
    assert f"#{number}" in shown
    assert "手术室" not in shown


async def test_the_reporter_is_told_by_itself_when_the_bot_died_before_the_answer(night: Night):
    number = await night.reports()
    await night.died_before_the_answer(number)
    mark = await night.mark()
    night.later(seconds=8)
    await night.due()
    (said,) = await night.told(NURSE, since=mark)
    assert f"#{number}" in said
    assert "王书记" in said
    assert await state_of(number) is State.REPORTED
    night.later(minutes=2)
    await night.due()
    assert await night.told(NURSE, since=mark) == [said]
    assert await due_rows("incidents.settle") == []


async def test_who_is_still_under_way_after_a_minute_is_named_then(night: Night, monkeypatch: pytest.MonkeyPatch):
    def is_friend(chat: Chat) -> bool:
        return True

    monkeypatch.setattr(reached, "_is_friend", is_friend)
    said = await night.hears(NURSE, POWER_CUT)
    assert "另外 2 人" in said
    assert "王书记" not in said
    mark = await night.mark()
    await night.sent(HEAD)
    night.later(seconds=8)
    await night.due()
    assert await night.told(NURSE, since=mark) == []
    night.later(minutes=1)
    await night.due()
    (later,) = await night.told(NURSE, since=mark)
    assert "王书记" in later
    assert "内科同志甲" not in later


async def test_when_nobody_is_reached_it_is_told_outside_once(night: Night):
    number = await night.reports()
    night.later(seconds=8)
    await night.due()
    night.later(minutes=2)
    await night.due()
    (said,) = night.outside
    assert all(words in said for words in (f"#{number}", "三楼停电", "王书记", "内科同志甲"))


async def test_when_one_has_it_nothing_is_told_outside(night: Night):
    await night.reports()
    await night.sent(BOSS)
    night.later(minutes=2)
    await night.due()
    assert night.outside == []


async def test_whoever_reports_is_not_alerted_of_it(night: Night):
    number = await night.reports(HEAD)
    assert [row.chat for row in await OutboxRow.filter(ref=f"incidents:{number}:alert")] == [f"qq:private:{BOSS}"]


async def test_a_word_that_does_nothing_for_incidents_says_what_has_the_number(night: Night):
    number = await night.reports()
    said = await night.hears(BOSS, f"催办 {number}")
    assert "突发事件" in said
    assert f"突发 {number}" in said
