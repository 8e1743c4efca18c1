"""The rules of the roster, pure: words, the file as a table, its rows, the people in it, the plan of an import."""

from .cards import Card, Entry, Matches, Reader, match_cards
from .limits import NO_RANK, Limits, rank
from .people import FilePerson, FilePost, gather
from .plan import Change, KnownPerson, KnownUnit, Plan, compare
from .rows import COLUMNS, Problem, ProblemKind, RosterRow, Sheet, read_rows, read_sheet
from .shifts import SHIFTS, BadLine, ShiftRow, read_rota
from .table import IsASpreadsheet, NotATable, NumberedRow, decode, safe_cell
from .words import OFFICER_TITLES, Flags, Membership, ScopeWords, leads, match, read_scope, tidy_name, titles

__all__ = [
    "COLUMNS",
    "NO_RANK",
    "OFFICER_TITLES",
    "SHIFTS",
    "BadLine",
    "Card",
    "Change",
    "Entry",
    "FilePerson",
    "FilePost",
    "Flags",
    "IsASpreadsheet",
    "KnownPerson",
    "KnownUnit",
    "Limits",
    "Matches",
    "Membership",
    "NotATable",
    "NumberedRow",
    "Plan",
    "Problem",
    "ProblemKind",
    "Reader",
    "RosterRow",
    "ScopeWords",
    "Sheet",
    "ShiftRow",
    "compare",
    "decode",
    "gather",
    "leads",
    "match",
    "match_cards",
    "rank",
    "read_rota",
    "read_rows",
    "read_scope",
    "read_sheet",
    "safe_cell",
    "tidy_name",
    "titles",
]
