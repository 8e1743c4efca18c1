"""What relay says about a person, and what it erases."""

from datetime import timedelta

import time_machine

from plugins.gateway.directory import directory
from plugins.gateway.outbox import blobs
from plugins.org import contribute
from plugins.relay.models import CorrectionRow, DirectiveRow, ReceiptRow
from plugins.storage import retention
from tests.relay.stage import SECRETARY, Stage, account_of, answer, number_in
from tests.support.service import Service


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


async def test_texts_and_corrections_go_after_the_years_they_are_kept_and_counts_stay(stage: Stage):
    number = await stage.relays("传达 内科党支部\n标题: 体检\n请按时参加")
    await stage.says(SECRETARY, f"更正 {number} 改到周四")
    await stage.says(SECRETARY, "确认")
    row = await DirectiveRow.get(id=number)
    await retention.run(row.issued_at + timedelta(days=3 * 365))
    assert "改到周四" in (await DirectiveRow.get(id=number)).proposal
    await retention.run(row.issued_at + timedelta(days=3 * 366 + 1))
    kept = await DirectiveRow.get(id=number)
    assert (kept.proposal, kept.title, kept.people) == ("", "体检", 19)
    assert await CorrectionRow.all().count() == 0
    assert "不用更正" in answer(await stage.says(SECRETARY, f"更正 {number} 改到周五"))


async def test_the_pictures_of_what_is_scheduled_are_kept_until_it_goes_out(stage: Stage, monkeypatch):
    service = Service(monkeypatch)
    picture = service.arriving(service.world.picture(10000, "a.jpg", b"picture"))
    preview = number_in(await stage.says(SECRETARY, "传达 内科\n标题: 体检\n定时: 12月20日8:00", segments=(picture,)))
    await stage.says(SECRETARY, f"确认 {preview}")
    kept = (await blobs.BlobRow.get()).kept_at
    with time_machine.travel(kept + timedelta(days=20)):
        await retention.run(kept + timedelta(days=20))
    assert (await blobs.BlobRow.get()).kept_at > kept
