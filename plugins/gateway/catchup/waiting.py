"""Chats whose history has not been looked through yet: whoever types a command there goes after what was missed."""

import asyncio
from collections.abc import Awaitable, Callable

from ..chats import Chat

LIVE_WAITS = 5.0
"""Seconds for which a live command waits at most."""

_pending: dict[str, Callable[[], Awaitable[None]]] = {}


def expect(chat: Chat, catch_up: Callable[[], Awaitable[None]]) -> None:
    """`catch_up()` deals with what was missed in this chat; called again it waits for the same."""
    _pending[chat.key] = catch_up


def settled(chat: Chat) -> None:
    """Nothing is missed there (any more)."""
    _pending.pop(chat.key, None)


async def before(chat: Chat) -> None:
    """Returns once what was missed in this chat has been done, after LIVE_WAITS at the latest: 请假 that was typed
    while the bot was away comes before the 销假 of now."""
    catch_up = _pending.get(chat.key)
    if catch_up is not None:
        await asyncio.wait({asyncio.ensure_future(_quietly(catch_up))}, timeout=LIVE_WAITS)


async def _quietly(catch_up: Callable[[], Awaitable[None]]) -> None:
    try:
        await catch_up()
    except Exception:  # the catch-up itself says what went wrong; the live command goes on
        return
