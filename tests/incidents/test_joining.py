"""Two people report one thing in a minute: both are filed, and joined after asking. And a recalled message."""

from plugins.gateway import registry
from plugins.gateway.chats import private
from plugins.gateway.outbox import State as Sent
from plugins.gateway.outbox.models import OutboxRow
from plugins.incidents.domain import State
from plugins.incidents.models import AlertedRow, IncidentRow, ReportRow
from plugins.incidents.service import names
from tests.incidents.stage import BOSS, ELSEWHERE, HEAD, NURSE, OTHER_NURSE, Night, kinds_of, state_of
from tests.relay.stage import ON_BOTH


async def two(night: Night) -> tuple[int, int]:
    """Two reports of two nurses of one unit in one minute."""
    first = await night.reports()
    night.later(seconds=20)
    return first, await night.reports(OTHER_NURSE, "突发 三楼没电")


@ON_BOTH
async def test_a_double_is_filed_at_once_and_both_are_told(night: Night):
    first = await night.reports()
    mark = await night.mark()
    night.later(seconds=20)
    said = await night.hears(OTHER_NURSE, "突发 三楼没电")
    assert f"#{first}" in said
    assert "确认" in said
    second = first + 1
    assert await state_of(second) is State.REPORTED
    assert f"并入 {second} {first}" in (await night.told(NURSE, since=mark))[0]
    assert f"#{second}" in (await night.told(BOSS, since=mark))[0]

    mark = await night.mark()
    assert f"#{first}" in await night.hears(OTHER_NURSE, "确认")
    row = await IncidentRow.get(id=second)
    assert (row.state, row.merged_into, row.next_report_at) == (State.MERGED, first, None)
    assert await kinds_of(first) == ["first", "first", "merged"]
    assert len(await night.told(NURSE, since=mark)) == 1
    await night.hears(OTHER_NURSE, f"续报 {second} 蜡烛到了")
    assert (await ReportRow.get(kind="report")).incident_id == first  # type: ignore[attr-defined]  # Tortoise's key
    shown = await night.hears(NURSE, f"突发 {second}")
    assert all(words in shown for words in (f"#{first}", "三楼没电", "蜡烛到了"))
    assert await AlertedRow.filter(incident_id=first).count() == 2


async def test_who_reported_first_is_not_asked_any_more_once_they_are_one(night: Night):
    first, second = await two(night)
    asked = OutboxRow.filter(ref=names.double_of(first, second))
    assert [row.state for row in await asked] == [Sent.QUEUED]
    await night.hears(OTHER_NURSE, "确认")
    assert [row.state for row in await asked] == [Sent.CANCELLED]


async def test_the_first_reporter_may_join_them_too_and_officers(night: Night):
    for who in (NURSE, HEAD, BOSS):
        first, second = await two(night)
        await night.hears(who, f"并入 {second} {first}")
        mark = await night.mark()
        await night.hears(who, "确认")
        assert await state_of(second) is State.MERGED
        heard = {one for one in (NURSE, OTHER_NURSE, HEAD, BOSS) if await night.told(one, since=mark)}
        assert heard == {NURSE, OTHER_NURSE, HEAD, BOSS} - {who}
        await night.hears(HEAD, f"终报 {first} 好了")


async def test_nobody_else_joins_them(night: Night):
    first, second = await two(night)
    await night.hears(ELSEWHERE, f"并入 {second} {first}")
    await night.hears(NURSE, f"并入 {first} {first}")
    await night.hears(ELSEWHERE, "确认")
    assert await state_of(second) is State.REPORTED


async def test_a_minute_later_or_elsewhere_it_is_no_double(night: Night):
    first = await night.reports()
    assert f"#{first}" not in await night.hears(ELSEWHERE, "突发 外科停电")
    night.later(minutes=2)
    assert f"#{first}" not in await night.hears(OTHER_NURSE, "突发 三楼没电")


async def test_who_calls_a_joined_one_false_does_not_end_the_other(night: Night):
    first, second = await two(night)
    await night.hears(OTHER_NURSE, "确认")
    assert f"误报 {first}" in await night.hears(OTHER_NURSE, f"误报 {second}")
    assert await state_of(first) is State.REPORTED


async def test_a_handler_goes_along(night: Night):
    first, second = await two(night)
    await night.hears(HEAD, f"接手 {second}")
    await night.hears(OTHER_NURSE, "确认")
    row = await IncidentRow.get(id=first)
    assert (row.state, row.handler_name) == (State.HANDLING, "内科同志甲")


async def test_a_recalled_report_stays_and_the_officers_are_told(night: Night):
    number = await night.reports()
    said = await ReportRow.get(kind="first")
    mark = await night.mark()
    night.later(minutes=1)
    answers = [
        await handler(private(NURSE), NURSE, said.message_id, night.stage.now)
        for handler in registry.recall_handlers()
        for _ in range(2)
    ]
    (answer,) = [one for one in answers if one]
    assert f"误报 {number}" in answer
    assert await state_of(number) is State.REPORTED
    assert await kinds_of(number) == ["first", "recalled"]
    (told,) = await night.told(BOSS, since=mark)
    assert "撤回" in told
