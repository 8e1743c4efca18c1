"""The rules of directives and receipts. Times come in as arguments, aware; nothing here knows a database."""

from .board import LINES, Arrival, Board, Summary, UnitLine, arrival, rolled_up, totals, troubled
from .closing import Notice, UnitState, notices
from .content import Content, Piece, content_of, count_pieces, title_and_text
from .directive import (
    HEADERS,
    IN_THE_MORNING,
    MOVES,
    NOT_SECRET,
    SECRECY_WORDS,
    Outline,
    Proposal,
    State,
    is_late,
    morning_word,
)

__all__ = [
    "HEADERS",
    "IN_THE_MORNING",
    "LINES",
    "MOVES",
    "NOT_SECRET",
    "SECRECY_WORDS",
    "Arrival",
    "Board",
    "Content",
    "Notice",
    "Outline",
    "Piece",
    "Proposal",
    "State",
    "Summary",
    "UnitLine",
    "UnitState",
    "arrival",
    "content_of",
    "count_pieces",
    "is_late",
    "morning_word",
    "notices",
    "rolled_up",
    "title_and_text",
    "totals",
    "troubled",
]
