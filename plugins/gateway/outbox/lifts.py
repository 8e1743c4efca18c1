"""A condition has passed: what was held for it may go."""

from datetime import datetime

from plugins.storage import Transaction, clock, write

from . import bell, rows
from .domain import State
from .models import OutboxRow


async def lift(*, chat: str = "", account: str = "") -> None:
    """What is held in the chat with that key, or for an account that was offline, is queued again."""

    which = {"chat": chat} if chat else {"account": account}
    if not await OutboxRow.filter(state=State.HELD, **which).exists():
        return

    async def work(tx: Transaction) -> None:
        if await queue_again(tx, clock.now(), chat=chat, account=account):
            tx.after_commit(bell.ring)

    await write(work)


async def queue_again(tx: Transaction, now: datetime, *, chat: str = "", account: str = "") -> int:
    """What is held in a chat (the mute was lifted), or for an account that was offline, tries again; how many."""
    which, value = ("chat = ?", chat) if chat else ("evidence LIKE 'refused: offline%' AND account = ?", account)
    lifted = await tx.execute(
        f"UPDATE gateway_outbox SET state = 'queued', due_at = ? WHERE state = 'held' AND {which} RETURNING id",
        [rows.moment(tx, now), value],
    )
    return len(lifted)
