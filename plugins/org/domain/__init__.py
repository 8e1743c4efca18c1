"""The rules of the roster, pure: words, the file as a table, its rows, the people in it, the plan of an import."""

from .people import FilePerson, FilePost, gather
from .plan import Change, KnownPerson, KnownUnit, Plan, compare
from .rows import Problem, ProblemKind, RosterRow, Sheet, read_sheet
from .table import IsASpreadsheet, NotATable
from .words import OFFICER_TITLES, Flags, Membership, ScopeWords, leads, match, read_scope, tidy_name, titles

__all__ = [
    "OFFICER_TITLES",
    "Change",
    "FilePerson",
    "FilePost",
    "Flags",
    "IsASpreadsheet",
    "KnownPerson",
    "KnownUnit",
    "Membership",
    "NotATable",
    "Plan",
    "Problem",
    "ProblemKind",
    "RosterRow",
    "ScopeWords",
    "Sheet",
    "compare",
    "gather",
    "leads",
    "match",
    "read_scope",
    "read_sheet",
    "tidy_name",
    "titles",
]
