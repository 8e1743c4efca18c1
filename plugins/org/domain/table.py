"""From the bytes of a roster file to numbered rows of cells."""

import codecs
import csv
import io
from dataclasses import dataclass

DELIMITERS = ("\t", ",", ";", "，")
SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .xls files begin."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class NotATable(Exception):
    """The file holds no text that can be read as CSV."""


class IsASpreadsheet(NotATable):
    """The file is an Excel workbook: no CSV, and read elsewhere where it can be read at all."""


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """`number` is the row as a spreadsheet counts it, the first being 1."""

    number: int
    cells: tuple[str, ...]


def decode(content: bytes) -> str:
    """Text of UTF-8, UTF-16 or GBK (GB18030) bytes, with or without a mark. Raises NotATable."""
    if content.startswith(SPREADSHEET):
        raise IsASpreadsheet
    guesses = [encoding for bom, encoding in _BOMS if content.startswith(bom)] or ["utf-8"]
    sample = content[:4000]
    if guesses == ["utf-8"] and b"\0" in sample:
        guesses = ["utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"]
    if guesses == ["utf-8"]:
        guesses.append("gb18030")
    for encoding in guesses:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotATable


def read(content: bytes) -> list[NumberedRow]:
    """The rows that hold anything, the heading among them. Raises NotATable, IsASpreadsheet."""
    text = decode(content)
    beginning = text[:2000]
    delimiter = max(DELIMITERS, key=beginning.count)
    try:
        # newline="" keeps a line break inside quotes in its cell, so that rows count as in a spreadsheet
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise NotATable from error
    return [
        NumberedRow(number, tuple(tidy_cell(cell) for cell in row))
        for number, row in enumerate(rows, 1)
        if any(cell.strip() for cell in row)
    ]


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula."""


def safe_cell(text: str) -> str:
    """A text as a CSV cell that stays text in a spreadsheet; `tidy_cell` undoes it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def tidy_cell(text: str) -> str:
    """A cell as it was meant: no white space around it, nor the mark that `safe_cell` puts before a formula."""
    plain = text.strip().strip("\ufeff\u200b")
    return plain[1:] if plain.startswith("'") and plain[1:].startswith(_FORMULA) else plain
