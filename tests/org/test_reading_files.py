"""A roster file as offices really send it."""

import pytest

from plugins.org.domain import IsASpreadsheet, Membership, NotATable, ProblemKind, read_sheet
from tests.support.roster import HEADING, a_file

ROW = "王𠮷,院党委/内科党支部,正式党员,书记,12345678,A01,"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_usual_encoding_is_read(encoding):
    sheet = read_sheet(f"{HEADING}\r\n{ROW}\r\n".encode(encoding))
    assert not sheet.problems
    assert (sheet.rows[0].name, sheet.rows[0].unit) == ("王𠮷", ("院党委", "内科党支部"))


def test_a_paste_from_a_spreadsheet_is_separated_by_tabs():
    sheet = read_sheet(f"{HEADING}\n{ROW}".replace(",", "\t").encode())
    assert sheet.rows[0].account == "12345678"


def test_a_title_line_may_stand_above_and_rows_count_as_in_a_spreadsheet():
    sheet = read_sheet(f"全院党员名册\n{HEADING}\n\n{ROW}\n,,,,,,\n李四,院党委,不详,,,,".encode())
    assert sheet.rows[0].number == 4
    assert [(problem.kind, problem.rows) for problem in sheet.problems] == [(ProblemKind.UNKNOWN_MEMBERSHIP, (6,))]


def test_a_line_break_inside_a_cell_is_no_new_row():
    sheet = read_sheet(a_file('张三,院党委,正式党员,,,,"无表决权\n借调"', "李四,院党委,不详,,,,"))
    assert sheet.rows[0].flags.no_vote
    assert sheet.problems[0].rows == (3,)


def test_columns_are_found_by_their_names_and_unknown_ones_are_not_kept():
    sheet = read_sheet("手机号,QQ号,所在党支部,姓名(必填)\n138,10001,院党委,张 三".encode())
    assert (sheet.rows[0].name, sheet.rows[0].account, sheet.ignored) == ("张三", "10001", ("手机号",))
    assert sheet.rows[0].membership is None


@pytest.mark.parametrize(
    ("cell", "kept"),
    [("12345678.0", "12345678"), ("１２３４５", "12345"), ("'10001", "10001"), ('"=""10001"""', "10001")],
)
def test_numbers_that_a_spreadsheet_has_touched(cell, kept):
    assert read_sheet(a_file(f"张三,院党委,,,{cell},,")).rows[0].account == kept


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (",院党委,,,,,", ProblemKind.NO_NAME),
        ("张三,,,,,,", ProblemKind.NO_UNIT),
        ("张三,院党委//内科,,,,,", ProblemKind.EMPTY_UNIT_NAME),
        (f"张三,{'/'.join('院' * 13)},,,,,", ProblemKind.TOO_DEEP),
        (f"{'张' * 40},院党委,,,,,", ProblemKind.TOO_LONG),
        (f"张三,{'院' * 70},,,,,", ProblemKind.TOO_LONG),
        ("张三,院党委,群众,,,,", ProblemKind.UNKNOWN_MEMBERSHIP),
        ("张三,院党委,,,1.23E+09,,", ProblemKind.ROUNDED_NUMBER),
        ("张三,院党委,,,wxid_abc,,", ProblemKind.BAD_ACCOUNT),
        ("张三,院党委,,,0123456,,", ProblemKind.BAD_ACCOUNT),
    ],
)
def test_a_row_that_cannot_be_taken_is_named(row, kind):
    problem = read_sheet(a_file("李四,院党委,,,,,", row)).problems[0]
    assert (problem.kind, problem.rows) == (kind, (3,))


def test_a_file_without_the_heading_or_without_rows_is_refused():
    assert read_sheet("张三,院党委".encode()).problems[0].kind is ProblemKind.NO_HEADING
    assert read_sheet(a_file()).problems[0].kind is ProblemKind.NO_ROWS
    assert read_sheet(b"").problems[0].kind is ProblemKind.NO_HEADING


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest"])
def test_a_workbook_is_named_as_one(content):
    with pytest.raises(IsASpreadsheet):
        read_sheet(content)


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x00\x00", b"\xff\xff\x80", b'"' + b"x" * 200_000])
def test_bytes_that_are_no_table(content):
    with pytest.raises(NotATable):
        read_sheet(content)


def test_words_for_membership():
    read = {word: Membership.read(word) for word in ("党员", "积极分子", "群众代表", "群众")}
    assert list(read.values()) == [Membership.FULL, Membership.ACTIVIST, Membership.REPRESENTATIVE, None]
