"""The next-report clock: who is reminded when nothing was reported for a while, at any hour."""

from datetime import datetime

from plugins import remind

from .. import texts
from ..domain import State, clocks, is_open
from ..models import IncidentRow
from .names import REMINDER

_OWING = (
    "SELECT i.handler_id AS person_id, i.unit_id FROM incidents_incident i JOIN org_person h ON h.id = i.handler_id "
    "WHERE i.id = ? AND i.state = 'handling' AND h.active "
    "UNION ALL SELECT a.person_id, i.unit_id FROM incidents_alerted a JOIN incidents_incident i ON i.id = a.incident_id "
    "WHERE i.id = ? AND i.state IN ('reported', 'handling') AND NOT (i.state = 'handling' AND EXISTS "
    "(SELECT 1 FROM org_person h WHERE h.id = i.handler_id AND h.active))"
)


def owing(ref: str) -> remind.Query:
    """Who has taken it on; while nobody has (or who had is gone), everybody who was alerted."""
    return _OWING, [int(ref), int(ref)]


async def line(ref: str, now: datetime) -> str | None:
    """What they are reminded of; None when it is over."""
    row = await IncidentRow.get_or_none(id=int(ref))
    if row is None or not is_open(row.state):
        return None
    return texts.reminder_text(row.id, row.title, row.next_report_at or now, taken=row.state is State.HANDLING)


remind.register(
    REMINDER,
    owing=owing,
    line=line,
    most=clocks.MOST_REMINDERS,
    any_hour=True,
    strangers_too=True,
    urgent=True,
)
