"""The roster as rows of its file: what an import of them would change is nothing."""

from plugins.storage import read

from . import domain
from .units import path_of

_ROWS = (
    "SELECT p.id, p.name, p.account, p.staff_no, o.membership, o.title, o.flags, o.unit_id FROM org_post o "
    "JOIN org_person p ON p.id = o.person_id JOIN org_unit u ON u.id = o.unit_id WHERE p.active AND u.active "
    "ORDER BY p.id, CASE WHEN o.unit_id = p.home_unit_id THEN 0 ELSE 1 END, o.id"
)

Row = tuple[str, ...]


async def rows() -> tuple[list[Row], int]:
    """A row a post in the order of domain.COLUMNS, a person's home post before their others; and how many people
    they are. Active people and units only."""
    units = await read("SELECT id, name, path FROM org_unit")
    name_of = {row["id"]: row["name"] for row in units}
    path = {row["id"]: "/".join(name_of[part] for part in path_of(row["path"])) for row in units}
    found = await read(_ROWS)
    rows = [
        (
            row["name"],
            path[row["unit_id"]],
            str(domain.Membership(row["membership"])),
            row["title"],
            row["account"] or "",
            row["staff_no"] or "",
            row["flags"],
        )
        for row in found
    ]
    return rows, len({row["id"] for row in found})
