"""Pictures with 完成: kept, shown to the issuer, never asked for."""

from base64 import b64encode
from datetime import datetime, timedelta

import pytest
import time_machine

from plugins.gateway import attachments
from plugins.gateway.outbox import retention as blobs_kept
from plugins.gateway.outbox.models import BlobRow
from plugins.gateway.request import Answer, Request
from plugins.gateway.segments import Segment
from plugins.storage import retention
from plugins.tasks.domain import State
from plugins.tasks.models import AssignmentRow
from tests.relay.stage import SECRETARY, Stage, account_of, answer, branch, number_in

FORM = "任务 全体\n标题: 上报花名册\n截止: 周五18:00\n请各支部核对后上报"
HEAD = account_of("内科", 0)


@pytest.fixture(autouse=True)
def pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """The chat service has the bytes of every picture but `gone`."""

    async def fetch(_: Request, file: Segment) -> bytes:
        if file.data["file"] == "gone":
            raise attachments.FileGone
        return str(file.data["file"]).encode()

    monkeypatch.setattr(attachments, "fetch", fetch)


def sent(*names: str) -> tuple[Segment, ...]:
    return tuple(Segment("image", {"file": name}) for name in names)


async def issued(stage: Stage) -> int:
    number = number_in(await stage.says(SECRETARY, FORM))
    await stage.says(SECRETARY, "确认")
    return number


async def seen(stage: Stage, number: int) -> Answer:
    reply = await stage.says(SECRETARY, f"任务 {number} 内科党支部")
    assert isinstance(reply, Answer)
    return reply


async def test_pictures_are_kept_and_shown_to_the_issuer(stage: Stage):
    number = await issued(stage)
    said = answer(await stage.says(HEAD, f"完成 {number} 全部上报", segments=sent("a", "b", "gone")))
    assert "2 张" in said
    assert "1 张" in said
    reply = await seen(stage, number)
    assert [one.data["file"] for one in reply.segments] == [
        f"base64://{b64encode(name).decode()}" for name in (b"a", b"b")
    ]
    await stage.says(HEAD, f"完成 {number}", segments=sent("c"))
    assert len((await seen(stage, number)).segments) == 3


async def test_nobody_is_asked_for_any(stage: Stage):
    number = await issued(stage)
    assert "图" not in answer(await stage.says(HEAD, f"完成 {number}"))
    assert (await AssignmentRow.get(task_id=number, unit_name=branch("内科"))).state is State.SUBMITTED
    assert (await seen(stage, number)).segments == ()


async def test_they_stay_while_the_task_is_open_and_go_after_it(stage: Stage):
    number = await issued(stage)
    await stage.says(HEAD, f"完成 {number}", segments=sent("a"))
    for days in (20, 40, 60):
        await nights(stage.now + timedelta(days=days))
    assert await BlobRow.all().count() == 1
    await stage.says(SECRETARY, f"销号 {number}")
    await stage.says(SECRETARY, "确认")
    await nights(stage.now + timedelta(days=60 + blobs_kept.BLOB_DAYS + 1))
    assert await BlobRow.all().count() == 0
    assert "保存期" in (await seen(stage, number)).text


async def nights(now: datetime) -> None:
    """The nightly erasing as it runs then."""
    with time_machine.travel(now, tick=False):
        assert await retention.run(now) == []
