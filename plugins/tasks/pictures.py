"""What stands on the pictures and pages of tasks: facts in, data for a template out."""

from datetime import datetime
from pathlib import Path
from typing import Any

from . import texts
from .domain import Board, Line, State, counted

BOARD = Path(__file__).parent / "templates" / "board.typ"
PICTURE_FROM = 4
"""Units from which on a picture shows them; fewer are told in words."""
ROWS = 100
"""Units on a picture; of more only those that are not done, in the roster's order all the same."""


def board(found: Board, now: datetime) -> dict[str, Any]:  # JSON for the template
    """A task as a picture."""
    lines = found.lines
    if len(lines) > ROWS:
        lines = tuple(line for line in lines if line.state is not State.DONE)[:ROWS]
    return _page(found, now, lines)


def board_pages(found: Board, now: datetime) -> dict[str, Any]:  # as above
    """The same with every unit: for a PDF."""
    return _page(found, now, found.lines)


def _page(found: Board, now: datetime, lines: tuple[Line, ...]) -> dict[str, Any]:  # as above
    states, overdue = counted(found.lines, now)
    return {
        "title": found.title,
        "kicker": texts.board_kicker(found),
        "facts": texts.board_facts(found),
        "total": {"label": texts.STATES[State.DONE], "done": states.get(State.DONE, 0), "all": len(found.lines)},
        "tiles_label": texts.OTHERS,
        "tiles": texts.state_tiles(states, overdue),
        "units_label": texts.units_label(len(found.lines)),
        "head": texts.BOARD_HEAD,
        "rows": [texts.board_row(line, found.deadline, now) for line in lines],
        "rest": texts.units_not_listed(len(found.lines) - len(lines)),
        "footer": texts.made_text(found.number, now),
    }
