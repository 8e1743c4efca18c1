"""Roster files: read from CSV or Excel bytes, written as either."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence

from . import domain
from .domain import IsASpreadsheet, NumberedRow, Sheet

UNPACKED_LIMIT = 200_000_000
"""Bytes a workbook may unpack to: a small file can hold a very large one."""

_EXACT = 2**53
"""Whole numbers above it are rounded in a workbook."""


def read_roster(content: bytes) -> Sheet:
    """Reads CSV in any known encoding, or an Excel workbook (the first sheet that has the heading).

    Raises NotATable; IsASpreadsheet for a workbook that cannot be read (damaged, locked, too large).
    """
    try:
        return domain.read_sheet(content)
    except IsASpreadsheet:
        return _workbook(content)


def _workbook(content: bytes) -> Sheet:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum  # seldom used, and heavy

    try:
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                if sum(part.file_size for part in packed.infolist()) > UNPACKED_LIMIT:
                    raise IsASpreadsheet
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        read: list[Sheet] = []
        for meta in book.sheets_metadata:
            if meta.visible is SheetVisibleEnum.Visible:
                # row numbers are those of the spreadsheet only with the empty area above
                cells = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
                read.append(domain.read_rows(_numbered(cells)))
                if read[-1].rows or any(problem.rows for problem in read[-1].problems):
                    return read[-1]
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise IsASpreadsheet from error
    if not read:
        raise IsASpreadsheet
    return read[0]


def _numbered(rows: Iterable[Sequence[object]]) -> list[NumberedRow]:
    texts = ((number, tuple(_text(cell) for cell in row)) for number, row in enumerate(rows, 1))
    return [NumberedRow(number, cells) for number, cells in texts if any(cells)]


def _text(cell: object) -> str:
    """A workbook has floats only: 10001.0 was typed as 10001."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) <= _EXACT:
        return str(int(cell))
    return str(cell).strip().strip("\ufeff\u200b")


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file that spreadsheets open rightly: with a mark for UTF-8, and no cell that is taken for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(domain.COLUMNS)
    writer.writerows([domain.safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_workbook(rows: Iterable[Sequence[str]]) -> bytes:
    """An .xlsx file whose cells are all texts: long numbers keep their digits, and nothing is a formula."""
    import xlsxwriter  # seldom used, and heavy

    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    sheet = book.add_worksheet("名册")
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bold": True})
    for column, (name, width) in enumerate(zip(domain.COLUMNS, (12, 32, 14, 20, 14, 12, 24), strict=True)):
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell, text)
    book.close()
    return packed.getvalue()


TEMPLATE = (
    ("张三", "院党委/内科党支部", "正式党员", "书记", "10001", "A001", ""),
    ("李四", "院党委/内科党支部", "预备党员", "", "", "A002", "不计入应到(借调)"),
)
"""Two rows to be written over."""
