"""Whether what waited is still wanted: asked of whoever said it, and whether it was stopped, right before it is sent."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from nonebot.log import logger

from ..chats import Chat

Wish = Callable[[Chat, str], Awaitable[bool]]

KEPT_FOR = timedelta(minutes=1)
"""Longer than a claimed row waits: one that is older does not begin any more."""

_wishes: dict[str, Wish] = {}
_stopped: dict[str, datetime] = {}


def asks_before(prefix: str, wish: Wish) -> None:
    """Has `wish(chat, ref)` asked before a row is sent whose ref begins with `prefix`, outside a use case: False cancels
    it. Raises ValueError when the prefix is taken."""
    if prefix in _wishes:
        raise ValueError(f"{prefix} is asked about already")
    _wishes[prefix] = wish


async def still_wanted(chat: Chat, ref: str) -> bool:
    """True for what nobody wants to be asked about, and when the answer cannot be had."""
    for prefix, wish in _wishes.items():
        if ref.startswith(prefix):
            try:
                return await wish(chat, ref)
            except Exception as error:
                logger.error("whether a message is still wanted is not known: {}", type(error).__name__)
    return True


def note_stopped(ref: str, at: datetime) -> None:
    """Everything about `ref` that was claimed before `at` and has not begun is not sent any more by this process."""
    for old in [name for name, then in _stopped.items() if at - then > KEPT_FOR]:
        del _stopped[old]
    _stopped[ref] = at


def was_stopped(ref: str, claimed_at: datetime) -> bool:
    """Whether `ref` was stopped since a row about it was claimed."""
    return ref in _stopped and claimed_at <= _stopped[ref]
