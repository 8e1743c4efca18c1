"""任务 5 as a picture and as a page."""

import pytest

from plugins import render
from plugins.gateway.request import Answer
from plugins.render import documents
from plugins.tasks import pictures
from plugins.tasks.domain import State
from plugins.tasks.models import AssignmentRow
from plugins.tasks.service import whole
from tests.relay.stage import SECRETARY, Stage, account_of, branch, number_in

FORM = "任务 全体\n标题: 上报花名册\n截止: 周五18:00\n请各支部核对后上报"


@pytest.fixture
async def number(stage: Stage) -> int:
    number = number_in(await stage.says(SECRETARY, FORM))
    await stage.says(SECRETARY, "确认")
    await stage.says(account_of("内科", 0), f"完成 {number} 全部#上报*了")
    return number


async def test_many_units_are_a_picture_and_the_words_count(stage: Stage, number: int):
    reply = await stage.says(SECRETARY, f"任务 {number}")
    assert isinstance(reply, Answer)
    assert [segment.type for segment in reply.segments] == ["image"]
    assert branch("外科") not in reply.text.partition("看一个单位")[0]
    assert "待审核 1" in reply.text


async def test_it_shows_every_unit_in_the_order_of_the_roster_and_what_it_said(stage: Stage, number: int):
    data = pictures.board(await whole(number), stage.now)
    units = [row.unit_name for row in await AssignmentRow.filter(task_id=number).order_by("unit_id")]
    assert [row[0] for row in data["rows"]] == units
    assert (branch("内科"), "待审核", "全部#上报*了") in data["rows"]
    assert data["total"]["done"] == 0
    assert ("1", "待审核", "wary") in data["tiles"]
    assert len(data["tiles"]) == len(State)


async def test_it_is_printed(stage: Stage, number: int):
    document = documents.find("task")
    assert document is not None
    page = await document.make(number)
    assert (await render.pdf(page.template, page.data)).startswith(b"%PDF-")
