"""Every sentence of incidents: facts in, words out. First what happened, then the next thing to type."""

from .boards import counts_text, group_list_text, line_text, list_text, timeline_text
from .problems import no_such_text
from .reporting import (
    alert_text,
    elsewhere_text,
    filed_text,
    later_text,
    no_unit_text,
    not_known_text,
    reached_text,
    reminder_text,
    reporter_text,
    untitled_text,
)
from .shared import EXAMPLE

__all__ = [
    "EXAMPLE",
    "alert_text",
    "counts_text",
    "elsewhere_text",
    "filed_text",
    "group_list_text",
    "later_text",
    "line_text",
    "list_text",
    "no_such_text",
    "no_unit_text",
    "not_known_text",
    "reached_text",
    "reminder_text",
    "reporter_text",
    "timeline_text",
    "untitled_text",
]
