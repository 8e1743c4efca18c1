"""What people read about the roster and about groups."""

from .bindings import (
    already_bound_text,
    binding_moved_text,
    bound_text,
    group_lost_text,
    not_bound_text,
    rebind_preview_text,
    unbind_preview_text,
    unbound_text,
    which_unit_text,
)
from .refusals import empty_scope_text, not_allowed_text, outside_unit_text, unknown_unit_text
from .roster import (
    confirm_question_text,
    imported_text,
    missing_file_text,
    not_a_table_text,
    not_imported_text,
    not_kept_text,
    plan_text,
    problem_text,
    refused_text,
    roster_moved_text,
    spreadsheet_text,
)
from .shared import BIND_EXAMPLE, KIND_NAMES, SHOWN, STEWARDS
from .tree import LINES_SHOWN, TreeLine, _tree_line, tree_text

__all__ = [
    "BIND_EXAMPLE",
    "KIND_NAMES",
    "LINES_SHOWN",
    "SHOWN",
    "STEWARDS",
    "TreeLine",
    "_tree_line",
    "already_bound_text",
    "binding_moved_text",
    "bound_text",
    "confirm_question_text",
    "empty_scope_text",
    "group_lost_text",
    "imported_text",
    "missing_file_text",
    "not_a_table_text",
    "not_allowed_text",
    "not_bound_text",
    "not_imported_text",
    "not_kept_text",
    "outside_unit_text",
    "plan_text",
    "problem_text",
    "rebind_preview_text",
    "refused_text",
    "roster_moved_text",
    "spreadsheet_text",
    "tree_text",
    "unbind_preview_text",
    "unbound_text",
    "unknown_unit_text",
    "which_unit_text",
]
