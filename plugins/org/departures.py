"""A group the bot is not in any more: its binding is closed, and the officers are told once."""

import nonebot

from plugins import storage
from plugins.gateway import outbox
from plugins.gateway.chats import Chat, private
from plugins.gateway.directory import BoundGroup, GroupKind
from plugins.gateway.segments import text
from plugins.storage import Transaction

from . import service, texts
from .bindings import load_bound
from .models import BindingRow, PostRow


class Departures:
    """The gateway's TargetEvents."""

    async def target_gone(self, chat: Chat, reason: str) -> None:
        """Closes the binding and tells the officers, in one transaction. A group that is bound to nothing is none
        of our business; nor is the same loss reported twice."""

        async def work(tx: Transaction) -> None:
            lost = await service.current(chat)
            row = await BindingRow.get_or_none(chat=chat.key)
            if lost is None or row is None:
                return
            await row.delete()
            await service.record(tx, "system", "org.unbind", lost)
            for told in await _who_is_told(lost):
                await outbox.enqueue(
                    tx,
                    key=f"org:lost:{row.id}:{told.key}",
                    chat=told,
                    segments=[text(texts.group_lost_text(lost))],
                    kind="org.group_lost",
                    ref=f"binding:{row.id}",
                )

        await storage.write(work)


async def _who_is_told(lost: BoundGroup) -> list[Chat]:
    """The work groups nearest above; else the officers nearest above; else the administrators."""
    work_groups = [group for group in await load_bound() if group.kind is GroupKind.WORK and group.chat != lost.chat]
    for unit_id in reversed(lost.unit.path):
        if chats := [group.chat for group in work_groups if group.unit.id == unit_id]:
            return chats
    for unit_id in reversed(lost.unit.path):
        officers = PostRow.filter(unit_id=unit_id, officer=True, person__active=True, person__account__isnull=False)
        if accounts := await officers.values_list("person__account", flat=True):
            return [private(str(account)) for account in dict.fromkeys(accounts)]
    superusers = sorted(nonebot.get_driver().config.superusers)
    return [private(entry.rpartition(":")[2]) for entry in superusers]
