"""Groups that could not be heard for a while: who answers for them is told once, in one message for all their groups."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from plugins import storage
from plugins.gateway import outbox
from plugins.gateway.chats import Chat
from plugins.gateway.segments import text
from plugins.storage import Transaction

from . import texts
from .bindings import load_bound
from .officers import who_is_told


class Unseen:
    """The gateway's GapEvents."""

    async def unseen(self, gaps: Sequence[tuple[Chat, datetime, datetime]]) -> None:
        """Tells the work groups nearest above, else the officers, else the administrators; at most once an hour."""
        bound = {group.chat: group for group in await load_bound()}
        told: dict[Chat, list[tuple[str, datetime, datetime]]] = defaultdict(list)
        known: dict[int, list[Chat]] = {}
        for chat, begin, until in gaps:
            if (group := bound.get(chat)) is None:
                continue
            if group.unit.id not in known:
                known[group.unit.id] = await who_is_told(group.unit)
            for one in known[group.unit.id]:
                told[one].append((group.unit.name, begin, until))

        async def work(tx: Transaction) -> None:
            for one, unheard in told.items():
                begin, until = min(gap[1] for gap in unheard), max(gap[2] for gap in unheard)
                await outbox.enqueue(
                    tx,
                    key=f"org:unseen:{one.key}:{until:%Y%m%d%H}",
                    chat=one,
                    segments=[text(texts.unseen_text([name for name, _, _ in unheard], begin, until))],
                    kind="org.unseen",
                    ref="unseen",
                )

        await storage.write(work)
