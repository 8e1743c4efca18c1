"""Finding people of the roster by name."""

from dataclasses import dataclass
from typing import Any

from plugins.gateway.directory import UnitView
from plugins.storage import read

from .units import path_of, stored_path

_FOUND = (
    "SELECT p.id, p.name, p.account, p.home_membership, u.id AS unit_id, u.name AS unit_name, u.path, "
    "o.title AS title FROM org_person p JOIN org_unit u ON u.id = p.home_unit_id "
    "LEFT JOIN org_post o ON o.person_id = p.id AND o.unit_id = p.home_unit_id "
    "WHERE p.active AND {name} AND EXISTS (SELECT 1 FROM org_post x JOIN org_unit v ON v.id = x.unit_id "
    "WHERE x.person_id = p.id AND v.active AND v.path LIKE ?) ORDER BY p.id"
)


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as others see them; `unit`, `membership` and `title` are those of the home post."""

    id: int
    name: str
    account: str | None
    unit: UnitView
    membership: str
    title: str


async def find(name: str, within: UnitView) -> list[PersonView]:
    """Everybody of exactly this name with a post in `within` or below it, else everybody whose name begins so.

    One entry: found. Several: namesakes, to be told apart by their units. None: nobody.
    """
    below = stored_path(within.path) + "%"
    exact = await read(_FOUND.format(name="p.name = ?"), (name, below))
    if exact or not name:
        return [_view(row) for row in exact]
    begins = _FOUND.format(name="substr(p.name, 1, ?) = ?")
    return [_view(row) for row in await read(begins, (len(name), name, below))]


async def home_of(person_id: int) -> UnitView | None:
    """The home unit of an active person, or None."""
    rows = await read(
        "SELECT u.id, u.name, u.path FROM org_person p JOIN org_unit u ON u.id = p.home_unit_id "
        "WHERE p.id = ? AND p.active",
        (person_id,),
    )
    return UnitView(rows[0]["id"], rows[0]["name"], path_of(rows[0]["path"])) if rows else None


def _view(row: dict[str, Any]) -> PersonView:  # a row of _FOUND
    return PersonView(
        row["id"],
        row["name"],
        row["account"],
        UnitView(row["unit_id"], row["unit_name"], path_of(row["path"])),
        row["home_membership"],
        row["title"] or "",
    )
