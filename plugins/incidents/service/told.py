"""What groups were told about an incident, and how many of them have it."""

from collections import defaultdict

from plugins.gateway import outbox
from plugins.gateway.outbox import State as Sent
from plugins.org.units import load_tree

from ..domain import Told
from ..models import BroadcastRow
from . import names


async def versions_of(number: int) -> list[BroadcastRow]:
    """What was told to groups about an incident and those joined to it, the oldest first."""
    own = await BroadcastRow.filter(incident_id=number)
    joined = await BroadcastRow.filter(incident__merged_into=number)
    return sorted([*own, *joined], key=lambda row: row.id)


def reference_of(row: BroadcastRow) -> str:
    """What the outbox knows a version by."""
    return names.broadcast_of(int(row.incident_id), row.version)  # type: ignore[attr-defined]  # Tortoise makes the column


async def told_of(number: int) -> tuple[Told, ...]:
    """The versions, each with how many groups have all of it."""
    tree = await load_tree()
    found = []
    for row in await versions_of(number):
        unit = tree.get(row.unit_id)
        there: dict[str, bool] = defaultdict(lambda: True)
        for one in await outbox.states(reference_of(row)):
            there[one.chat.key] &= one.state is Sent.SENT
        found.append(
            Told(
                row.version,
                row.at,
                unit.name if unit else "",
                row.scope,
                row.groups,
                row.people,
                row.text,
                sum(there.values()) if there else None,
            )
        )
    return tuple(found)
