"""What relay says about a person, and what it erases."""

from datetime import timedelta

import time_machine

from plugins.gateway.directory import directory
from plugins.org import contribute
from plugins.relay.models import DirectiveRow, ReceiptRow
from plugins.storage import retention
from tests.relay.stage import SECRETARY, Stage, account_of


async def test_receipts_belong_to_my_data_and_go_after_180_days(stage: Stage):
    number = await stage.relays("传达 全体\n标题:体检\n请按时参加")
    receipt = await ReceiptRow.filter(directive_id=number).first()
    assert receipt is not None
    parts = await contribute.personal_data_of(receipt.person_id)
    assert any(f"#{number}" in line and "体检" in line for part in parts for line in part.lines)
    issued = (await DirectiveRow.get(id=number)).issued_at
    await retention.run(issued + timedelta(days=179))
    assert await ReceiptRow.all().count() > 0
    await retention.run(issued + timedelta(days=181))
    assert await ReceiptRow.all().count() == 0
    assert (await DirectiveRow.get(id=number)).people > 0


async def test_what_is_unread_waits_for_its_people_until_they_read_it(stage: Stage):
    late = await stage.relays("传达 内科党支部\n标题:体检\n截止:周五18:00\n请按时参加")
    urgent = await stage.relays("传达 内科党支部\n标题:值班表\n截止:明天18:00\n请核对")
    nurse = account_of("内科", 3)
    waiting = await contribute.waiting_for(await directory().actor(nurse))
    assert [(one.number, one.words) for one in waiting] == [(urgent, f"已阅 {urgent}"), (late, f"已阅 {late}")]
    await stage.says(nurse, f"已阅 {urgent}")
    assert [one.number for one in await contribute.waiting_for(await directory().actor(nurse))] == [late]
    assert await contribute.waiting_for(await directory().actor(account_of("外科", 3))) == []


async def test_what_is_stopped_or_not_out_yet_waits_for_nobody(stage: Stage):
    await stage.relays("传达 内科党支部\n标题:体检\n定时:明天8:00\n请按时参加")
    stopped = await stage.relays("传达 内科党支部\n标题:值班表\n请核对")
    await stage.says(SECRETARY, f"停发 {stopped}")
    await stage.says(SECRETARY, f"确认 {stopped}")
    with time_machine.travel(stage.now):
        assert await contribute.waiting_for(await directory().actor(account_of("内科", 3))) == []
