"""The commands of feedback, a module for each side of a case; and what feedback offers to things across."""

from plugins.gateway.directory import register_handlers
from plugins.org.contribute import contributes

from .. import texts
from ..service import erasing, personal, rights, statistics
from . import anonymous, desk, drafted, figures, handlers, opinion, problems, public, submitting, templates

register_handlers(rights.is_handler)
contributes(
    personal_data=personal.own_part,
    waiting=personal.waiting_cases,
    erase=erasing.erase_person,
    ledger_sheet=statistics.month_sheet,
    checks=personal.key_checks,
    audited=texts.shared.AUDITED,
)

__all__ = [
    "anonymous",
    "desk",
    "drafted",
    "figures",
    "handlers",
    "opinion",
    "problems",
    "public",
    "submitting",
    "templates",
]
