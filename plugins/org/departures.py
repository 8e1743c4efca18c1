"""A group the bot is not in any more: its binding is closed, and the officers are told once."""

from plugins import storage
from plugins.gateway import outbox
from plugins.gateway.chats import Chat
from plugins.gateway.segments import text
from plugins.storage import Transaction

from . import service, texts
from .models import BindingRow
from .officers import who_is_told


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
            for told in await who_is_told(lost.unit, lost.chat):
                await outbox.enqueue(
                    tx,
                    key=f"org:lost:{row.id}:{told.key}",
                    chat=told,
                    segments=[text(texts.group_lost_text(lost))],
                    kind="org.group_lost",
                    ref=f"binding:{row.id}",
                )

        await storage.write(work)
