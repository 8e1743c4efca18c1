"""Who is alerted, what somebody is for an incident, and where people are told."""

from collections.abc import Sequence
from dataclasses import dataclass

from plugins.gateway import chats
from plugins.gateway.chats import Chat
from plugins.gateway.directory import Actor, UnitView
from plugins.org.units import path_of
from plugins.storage import read

from ..domain import Role
from ..models import IncidentRow

_OFFICERS = (
    "SELECT p.id, p.name, p.account, MAX(length(u.path)) AS depth FROM org_post o JOIN org_person p ON p.id = o.person_id "
    "JOIN org_unit u ON u.id = o.unit_id WHERE o.officer AND p.active AND u.active AND u.id IN ({marks}) "
    "GROUP BY p.id, p.name, p.account ORDER BY depth DESC, p.id"
)
_ALERTED = (
    "SELECT p.id, p.name, p.account FROM incidents_alerted a JOIN org_person p ON p.id = a.person_id "
    "WHERE a.incident_id = ? ORDER BY a.id"
)


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who is alerted; `account` None when no QQ is known."""

    id: int
    name: str
    account: str | None


async def officers(unit: UnitView, *, without: int | None = None) -> list[Officer]:
    """The officers of the unit and of all units above it, the nearest first; never `without`."""
    rows = await read(_OFFICERS.format(marks=", ".join("?" * len(unit.path))), unit.path)
    return [Officer(row["id"], row["name"], row["account"]) for row in rows if row["id"] != without]


async def alerted(number: int) -> list[Officer]:
    """Who was alerted of an incident, whatever they are now."""
    return [Officer(row["id"], row["name"], row["account"]) for row in await read(_ALERTED, (number,))]


def unit_of(row: IncidentRow) -> UnitView:
    """The unit of an incident, as it was then."""
    return UnitView(row.unit_id, row.unit_name, path_of(row.unit_path))


def role_of(actor: Actor, row: IncidentRow, reporters: Sequence[str]) -> Role:
    """What the actor is for an incident; `reporters` are the accounts of who reported it or one that was joined to it."""
    if actor.is_officer_over(unit_of(row)):
        return Role.HANDLER if row.handler_id is not None and row.handler_id == actor.person_id else Role.OFFICER
    return Role.REPORTER if actor.account in reporters else Role.OTHER


async def reporters(number: int) -> dict[str, Chat]:
    """Who reported an incident, or one that was joined to it: by account, where they are told in private."""
    rows = await IncidentRow.filter(id=number) + await IncidentRow.filter(merged_into=number).order_by("id")
    return {row.reporter_account: private_chat(row) for row in rows if row.reporter_account}


def private_chat(row: IncidentRow) -> Chat:
    """Where the reporter is told: in private, through the group they reported in where they are no friend."""
    typed_in = Chat.parse(row.chat)
    return chats.private(row.reporter_account, via=typed_in.id if typed_in.is_group else "")
