"""One try for a sealed row: opened, said, erased. The plain target lives in these frames and nowhere else."""

import asyncio
from datetime import timedelta

from nonebot.log import logger

from plugins.storage import Transaction, clock, failpoint, write
from plugins.storage.errors import NotOpen, WriteFailed

from .. import accounts, call
from ..chats import Chat
from ..outcomes import NotSent, Outcome
from . import blobs, reach, rows, sealed
from .rows import Claimed

AGAIN = timedelta(minutes=1)
"""When a row is tried by whoever reaches its person, if nobody here does."""
KEEP_TRYING = 5.0


async def send(account: str, row: Claimed, ask_for: float) -> Outcome | None:
    """Sends a claimed sealed row through `account` or whoever is that person's friend, and keeps nothing of it.

    None when there was nobody to tell. `ask_for`: seconds for what is asked before.
    """
    outcome = await _say(account, row, ask_for)
    untouched = isinstance(outcome, NotSent) and not outcome.called
    await _settle(row, untouched=untouched)
    logger.info("outbox row {}: sealed, {}", row.id, "not tried yet" if untouched else "tried and erased")
    return outcome


async def _say(account: str, row: Claimed, ask_for: float) -> Outcome | None:
    try:
        chat = await sealed.opened(row.sealed or "")
        segments = await blobs.expanded(row.segments)
    except Exception as error:  # nobody can be told, and nothing about it may be said
        logger.warning("outbox row {}: a sealed route could not be opened: {}", row.id, type(error).__name__)
        return None
    if chat is None:
        return None
    speaker = await _speaker(account, chat, ask_for)
    if speaker is None:
        return None if await reach.is_alone(account) else NotSent("another account may reach it", called=False)
    action, params = call.send_request(chat, segments)
    failpoint("outbox.sealed.before")
    outcome = await call.call(speaker, action, **params)
    failpoint("outbox.sealed.after")
    return outcome


async def _speaker(account: str, chat: Chat, ask_for: float) -> str | None:
    """The account whose friend that person is; the one at hand for a group-temporary session."""
    for self_id in (account, *accounts.connected()):
        await reach.known(self_id, ask_for)
        if accounts.of(self_id).reaches(chat):
            return self_id
    return account if chat.via else None


async def _settle(row: Claimed, *, untouched: bool) -> None:
    """Erases the row, or gives it back; however long the database cannot."""

    async def work(tx: Transaction) -> None:
        if untouched:
            await rows.give_back(tx, [row], clock.now() + AGAIN)
        else:
            await rows.erase_sealed(tx, row.id)

    while True:
        try:
            await write(work)
            return
        except (WriteFailed, NotOpen) as error:
            logger.error("a sealed row could not be erased yet: {}", type(error).__name__)
            await asyncio.sleep(KEEP_TRYING)
