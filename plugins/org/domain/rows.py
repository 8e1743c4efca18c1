"""From numbered cells to rows of the roster, each checked on its own."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import lru_cache

from . import table
from .words import Flags, Membership, tidy_name

COLUMNS = ("姓名", "组织", "身份", "职务", "QQ", "工号", "备注")
REQUIRED = ("姓名", "组织")
_ALSO = {
    "名字": "姓名",
    "单位": "组织",
    "所在组织": "组织",
    "党支部": "组织",
    "所在党支部": "组织",
    "人员类别": "身份",
    "党内职务": "职务",
    "QQ号": "QQ",
    "QQ号码": "QQ",
    "员工号": "工号",
    "人员编号": "工号",
}
_HEADING_WITHIN = 5
"""The heading stands in one of the first rows: a title may stand above it."""

NAME_LENGTH = 32
UNIT_LENGTH = 64
TITLE_LENGTH = 64
STAFF_NO_LENGTH = 32
DEPTH = 12
"""Units below units, at most; the stored path of ids has to fit its column."""


class ProblemKind(StrEnum):
    """Why a roster is refused; texts say it."""

    NO_HEADING = auto()
    NO_ROWS = auto()
    NO_NAME = auto()
    NO_UNIT = auto()
    EMPTY_UNIT_NAME = auto()
    TOO_DEEP = auto()
    TOO_LONG = auto()
    UNKNOWN_MEMBERSHIP = auto()
    BAD_ACCOUNT = auto()
    ROUNDED_NUMBER = auto()
    OTHER_ROOT = auto()
    NAMESAKES = auto()
    TWO_NAMES = auto()
    TWO_ACCOUNTS = auto()
    TWO_STAFF_NUMBERS = auto()
    TWO_KNOWN = auto()
    ONE_KNOWN_TWICE = auto()
    SEVERAL_KNOWN = auto()
    FOREIGN_UNIT = auto()
    """The value is the unit and the importer's own, with a bar between."""
    FOREIGN_PERSON = auto()
    CHANGED_ACCOUNT = auto()
    POST_TOO_HIGH = auto()
    SUPERIOR = auto()
    SUPERIOR_MISSING = auto()


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason for a refusal, with the rows it is about (numbered as in a spreadsheet)."""

    kind: ProblemKind
    rows: tuple[int, ...] = ()
    value: str = ""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row as read. `unit` is names from the root down; empty cells are None or ""."""

    number: int
    name: str
    unit: tuple[str, ...]
    membership: Membership | None
    title: str
    account: str | None
    staff_no: str | None
    flags: Flags


@dataclass(frozen=True, slots=True)
class Sheet:
    """A roster file as read. With problems, `rows` holds only the good ones. `ignored` are unknown columns."""

    rows: tuple[RosterRow, ...]
    problems: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()


class _BadCell(Exception):
    def __init__(self, kind: ProblemKind, value: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.value = value


def read_sheet(content: bytes) -> Sheet:
    """Reads a roster file in CSV of any known encoding. Raises table.NotATable, table.IsASpreadsheet."""
    return read_rows(table.read(content))


def read_rows(numbered: Sequence[table.NumberedRow]) -> Sheet:
    """Reads the rows of a table, whatever file they come from."""
    for index, row in enumerate(numbered[:_HEADING_WITHIN]):
        columns = _columns(row.cells)
        if all(name in columns for name in REQUIRED):
            return _checked(numbered[index + 1 :], columns, _unknown(row.cells))
    return Sheet((), (Problem(ProblemKind.NO_HEADING),))


def _canonical(heading: str) -> str:
    plain = re.sub(r"\s|[*＊]|[(（].*[)）]", "", unicodedata.normalize("NFKC", heading))
    plain = plain.upper() if plain.upper().startswith("QQ") else plain
    return _ALSO.get(plain, plain)


def _columns(cells: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for position, cell in enumerate(cells):
        if (name := _canonical(cell)) in COLUMNS:
            columns.setdefault(name, position)
    return columns


def _unknown(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell for cell in cells if cell and _canonical(cell) not in COLUMNS)


def _checked(numbered: Sequence[table.NumberedRow], columns: dict[str, int], ignored: tuple[str, ...]) -> Sheet:
    rows: list[RosterRow] = []
    problems: list[Problem] = []
    for row in numbered:
        cells = {name: row.cells[at] if at < len(row.cells) else "" for name, at in columns.items()}
        if not any(cells.values()):
            continue
        try:
            rows.append(_read_row(row.number, cells))
        except _BadCell as bad:
            problems.append(Problem(bad.kind, (row.number,), bad.value))
    if not rows and not problems:
        problems.append(Problem(ProblemKind.NO_ROWS))
    return Sheet(tuple(rows), tuple(problems), ignored)


def _read_row(number: int, cells: dict[str, str]) -> RosterRow:
    name = tidy_name(cells["姓名"])
    if not name:
        raise _BadCell(ProblemKind.NO_NAME)
    if len(name) > NAME_LENGTH:
        raise _BadCell(ProblemKind.TOO_LONG, name)
    title = cells.get("职务", "")
    if len(title) > TITLE_LENGTH:
        raise _BadCell(ProblemKind.TOO_LONG, title)
    return RosterRow(
        number,
        name,
        _unit(cells["组织"]),
        _membership(cells.get("身份", "")),
        title,
        _account(cells.get("QQ", "")),
        _staff_no(cells.get("工号", "")),
        _flags(cells.get("备注", "")),
    )


@lru_cache(maxsize=4096)
def _unit(text: str) -> tuple[str, ...]:
    if not text.strip("/／\\> "):
        raise _BadCell(ProblemKind.NO_UNIT)
    names = tuple("".join(part.split()) for part in re.split(r"[/／\\>]", text.strip("/／\\> ")))
    if not all(names):
        raise _BadCell(ProblemKind.EMPTY_UNIT_NAME, text)
    if len(names) > DEPTH:
        raise _BadCell(ProblemKind.TOO_DEEP, text)
    if any(len(name) > UNIT_LENGTH for name in names):
        raise _BadCell(ProblemKind.TOO_LONG, text)
    return names


def _membership(text: str) -> Membership | None:
    if not text:
        return None
    if (membership := Membership.read(text)) is None:
        raise _BadCell(ProblemKind.UNKNOWN_MEMBERSHIP, text)
    return membership


_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)


def _number(text: str) -> str:
    """A cell that spreadsheets take for a number: full-width digits, `'` in front and `.0` behind are undone."""
    plain = re.sub(r"\.0+$", "", unicodedata.normalize("NFKC", text).strip().lstrip("'‘’=").strip('"'))
    if _SCIENTIFIC.fullmatch(plain):
        raise _BadCell(ProblemKind.ROUNDED_NUMBER, text)
    return plain


def _account(text: str) -> str | None:
    if not text:
        return None
    plain = _number(text)
    if not re.fullmatch(r"[1-9]\d{4,11}", plain, re.ASCII):
        raise _BadCell(ProblemKind.BAD_ACCOUNT, text)
    return plain


def _staff_no(text: str) -> str | None:
    if not text:
        return None
    plain = _number(text)
    if len(plain) > STAFF_NO_LENGTH:
        raise _BadCell(ProblemKind.TOO_LONG, text)
    return plain or None


@lru_cache(maxsize=4096)
def _flags(text: str) -> Flags:
    return Flags.read(text)
