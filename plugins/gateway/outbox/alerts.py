"""Tells the administrators when an account cannot speak. A log line too, since the account may be the only one."""

import nonebot
from nonebot.log import logger

from plugins.storage import Transaction, clock, write
from plugins.storage.errors import NotOpen, WriteFailed

from .. import chats
from ..segments import text
from . import texts
from .saying import enqueue


async def account_paused(account: str) -> None:
    """Everything the account sends fails."""
    logger.error("account {} fails with all it sends and is paused", account)
    await _tell(account, texts.account_paused_text(account))


async def account_offline(account: str) -> None:
    """The account was logged out."""
    logger.error("account {} is offline and is paused", account)
    await _tell(account, texts.account_offline_text(account))


async def _tell(account: str, sentence: str) -> None:
    now = clock.now()
    receivers = sorted(str(one).rpartition(":")[2] for one in nonebot.get_driver().config.superusers)

    async def work(tx: Transaction) -> None:
        for receiver in receivers:
            key = f"account-trouble:{account}:{now:%Y%m%d%H%M}"
            await enqueue(tx, key=key, chat=chats.private(receiver), segments=[text(sentence)], kind="alert", ref=key)

    try:
        await write(work)
    except (WriteFailed, NotOpen) as error:
        logger.error("the administrators could not be told: {}", type(error).__name__)
