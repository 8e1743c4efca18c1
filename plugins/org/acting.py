"""In which unit somebody acts, and whether they may there, by the roster as it is at that moment."""

from collections.abc import Sequence

from plugins.gateway.directory import Actor, UnitView, directory
from plugins.storage.errors import DomainError, NotAllowed

from . import audience
from .domain import match
from .units import load_tree


class WhichUnit(DomainError):
    """The sender is an officer of several units; `choices` are their names and people."""

    def __init__(self, choices: Sequence[tuple[str, int]]) -> None:
        super().__init__(len(choices))
        self.choices = tuple(choices)


class NotMyUnit(DomainError):
    """The sender is no officer of the unit `name`; `choices` are the units they may act in."""

    def __init__(self, name: str, choices: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.choices = tuple(choices)


class NotOfficerOver(NotAllowed):
    """The sender is no officer of `unit` (its name) or above it."""

    def __init__(self, unit: str) -> None:
        super().__init__(unit)
        self.unit = unit


async def acting_unit(actor: Actor, here: UnitView | None, name: str) -> UnitView:
    """The unit an officer acts in: the group's, the only one they have, or the one that the header 单位 names.

    Raises WhichUnit when several are possible, NotMyUnit when `name` is none of them, NotOfficerOver when there is none.
    """
    choices = (here,) if here is not None else actor.officer_units()
    if not choices:
        raise NotOfficerOver("")
    if name:
        found = match(name, ((unit.name, unit) for unit in choices))
        if len(found) != 1:
            raise NotMyUnit(name, [unit.name for unit in choices])
        return found[0]
    if len(choices) != 1:
        raise WhichUnit([(unit.name, await _people_in(unit)) for unit in choices])
    return choices[0]


async def officer_unit(account: str, unit_id: int) -> UnitView:
    """The unit, when the account is an officer of it or above it now. Raises NotOfficerOver."""
    unit = (await load_tree()).get(unit_id)
    actor = await directory().actor(account)
    if unit is None or not actor.is_officer_over(unit):
        raise NotOfficerOver(unit.name if unit else "")
    return unit


async def _people_in(unit: UnitView) -> int:
    return (await audience.describe(await audience.parse_scope("全体", unit))).people
