"""定时: confirmed for later, sent when its time comes; late it says so, a day late the officers are asked."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.segments import from_json, plain_text
from plugins.relay.models import DirectiveRow
from plugins.storage import due
from tests.relay.stage import OFFICE, ON_BOTH, SECRETARY, account_of, answer, group_of, messages_to, targets_of, text_to

FORM = "传达 内科、外科\n标题: 主题党日\n定时: 明天8:00\n请看。"
EIGHT = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


async def comes(at: datetime) -> None:
    """The clock strikes."""
    await due.run_due(at)


@ON_BOTH
async def test_nothing_goes_out_before_its_time_and_then_all_of_it(stage):
    number = await stage.relays(FORM)
    assert await targets_of(number) == set()
    await comes(EIGHT - timedelta(minutes=1))
    assert await targets_of(number) == set()
    await comes(EIGHT + timedelta(seconds=30))
    assert await targets_of(number) == {group_of("内科").key, group_of("外科").key}
    assert "原定" not in await text_to(group_of("内科"), number)
    assert (await DirectiveRow.get(id=number)).state == "open"
    await comes(EIGHT + timedelta(minutes=1))
    assert len(await messages_to(group_of("内科"), number)) == 1


async def test_after_hours_down_it_is_sent_and_says_so(stage):
    number = await stage.relays(FORM)
    await comes(EIGHT + timedelta(hours=20))
    assert "原定 11月24日(周二)08:00" in await text_to(group_of("内科"), number)


@ON_BOTH
async def test_after_more_than_a_day_the_officers_are_asked(stage):
    number = await stage.relays(FORM)
    await comes(EIGHT + timedelta(hours=25))
    assert await targets_of(number) == set()
    (asked,) = await OutboxRow.filter(kind="relay.missed")
    said = plain_text(from_json(json.loads(asked.segments)))
    assert asked.chat == OFFICE.key
    for fact in (f"#{number}", "11月24日(周二)08:00", f"/定时 {number} 现在", f"/停发 {number}"):
        assert fact in said
    stage.now = EIGHT + timedelta(hours=26)
    assert "已错过" in answer(await stage.says(SECRETARY, "定时"))
    preview = answer(await stage.says(SECRETARY, f"定时 {number} 现在"))
    assert "2 个群" in preview
    await stage.says(SECRETARY, "确认")
    await comes(stage.now)
    assert len(await targets_of(number)) == 2


async def test_what_is_scheduled_is_listed_moved_and_stopped(stage):
    number = await stage.relays(FORM)
    listed = answer(await stage.says(SECRETARY, "定时"))
    for fact in (f"#{number}", "11月24日(周二)08:00", "2 个群", "主题党日"):
        assert fact in listed
    assert "11月25日(周三)09:00" in answer(await stage.says(SECRETARY, f"定时 {number} 后天9:00"))
    assert "11月25日(周三)09:00" in answer(await stage.says(SECRETARY, "确认"))
    await comes(EIGHT)
    assert await targets_of(number) == set()
    assert "2 个群没发" in answer(await stage.says(SECRETARY, f"停发 {number}"))
    assert "2 个群不再发" in answer(await stage.says(SECRETARY, "确认"))
    await comes(EIGHT + timedelta(days=2))
    assert await targets_of(number) == set()
    assert "没有定时" in answer(await stage.says(SECRETARY, "定时"))


async def test_who_else_may_look_and_move(stage):
    number = await stage.relays(FORM)
    assert "没有定时" in answer(await stage.says(account_of("内科", 0), "定时"))
    assert "书记" in answer(await stage.says(account_of("内科", 0), f"定时 {number} 现在"))
    assert "例如" in answer(await stage.says(SECRETARY, f"定时 {number}"))
    assert "#9999" in answer(await stage.says(SECRETARY, "定时 9999 现在"))


@pytest.mark.parametrize("typed", ["已阅 {}", "已阅"])
async def test_nobody_reads_what_is_not_out(stage, typed):
    number = await stage.relays(FORM)
    said = answer(await stage.says(account_of("内科", 3), typed.format(number)))
    assert "记下" not in said


async def test_it_may_not_move_behind_its_deadline(stage):
    number = await stage.relays(FORM.replace("定时", "截止: 周五18:00  定时"))
    assert "晚于截止" in answer(await stage.says(SECRETARY, f"定时 {number} 周六9:00"))
