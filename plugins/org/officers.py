"""Who hears of what happens in a unit."""

import nonebot

from plugins.gateway.chats import Chat, private
from plugins.gateway.directory import Actor, GroupKind, UnitView

from .bindings import load_bound
from .models import PostRow


def leads(actor: Actor, unit: UnitView) -> bool:
    """Whether the actor is an administrator, or an officer of the unit or of one above it."""
    return actor.superuser or actor.is_officer_over(unit)


async def who_is_told(unit: UnitView, without: Chat | None = None) -> list[Chat]:
    """The work groups nearest above (never `without`); else the officers nearest above; else the administrators."""
    work_groups = [group for group in await load_bound() if group.kind is GroupKind.WORK and group.chat != without]
    for unit_id in reversed(unit.path):
        if chats := [group.chat for group in work_groups if group.unit.id == unit_id]:
            return chats
    for unit_id in reversed(unit.path):
        officers = PostRow.filter(unit_id=unit_id, officer=True, person__active=True, person__account__isnull=False)
        if accounts := await officers.values_list("person__account", flat=True):
            return [private(str(account)) for account in dict.fromkeys(accounts)]
    return administrators()


def administrators() -> list[Chat]:
    """The private chats of SUPERUSERS."""
    superusers = sorted(nonebot.get_driver().config.superusers)
    return [private(entry.rpartition(":")[2]) for entry in superusers]
