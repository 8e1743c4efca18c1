"""Every sentence of relay: facts in, words out. First what happened, then the next thing to type."""

from .boards import board_text, latest_text, unread_text
from .issuing import directive_text, issued_text, nothing_to_stop_text, preview_text, stop_preview_text, stopped_text
from .problems import (
    after_deadline_text,
    needs_content_text,
    needs_scope_text,
    no_groups_text,
    no_receipts_text,
    no_such_text,
    quote_missing_text,
    scope_question_text,
    secret_text,
    stopped_before_text,
    unknown_addition_text,
)
from .receipts import (
    not_addressed_text,
    own_receipt_line,
    own_receipts_title,
    read_before_text,
    read_text,
    topic,
    which_directive_text,
)
from .reminding import closing_text, not_remindable_text, not_sent_yet_text, nudged_text, reminder_line
from .shared import EXAMPLE, slash, tally, when

__all__ = [
    "EXAMPLE",
    "after_deadline_text",
    "board_text",
    "closing_text",
    "directive_text",
    "issued_text",
    "latest_text",
    "needs_content_text",
    "needs_scope_text",
    "no_groups_text",
    "no_receipts_text",
    "no_such_text",
    "not_addressed_text",
    "not_remindable_text",
    "not_sent_yet_text",
    "nothing_to_stop_text",
    "nudged_text",
    "own_receipt_line",
    "own_receipts_title",
    "preview_text",
    "quote_missing_text",
    "read_before_text",
    "read_text",
    "reminder_line",
    "scope_question_text",
    "secret_text",
    "slash",
    "stop_preview_text",
    "stopped_before_text",
    "stopped_text",
    "tally",
    "topic",
    "unknown_addition_text",
    "unread_text",
    "when",
    "which_directive_text",
]
