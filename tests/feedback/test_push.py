"""Push is the author's choice: the route is sealed, opened for one send, and gone with the notice of the end."""

from datetime import timedelta

import pytest

from plugins.feedback.domain import Kind
from plugins.feedback.models import CaseRow
from plugins.feedback.service import codes, filing, submitter, telling
from plugins.feedback.service.filing import Opinion
from plugins.gateway import chats
from plugins.gateway.outbox.models import OutboxRow
from tests.feedback.stage import CHEN, NURSE, Stage
from tests.support.roster import unit

FORMS = (NURSE, chats.private(NURSE).key)


async def filed_with_push(stage: Stage) -> tuple[str, str]:
    """A case with push that its handler has seen: code, and its name."""
    code = codes.draw()
    opinion = Opinion(Kind.APPEAL, "值班室没有空调", (await unit("内科党支部")).id)
    filed = await filing.file_anonymous(opinion, code, stage.now, chats.private(NURSE, via="30001"))
    await stage.sweeps()
    return code, f"意{filed.number}"


async def pushes() -> list[OutboxRow]:
    return await OutboxRow.filter(sealed__isnull=False).order_by("id")


async def test_the_route_is_opened_for_the_sender_and_kept_nowhere_after_the_end(stage: Stage):
    _, name = await filed_with_push(stage)
    await stage.says(CHEN, f"受理 {name}")
    assert "已告诉" in await stage.says(CHEN, f"办结 {name} 已装")
    rows = await pushes()
    assert len(rows) == 2
    for row in rows:
        assert row.expires_at is not None
        assert row.expires_at <= stage.now + timedelta(days=7), "an account that is away so long tells nobody any more"
        assert row.sealed
        assert not any(
            form in f"{row.key} {row.chat} {row.via} {row.ref} {row.segments} {row.sealed}" for form in FORMS
        )
    assert (await CaseRow.get()).push is None
    opened = await telling.open_route((rows[1].sealed or "").partition(":")[2])
    assert opened == chats.private(NURSE, via="30001")
    assert await telling.open_route((rows[0].sealed or "").partition(":")[2]) is None


async def test_who_stops_it_hears_nothing_more(stage: Stage):
    code, name = await filed_with_push(stage)
    await stage.says(CHEN, f"受理 {name}")
    await submitter.stop_push(await submitter.by_code(NURSE, code), stage.now)
    assert await pushes() == []
    await stage.says(CHEN, f"办结 {name} 已装")
    assert await pushes() == []


async def test_a_route_opens_no_other_case(stage: Stage):
    _, name = await filed_with_push(stage)
    await filed_with_push(stage)
    await stage.says(CHEN, f"办结 {name} 已装")
    (row,) = await pushes()
    _, _, blob = (row.sealed or "").partition(":")[2].partition(".")
    other = await CaseRow.get(push__isnull=False)
    with pytest.raises(telling.sealing.Unreadable):
        await telling.open_route(f"{other.id}.{blob}")
