"""Every word of ops that a person reads."""

from .alerts import notice_text, subject_text
from .backups import (
    AUDITED,
    asking_text,
    backed_up_text,
    backup_problem_text,
    not_restored_text,
    restore_problem_text,
    restored_text,
)
from .doctor import (
    line_text,
    logs_question_text,
    summary_text,
    unbound_question_text,
)

__all__ = [
    "AUDITED",
    "asking_text",
    "backed_up_text",
    "backup_problem_text",
    "line_text",
    "logs_question_text",
    "not_restored_text",
    "notice_text",
    "restore_problem_text",
    "restored_text",
    "subject_text",
    "summary_text",
    "unbound_question_text",
]
