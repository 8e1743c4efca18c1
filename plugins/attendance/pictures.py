"""What stands on attendance's pictures and pages: facts in, data for a template out."""

from datetime import datetime
from pathlib import Path
from typing import Any

from . import texts
from .domain import Board, Month, Protocol

BOARD = Path(__file__).parent / "templates" / "board.typ"
RECORD = Path(__file__).parent / "templates" / "record.typ"
DENSE_FROM = 40
"""From so many units on they stand in two columns."""
PICTURE_FROM = 4
"""Fewer units are told in words."""


def board(found: Board, now: datetime) -> dict[str, Any]:  # JSON for the template
    """出勤 of one session: a bar a unit, in the order of the roster."""
    totals, number = found.stand.totals, found.session.number
    return {
        "title": found.proposal.title,
        "kicker": texts.board_kicker(found, now),
        "facts": texts.board_facts(found),
        "total": {"label": "实到", "done": totals.present, "all": totals.expected},
        "tiles": texts.board_tiles(totals),
        "dense": len(found.stand.lines) > DENSE_FROM,
        "units": [
            (line.name, line.counts.present, line.counts.expected, texts.board_unit_note(line.counts))
            for line in found.stand.lines
        ],
        "footer": texts.made_text(f"#{number} 出勤", now),
    }


def month(found: Month, now: datetime) -> dict[str, Any]:  # as above
    """出勤统计: a bar a unit over the month."""
    counts = {name: sum(line.counts[name] for line in found.lines) for name in ("expected", "present")}
    return {
        "title": f"{found.unit} {texts.month_name(found.begins)} 出勤统计",
        "kicker": f"{found.sessions} 次会议",
        "facts": [],
        "total": {"label": "实到人次", "done": counts["present"], "all": counts["expected"]},
        "tiles": [],
        "dense": len(found.lines) > DENSE_FROM,
        "units": [
            (line.unit, line.counts["present"], line.counts["expected"], texts.unit_note(line)) for line in found.lines
        ],
        "footer": texts.made_text("出勤统计", now),
    }


def record(found: Protocol, now: datetime) -> dict[str, Any]:  # as above
    """会议记录 on A4."""
    return {
        "title": texts.record_title(found),
        "facts": [*texts.record_rows(found), *((label, [*names]) for label, names in texts.record_names(found))],
        "sections": [
            (heading, text.splitlines())
            for heading, text in (
                (texts.AGENDA, found.proposal.agenda),
                (texts.MINUTES, found.minutes or texts.NO_MINUTES),
            )
            if text
        ],
        "missing_label": texts.MISSING,
        "missing_heading": texts.MISSING_HEADING,
        "missing": texts.missing_rows(found.missing),
        "footer": texts.made_text(texts.record_topic(found), now),
    }
