"""How 报平安 stands: for officers by name, for the summary by unit."""

from dataclasses import dataclass

from plugins.gateway.directory import Actor, UnitView
from plugins.org.units import load_tree, path_of
from plugins.storage import moment, read

from ..domain import Person, Roll, is_open, roll
from ..models import IncidentRow
from . import errors, people
from .views import root_of

_PEOPLE = (
    "SELECT u.path, a.unit_name, p.name, p.account, a.answered_at, a.said, a.told_how, a.person_id FROM ("
    "SELECT s.person_id, MAX(s.unit_id) AS unit_id, MAX(s.unit_name) AS unit_name, MAX(s.answered_at) AS answered_at, "
    "MAX(s.said) AS said, MAX(s.told_how) AS told_how FROM incidents_safety s JOIN incidents_incident i ON i.id = s.incident_id "
    "WHERE COALESCE(i.merged_into, i.id) = ? GROUP BY s.person_id) a "
    "JOIN org_person p ON p.id = a.person_id JOIN org_unit u ON u.id = a.unit_id "
    "WHERE p.active OR a.answered_at IS NOT NULL ORDER BY a.person_id"
)
_ASKING = (
    "SELECT DISTINCT COALESCE(i.merged_into, i.id) AS number FROM incidents_incident i "
    "WHERE i.state IN ('reported', 'handling', 'merged') "
    "AND EXISTS (SELECT 1 FROM incidents_safety s WHERE s.incident_id = i.id) ORDER BY number DESC"
)


@dataclass(frozen=True, slots=True)
class Missing:
    """What 未报平安 shows: `here` are the people of the sender's units, `all` everybody who is asked, where the sender is an
    officer over the incident's unit, else None."""

    number: int
    title: str
    open: bool
    here: Roll
    all: Roll | None


async def people_of(number: int) -> list[Person]:
    """Everybody who is asked in an incident, whatever it was joined with; people who left are not waited for."""
    return [
        Person(
            path_of(row["path"]),
            row["unit_name"],
            row["name"],
            row["account"] is not None,
            moment(row["answered_at"]) if row["answered_at"] is not None else None,
            row["said"],
            row["told_how"],
        )
        for row in await read(_PEOPLE, (number,))
    ]


async def missing(actor: Actor, here: UnitView | None, number: int | None, only: str = "") -> Missing:
    """Who has not answered among the people of the group's unit, in private of all units the actor is an officer of.

    `only` narrows it to one unit below them. Raises NoSuchIncident, NobodyAsked, WhichSafety, UnknownUnit.
    """
    units = (here,) if here is not None else actor.officer_units()
    if only:
        unit = (await load_tree()).find(only)
        if not any(one.id in unit.path for one in units):
            raise errors.NobodyAsked(number)
        units = (unit,)
    within = [unit.id for unit in units]
    row = await root_of(number) if number is not None else await _only_one(within)
    found = await people_of(row.id)
    mine, whole = roll(found, within), roll(found)
    leads = actor.is_officer_over(people.unit_of(row))
    if not leads and not mine.people:
        raise errors.NoSuchIncident(number if number is not None else row.id)
    if not whole.people:
        raise errors.NobodyAsked(row.id)
    return Missing(row.id, row.title, is_open(row.state), mine, whole if leads and not only else None)


async def _only_one(within: list[int]) -> IncidentRow:
    """The one open incident in which somebody of these units is asked. Raises NobodyAsked, WhichSafety."""
    found = []
    for row in await read(_ASKING, ()):
        root = await root_of(row["number"])
        if is_open(root.state) and roll(await people_of(root.id), within).people:
            found.append(root)
    if not found:
        raise errors.NobodyAsked(None)
    if len(found) > 1:
        raise errors.WhichSafety([(row.id, row.title) for row in found])
    return found[0]
