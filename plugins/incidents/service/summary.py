"""总结: everything that is kept of an incident, for officers and for the command line."""

from plugins.gateway import outbox
from plugins.gateway.directory import Actor

from ..domain import Summary, roll
from ..models import AlertedRow, IncidentRow
from . import errors, names, people
from .reached import standing
from .safety_views import people_of
from .views import root_of, timeline_of


async def summary(actor: Actor, number: int) -> Summary:
    """For officers of the incident's unit and above. Raises NoSuchIncident for everybody else."""
    row = await root_of(number)
    if not actor.is_officer_over(people.unit_of(row)):
        raise errors.NoSuchIncident(number)
    return await summary_of(number)


async def summary_of(number: int) -> Summary:
    """For the command line, whose user has the whole database anyway. Raises NoSuchIncident."""
    row = await root_of(number)
    timeline = await timeline_of(row, number)
    return Summary(
        timeline,
        row.closed_at,
        await AlertedRow.filter(incident_id=row.id).count(),
        await _unreached(row),
        roll(await people_of(row.id)),
    )


async def _unreached(row: IncidentRow) -> tuple[str, ...]:
    """Who was alerted and does not have it. When the outbox has forgotten the alert, those who were named to the
    reporter then."""
    if await outbox.states(names.alert_of(row.id)):
        found = await standing(row.id)
        return tuple(one.name for one in (*found.pending, *found.unreached))
    named = {one.person_id for one in await AlertedRow.filter(incident_id=row.id, named_at__not_isnull=True)}
    return tuple(one.name for one in await people.alerted(row.id) if one.id in named)
