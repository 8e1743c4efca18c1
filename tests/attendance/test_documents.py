"""出勤统计, 纪要, 会议记录: what officers take away."""

from base64 import b64decode
from datetime import timedelta
from io import BytesIO
from itertools import cycle, islice
from zipfile import ZipFile

import pytest
from docx import Document
from docx.shared import Cm

from plugins.attendance import documents, domain, pictures, texts
from plugins.attendance.models import MinutesRow
from plugins.gateway.request import Answer
from plugins.gateway.segments import Segment
from tests.attendance.stage import DEAN, END, FORM, FRIDAY, NURSE, ON_BOTH, OTHER, SECRETARY, WARD, Stage

MINUTES = "一、传达学习上级精神\n二、讨论=1+1 @全体 [CQ:at,qq=all]"


async def a_held_session(stage: Stage) -> int:
    number = await stage.calls(FORM + "\n记录: 吴干事\n议题: 学习讨论\n列席: 群众代表")
    await stage.says(NURSE, f"请假 {number} 夜班")
    await stage.hears(SECRETARY, f"准假 {number} 全部")
    stage.at(FRIDAY)
    for account in ("10005", "10007"):
        await stage.says(account, f"签到 {number}", WARD)
    await stage.runs(END + timedelta(hours=25))
    return number


async def files_of(stage: Stage, account: str, line: str) -> dict[str, bytes]:
    reply = await stage.says(account, line)
    assert isinstance(reply, Answer), reply
    return dict(_file(one) for one in reply.files)


def _file(segment: Segment) -> tuple[str, bytes]:
    assert segment.type == "file"
    return str(segment.data["name"]).rpartition(".")[2], b64decode(str(segment.data["file"]).removeprefix("base64://"))


@ON_BOTH
async def test_a_month_is_told_by_unit_in_the_order_of_the_roster(stage: Stage):
    await a_held_session(stage)
    said = await stage.hears(DEAN, "出勤统计 2026-11")
    ward, theatre = said.index("内科党支部"), said.index("外科党支部")
    assert ward < theatre
    line = said[ward:theatre]
    assert "实到 2" in line
    assert "请假 1" in line
    alone = await stage.hears(DEAN, "出勤统计 2026-11 内科党支部")
    assert "外科党支部" not in alone
    assert "没有开完的会" in await stage.hears(DEAN, "出勤统计 2026-10")
    assert "例如" in await stage.hears(DEAN, "出勤统计 2026-13")


@pytest.mark.parametrize("line", ["出勤统计 2026-11", "出勤 1"])
async def test_more_units_than_a_picture_holds_come_as_a_file(stage: Stage, monkeypatch: pytest.MonkeyPatch, line):
    await a_held_session(stage)
    monkeypatch.setattr(texts, "UNITS_IN_TEXT", 2)
    monkeypatch.setattr(pictures, "PICTURE_FROM", 2)
    few = await stage.says(DEAN, line)
    assert isinstance(few, Answer)
    assert [one.type for one in few.segments] == ["image"]
    assert few.files == ()
    monkeypatch.setattr(domain, "LINES", 2)
    many = await stage.says(DEAN, line)
    assert isinstance(many, Answer)
    assert many.segments == ()
    assert (await files_of(stage, DEAN, line))["pdf"].startswith(b"%PDF-")
    assert "3 个单位" in many.text
    assert "外科党支部 " not in many.text.partition("缺席:")[0]


async def test_nobody_counts_another_branch(stage: Stage):
    await a_held_session(stage)
    assert "实到" not in await stage.hears(OTHER, "出勤统计 2026-11 内科党支部")
    assert "实到" not in await stage.hears(NURSE, "出勤统计 2026-11")


async def test_minutes_are_kept_and_the_older_ones_below_them(stage: Stage):
    number = await a_held_session(stage)
    await stage.hears(DEAN, f"纪要 {number} 初稿")
    await stage.hears("10009", f"纪要 {number} {MINUTES}")
    assert [row.text for row in await MinutesRow.all().order_by("id")] == ["初稿", MINUTES]
    assert MINUTES in await stage.hears(DEAN, f"纪要 {number}")
    await stage.hears(NURSE, f"纪要 {number} 我来写")
    assert await MinutesRow.all().count() == 2


async def test_the_record_is_an_editable_file_and_a_pdf(stage: Stage):
    number = await a_held_session(stage)
    await stage.hears(DEAN, f"纪要 {number} {MINUTES}")
    files = await files_of(stage, DEAN, f"会议记录 {number}")
    assert files["pdf"].startswith(b"%PDF-")
    paper = Document(BytesIO(files["docx"]))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    words = "\n".join([*cells, *(paragraph.text for paragraph in paper.paragraphs)])
    facts = ("2026年11月27日(周五)", "周院长", "吴干事", "学习讨论", "应到", "钱护士", "请假:夜班")
    for fact in (*facts, *MINUTES.splitlines()):
        assert fact in words
    head = paper.tables[-1].rows[0]
    assert [cell.text for cell in head.cells] == ["姓名", "单位", "缺席及事由"]
    assert head._tr.trPr is not None
    assert head._tr.trPr.xpath("w:tblHeader")
    assert await files_of(stage, NURSE, f"会议记录 {number}") == {}


def a_protocol(*names: str) -> domain.Protocol:
    """A session with these people there, and the same missing."""
    session = domain.Session(8, domain.SessionState.SETTLED, FRIDAY, END)
    proposal = domain.Proposal(1, "全体", "主题党日", FRIDAY, END)
    missing = [domain.Missing(name, "内科党支部", "absent", official=False, reason="", made_up=False) for name in names]
    return domain.Protocol(session, proposal, "院党委", domain.Counts(), None, names, (), missing, "")


def test_no_name_in_the_file_is_broken_and_each_can_be_found():
    names = list(islice(cycle(("钱护士", "欧阳建国", "阿依古丽·阿卜杜热合曼", "王医")), 200))
    paper = Document(BytesIO(documents.record(a_protocol(*names), END)))
    (cell,) = [row.cells[1] for row in paper.tables[0].rows if row.cells[0].text == "到会"]
    lines = cell.text.split("\n")
    assert " ".join(lines).split(" ") == names
    assert max(len(line.replace(" ", "")) + line.count(" ") / 2 for line in lines) <= (14.6 - 0.5) / 0.39
    assert min(len(line) for line in lines[:-1]) > 20, "lines are filled"


def test_the_file_is_set_for_offices():
    content = documents.record(a_protocol("钱护士", "阿依古丽·阿卜杜热合曼"), END)
    paper = Document(BytesIO(content))
    for table in paper.tables:
        widths = [column.width or 0 for column in table.columns]
        assert abs(sum(widths) - Cm(documents.TEXT_WIDTH)) < Cm(0.1)
        assert all(cell.width == width for row in table.rows for cell, width in zip(row.cells, widths, strict=True))
    assert (paper.tables[1].columns[0].width or 0) > Cm(12 * 0.39), "the longest name has room in one line"
    with ZipFile(BytesIO(content)) as parts:
        footer = parts.read("word/footer1.xml").decode()
        styles = parts.read("word/styles.xml").decode()
    for part in ("#8 会议记录", "PAGE", "NUMPAGES"):
        assert part in footer
    heading = styles[styles.index('w:styleId="Heading1"') :].partition("</w:style>")[0]
    assert "黑体" in heading
    assert 'w:color w:val="000000"' in heading
    assert "Theme" not in heading
    about = paper.core_properties
    assert (about.title, about.author, about.comments) == ("主题党日会议记录", "", "")
