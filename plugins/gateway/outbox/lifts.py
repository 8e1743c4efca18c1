"""A condition has passed: what was held for it may go."""

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
        if await rows.lift(tx, clock.now(), chat=chat, account=account):
            tx.after_commit(bell.ring)

    await write(work)
