"""Every sentence of tasks: facts in, words out. First what happened, then the next thing to type."""

from .acting import already_closed_text, close_how_text, did_text, extend_how_text, needs_content_text, needs_deadline_text, needs_scope_text, no_such_text, nobody_text, not_among_text, not_later_text, not_now_text, not_yours_text, own_event_line, own_events_title, review_how_text, say_what_text, scope_question_text, which_task_text, which_unit_text
from .boards import board_text, counts_text, detail_text, mine_text
from .issuing import closed_text, closing_text, decided_text, issued_text, overdue_text, preview_text, reminder_text, review_text, task_text
from .shared import EXAMPLE, cut, listed, slash, when

__all__ = [
    "EXAMPLE",
    "already_closed_text",
    "board_text",
    "close_how_text",
    "closed_text",
    "closing_text",
    "counts_text",
    "cut",
    "decided_text",
    "detail_text",
    "did_text",
    "extend_how_text",
    "issued_text",
    "listed",
    "mine_text",
    "needs_content_text",
    "needs_deadline_text",
    "needs_scope_text",
    "no_such_text",
    "nobody_text",
    "not_among_text",
    "not_later_text",
    "not_now_text",
    "not_yours_text",
    "overdue_text",
    "own_event_line",
    "own_events_title",
    "preview_text",
    "reminder_text",
    "review_how_text",
    "review_text",
    "say_what_text",
    "scope_question_text",
    "slash",
    "task_text",
    "when",
    "which_task_text",
    "which_unit_text",
]
