"""A condition has passed: what was held for it may go."""

from plugins.storage import Transaction, clock, write

from . import bell, rows


async def lift(*, chat: str = "", account: str = "") -> None:
    """What is held in the chat with that key, or for an account that was offline, is queued again."""

    async def work(tx: Transaction) -> None:
        if await rows.lift(tx, clock.now(), chat=chat, account=account):
            tx.after_commit(bell.ring)

    await write(work)
