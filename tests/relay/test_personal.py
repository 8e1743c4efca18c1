"""What relay says about a person, and what it erases."""

from datetime import timedelta

from plugins.org import contribute
from plugins.relay.models import DirectiveRow, ReceiptRow
from plugins.storage import retention
from tests.relay.stage import Stage


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
