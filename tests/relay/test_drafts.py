"""A phone's drafts of relay: what is collected, 完毕, one line, the preview."""

import pytest

from plugins.relay.models import DirectiveRow
from tests.relay.stage import SECRETARY
from tests.support.hall import a_hall


@pytest.fixture
async def hall(stage, monkeypatch):
    with a_hall(monkeypatch) as desk:
        yield desk


@pytest.mark.parametrize(("opening", "line"), [("更正 {}", "改到四楼"), ("更正", "{} 改到四楼")])
async def test_a_correction_from_a_phone(stage, hall, opening, line):
    number = await stage.relays("传达 内科\n标题: 主题党日\n三楼开会。")
    await hall.says(SECRETARY, opening.format(number))
    await hall.says(SECRETARY, "周五15:00")
    await hall.says(SECRETARY, "在四楼会议室开会")
    (asked,) = await hall.says(SECRETARY, "完毕")
    assert "改了什么" in asked
    (preview,) = await hall.says(SECRETARY, line.format(number))
    for fact in (f"#{number}", "改动:改到四楼", "新的正文"):
        assert fact in preview
    await hall.says(SECRETARY, "确认")
    row = await DirectiveRow.get(id=number)
    assert row.corrected == 1
    assert "周五15:00" in row.proposal
    assert "三楼" not in row.proposal
