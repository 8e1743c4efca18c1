"""What people see of incidents: the open ones, one with its timeline."""

import json

from plugins.gateway.directory import Actor, UnitView
from plugins.gateway.kinds import Matter
from plugins.org.units import stored_path

from ..domain import OPEN, Brief, Line, Role, State, Timeline, in_order
from ..models import IncidentRow, ReportRow
from . import errors, people
from .told import told_of

SHOWN = 20
"""Open incidents in one list."""


def brief(row: IncidentRow) -> Brief:
    return Brief(
        row.id,
        row.title,
        row.unit_name,
        row.state,
        row.reported_at,
        row.handler_name,
        row.next_report_at,
        row.version,
    )


def line(row: ReportRow) -> Line:
    return Line(row.kind, row.at, row.name, row.text, row.number, row.version, len(json.loads(row.pieces)))


async def root_of(number: int) -> IncidentRow:
    """The incident under which `number` lives: itself, or the one it was joined to. Raises NoSuchIncident."""
    row = await IncidentRow.get_or_none(id=number)
    while row is not None and row.merged_into is not None:
        row = await IncidentRow.get_or_none(id=row.merged_into)
    if row is None:
        raise errors.NoSuchIncident(number)
    return row


async def look(number: int) -> Matter | None:
    """An incident, whoever may see it."""
    row = await IncidentRow.get_or_none(id=number)
    return None if row is None else Matter(row.id, row.title, row.state in OPEN, row.unit_id)


async def timeline(actor: Actor, number: int, here: UnitView | None = None) -> Timeline:
    """An incident for whoever reported it or is an officer of the unit or above; in a group of that unit (`here`) for
    anybody: the caller shows counts only. Raises NoSuchIncident."""
    row = await root_of(number)
    known = await people.reporters(row.id)
    if people.role_of(actor, row, list(known)) is Role.OTHER and not (here is not None and here.id == row.unit_id):
        raise errors.NoSuchIncident(number)
    return await timeline_of(row, number)


async def timeline_of(row: IncidentRow, number: int) -> Timeline:
    """The whole of an incident, whoever may see it; `number` is what was typed."""
    lines = in_order([line(one) for one in await ReportRow.filter(incident_id=row.id).order_by("id")])
    moved = row.id if row.id != number else None
    return Timeline(brief(row), lines, merged_into=moved, told=await told_of(row.id))


async def open_ones(actor: Actor, account: str) -> list[Brief]:
    """The open incidents of the units the actor is an officer over, and those they reported; the oldest first."""
    found: dict[int, IncidentRow] = {}
    for unit in actor.officer_units():
        below = IncidentRow.filter(unit_path__startswith=stored_path(unit.path), state__in=list(OPEN))
        found |= {row.id: row for row in await below.order_by("-id").limit(SHOWN)}
    for row in (
        await IncidentRow.filter(reporter_account=account, state__in=[*OPEN, State.MERGED]).order_by("-id").limit(SHOWN)
    ):
        root = await root_of(row.id)
        if root.state in OPEN:
            found[root.id] = root
    return [brief(found[number]) for number in sorted(found)]


async def waiting(actor: Actor) -> list[tuple[Brief, bool]]:
    """What waits for the actor: incidents they handle (True), and those of their units that nobody has taken on."""
    found = []
    for one in await IncidentRow.filter(handler_id=actor.person_id, state=State.HANDLING).order_by("id"):
        found.append((brief(one), True))
    for one in await open_ones(actor, ""):
        if one.state is State.REPORTED:
            found.append((one, False))
    return found
