"""Every word feedback says, as pure functions by who reads them. Notices are imported straight from here."""

from . import anonymous, checks, desk, handlers, problems, shared, submitting
from .telling import (
    author_acted_text,
    escalated_text,
    handler_acted_text,
    new_case_text,
    own_case_line,
    own_office_line,
    own_part_title,
    passed_on_text,
    push_text,
    second_wanted_text,
    sweep_text,
    waiting_label,
    waiting_title,
    without_hands_text,
)

__all__ = [
    "anonymous",
    "author_acted_text",
    "checks",
    "desk",
    "escalated_text",
    "handler_acted_text",
    "handlers",
    "new_case_text",
    "own_case_line",
    "own_office_line",
    "own_part_title",
    "passed_on_text",
    "problems",
    "push_text",
    "second_wanted_text",
    "shared",
    "submitting",
    "sweep_text",
    "waiting_label",
    "waiting_title",
    "without_hands_text",
]
