"""Workbooks and CSV files: what goes out comes in again, and stays text."""

import csv
import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from plugins.org import domain, export, files, roster
from plugins.org.domain import IsASpreadsheet, ProblemKind
from tests.support.roster import HEADING, given_roster

FORMULAS = ("=1+1", "@x", "-2", "+3", "=cmd|'/c calc'!A1")


def a_workbook(*sheets: list[list[object]], hidden: int | None = None) -> bytes:
    """A workbook as a spreadsheet program makes it: numbers are numbers."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed)
    for index, rows in enumerate(sheets):
        sheet = book.add_worksheet()
        if index == hidden:
            sheet.hide()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return packed.getvalue()


HEAD: list[object] = [*HEADING.split(",")]


def test_numbers_in_cells_are_the_numbers_that_were_typed():
    rows: list[list[object]] = [["2026年名册"], HEAD, ["张三", "院党委/内科", "正式党员", "", 10001, 12, ""]]
    sheet = files.read_roster(a_workbook(rows))
    assert (sheet.rows[0].number, sheet.rows[0].account, sheet.rows[0].staff_no) == (3, "10001", "12")


def test_rows_count_as_in_the_spreadsheet_also_below_an_empty_area():
    rows: list[list[object]] = [[], [], HEAD, [], ["张三", "", "", "", "", "", ""]]
    (problem,) = files.read_roster(a_workbook(rows)).problems
    assert (problem.kind, problem.rows) == (ProblemKind.NO_UNIT, (5,))


def test_a_number_too_long_for_a_spreadsheet_is_asked_about():
    rows: list[list[object]] = [HEAD, ["张三", "院党委", "", "", "", 123456789012345678901, ""]]
    assert files.read_roster(a_workbook(rows)).problems[0].kind is ProblemKind.ROUNDED_NUMBER


def test_the_first_visible_sheet_with_the_heading_is_the_roster():
    roster_of = [[HEAD, [name, "院党委", "", "", "", "", ""]] for name in ("旧人", "新人")]
    book = a_workbook([["填表说明"]], roster_of[0], roster_of[1], hidden=1)
    assert [row.name for row in files.read_roster(book).rows] == ["新人"]
    assert files.read_roster(a_workbook([["填表说明"]])).problems[0].kind is ProblemKind.NO_HEADING


def test_a_workbook_that_cannot_be_read_is_named_as_one(monkeypatch):
    for content in (b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest", a_workbook([HEAD])[:400]):
        with pytest.raises(IsASpreadsheet):
            files.read_roster(content)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as other:
        other.writestr("a.txt", "no workbook")
    with pytest.raises(IsASpreadsheet):
        files.read_roster(packed.getvalue())
    monkeypatch.setattr(files, "UNPACKED_LIMIT", 10)
    with pytest.raises(IsASpreadsheet):
        files.read_roster(a_workbook([HEAD]))


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_stays_text(text):
    row = ("张三", "院党委", "正式党员", text, "", "", "")
    (_, cells) = csv.reader(io.StringIO(files.as_csv([row]).decode("utf-8-sig"), newline=""))
    assert cells[3] == f"'{text}"
    assert files.read_roster(files.as_csv([row])).rows[0].title == text
    book = files.as_workbook([row])
    assert CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()[1][3] == text
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


def test_a_tab_or_a_return_in_front_is_marked():
    for mark in ("\t", "\r"):
        assert domain.safe_cell(f"{mark}=1").startswith("'")


text = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="/／\\>'‘’\"\u200b\ufeff"), min_size=1, max_size=8
)
one = st.tuples(text, text, st.sampled_from(domain.Membership), text | st.just(""), st.booleans())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(one, min_size=1, max_size=6))
async def test_what_is_exported_changes_nothing_when_it_is_imported(sqlite_database, people):
    rows = [
        (name, f"院党委/{unit}", str(membership), title, str(20000 + index), f"G{index}", "无表决权" if flag else "")
        for index, (name, unit, membership, title, flag) in enumerate(people)
    ]
    content = files.as_csv(rows)
    sheet = files.read_roster(content)
    if sheet.problems:
        return
    plan = await roster.preview(sheet)
    await roster.apply(sheet, plan.digest(), "cli")
    exported, count = await export.rows()
    assert count == len(people)
    for written in (files.as_csv(exported), files.as_workbook(exported)):
        again = await roster.preview(files.read_roster(written))
        assert again.problems == ()
        assert again.is_empty


async def test_who_holds_several_posts_is_exported_with_the_home_post_first(sqlite_database):
    await given_roster("甲,院党委/内科,正式党员,,10001,,", "甲,院党委,,书记,10001,,", "乙,院党委/内科,群众代表,,,,")
    exported, people = await export.rows()
    assert people == 2
    assert [row[:2] for row in exported] == [("甲", "院党委/内科"), ("甲", "院党委"), ("乙", "院党委/内科")]
    assert (await roster.preview(files.read_roster(files.as_csv(exported)))).is_empty


def test_the_template_is_a_good_roster():
    for content in (files.as_csv(files.TEMPLATE), files.as_workbook(files.TEMPLATE)):
        sheet = files.read_roster(content)
        assert len(sheet.rows) == 2
        assert not sheet.problems
