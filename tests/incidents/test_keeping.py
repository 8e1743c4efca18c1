"""What comes along with a report, what is kept on people, and for how long."""

from datetime import UTC, date, datetime, timedelta

import pytest

from plugins.gateway import attachments
from plugins.gateway.directory import directory
from plugins.gateway.outbox import bodies
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.request import Request
from plugins.gateway.segments import Segment
from plugins.incidents.models import AlertedRow, IncidentRow, ReportRow
from plugins.org import contribute
from plugins.storage import Transaction, retention, write
from tests.incidents.stage import BOSS, HEAD, NURSE, POWER_CUT, Night
from tests.relay.stage import ON_BOTH, answer, number_in

PICTURE = Segment("image", {"file": "a.jpg"})
GONE = Segment("image", {"file": "gone.jpg"})
PLAN = Segment("file", {"file": "plan.pdf", "name": "plan.pdf"})


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The chat service has the bytes of everything but GONE."""

    async def fetch(request: Request, piece: Segment) -> bytes:
        if piece.data["file"] == "gone.jpg":
            raise attachments.FileGone
        return str(piece.data["file"]).encode()

    monkeypatch.setattr(attachments, "fetch", fetch)


async def test_pictures_and_files_go_with_the_alert_and_what_is_missing_is_said(night: Night, files: None):
    reply = await night.says(NURSE, POWER_CUT, None, PICTURE, PLAN, GONE)
    number = number_in(reply)
    assert f"续报 {number}" in answer(reply).partition("没取到")[2]
    rows = await OutboxRow.filter(ref=f"incidents:{number}:alert", chat=f"qq:private:{HEAD}").order_by("part")
    kinds = [[piece.type for piece in await bodies.segments_of(row)] for row in rows]
    assert kinds == [["text", "image"], ["file"]]


async def test_a_picture_alone_is_a_report_and_follows_one(night: Night, files: None):
    number = number_in(await night.says(NURSE, "突发", None, PICTURE))
    await night.says(NURSE, f"续报 {number}", None, PICTURE)
    assert [row.kind.value for row in await ReportRow.filter(incident_id=number).order_by("id")] == ["first", "report"]


@ON_BOTH
async def test_personal_data_the_month_and_the_end_of_keeping(night: Night):
    number = await night.reports()
    await night.hears(HEAD, f"接手 {number}")
    head = (await directory().actor(HEAD)).person_id
    nurse = (await directory().actor(NURSE)).person_id
    assert head is not None
    assert nurse is not None
    for person in (head, nurse):
        parts = await contribute.personal_data_of(person)
        assert any(f"#{number}" in line for part in parts for line in part.lines)
    root = (await directory().actor(BOSS)).officer_units()[0]
    sheets = await contribute.ledger_of(root, date(2026, 11, 1))
    assert any(row[0] == number for sheet in sheets if sheet.name == "突发事件" for row in sheet.rows)

    async def erase(tx: Transaction) -> None:
        await contribute.erase(tx, head)
        await contribute.erase(tx, nurse)

    await write(erase)
    row = await IncidentRow.get(id=number)
    assert (row.reporter_account, row.reporter_name, row.handler_id, row.handler_name) == ("", "", None, "")
    assert {one.account for one in await ReportRow.all()} == {""}
    assert await AlertedRow.filter(person_id=head).count() == 0
    await night.hears(BOSS, f"终报 {number} 好了")
    await retention.run(datetime.now(UTC) + timedelta(days=366 * 4))
    assert await IncidentRow.all().count() == 0
