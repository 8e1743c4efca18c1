"""What stands on relay's pictures and pages: facts in, data for a template out."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from . import domain, texts
from .domain import Board, UnitLine

BOARD = Path(__file__).parent / "templates" / "board.typ"

Section = tuple[str, Sequence[UnitLine]]
"""A heading and the units below it."""


def board(found: Board, made_at: datetime) -> dict[str, Any]:  # JSON for the template
    """传达情况 as a picture: a bar a unit; of very many units only those that are not finished, at most CELLS of them.

    The order is the roster's everywhere: nobody is ranked.
    """
    if len(found.lines) <= domain.LINES:
        return board_pages(found, made_at)
    troubled = domain.troubled(found.lines)
    waiting = [line for line in found.lines if line not in troubled and not domain.is_finished(line)]
    first = troubled[: domain.CELLS]
    second = waiting[: domain.CELLS - len(first)]
    rest = texts.units_not_listed(
        found.receipts,
        finished=len(found.lines) - len(troubled) - len(waiting),
        left=len(troubled) + len(waiting) - len(first) - len(second),
    )
    sections = [(texts.troubled_label(len(troubled)), first), (texts.waiting_label(len(waiting)), second)]
    return _page(found, made_at, [section for section in sections if section[1]], dense=True, rest=rest)


def board_pages(found: Board, made_at: datetime) -> dict[str, Any]:  # as above
    """The same with every unit: for a PDF."""
    units = (texts.units_label(len(found.lines)), found.lines)
    return _page(found, made_at, [units], dense=len(found.lines) > domain.LINES)


def _page(
    found: Board, made_at: datetime, sections: Sequence[Section], *, dense: bool, rest: str = ""
) -> dict[str, Any]:  # as above
    people, read, groups = domain.totals(found.lines)
    return {
        "title": found.title,
        "kicker": texts.board_kicker(found),
        "facts": texts.board_facts(found),
        "total": {"label": texts.READ, "done": read, "all": people} if found.receipts else None,
        "groups": [(str(count), label, tone) for label, count, tone in texts.arrival_tiles(groups)],
        "groups_label": texts.GROUPS,
        "dense": dense,
        "sections": [(label, [_row(line, found.receipts) for line in lines]) for label, lines in sections],
        "rest": rest,
        "footer": texts.made_text(found.number, made_at),
    }


def _row(line: UnitLine, receipts: bool) -> tuple[str, int, int, str]:
    return line.name, line.read, line.people if receipts else 0, texts.unit_trouble(line)
