"""Stretches of time in which a chat could not be heard, and which no history gives back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins.storage import Transaction, clock, write

from .. import directory
from ..chats import Chat
from ..models import GapRow


@dataclass(frozen=True, slots=True)
class Gap:
    """What was said in `chat` between `begin` and `until` (aware UTC) was not heard."""

    chat: Chat
    begin: datetime
    until: datetime


async def keep(gaps: Sequence[Gap]) -> None:
    """Keeps gaps and tells them to whoever answers for the groups, once for all."""
    if not gaps:
        return
    now = clock.now()

    async def work(tx: Transaction) -> None:
        await GapRow.bulk_create(
            [GapRow(chat=gap.chat.key, begin=gap.begin, until=gap.until, noted_at=now) for gap in gaps]
        )

    await write(work)
    for listener in directory.gap_events():
        await listener.unseen([(gap.chat, gap.begin, gap.until) for gap in gaps])


async def since(moment: datetime, chats: Collection[str] | None = None) -> list[Gap]:
    """The gaps that end after `moment`, oldest first; of the chats with these keys, None for all."""
    rows = await GapRow.filter(until__gt=moment).order_by("begin", "id")
    return [Gap(Chat.parse(row.chat), row.begin, row.until) for row in rows if chats is None or row.chat in chats]
