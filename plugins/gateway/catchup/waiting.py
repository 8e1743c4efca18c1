"""Chats whose history has not been looked through yet: whoever types a command there goes after what was missed."""

import asyncio
from collections.abc import Awaitable, Callable

from ..chats import Chat
from ..intake import Incoming

LIVE_WAITS = 5.0
"""Seconds for which a live command waits at most."""

_finding: dict[str, asyncio.Event] = {}
"""Accounts that have just connected, and do not know yet in which chats they may have missed something."""
_pending: dict[str, Callable[[], Awaitable[None]]] = {}
_live: set[tuple[str, str, str]] = set()


def begins(self_id: str) -> None:
    """The account has connected; `found` follows once all chats that count are expected."""
    found(self_id)
    _finding[self_id] = asyncio.Event()


def found(self_id: str) -> None:
    """What may have been missed on this account is known, or will not be known."""
    if (event := _finding.pop(self_id, None)) is not None:
        event.set()


def expect(chat: Chat, catch_up: Callable[[], Awaitable[None]]) -> None:
    """`catch_up()` deals with what was missed in this chat; called again it waits for the same."""
    _pending[chat.key] = catch_up


def settled(chat: Chat) -> None:
    """Nothing is missed there (any more)."""
    _pending.pop(chat.key, None)
    if not _pending and not _finding:
        _live.clear()


def is_live(said: Incoming) -> bool:
    """Whether this message has come as an event since: that is the one that counts."""
    return said.origin.key in _live


async def before(said: Incoming) -> None:
    """Returns once what was missed in the chat of this live message has been done, after LIVE_WAITS at the latest:
    请假 that was typed while the bot was away comes before the 销假 of now."""
    loop = asyncio.get_running_loop()
    until = loop.time() + LIVE_WAITS
    if (finding := _finding.get(said.origin.self_id)) is not None:
        _live.add(said.origin.key)
        await asyncio.wait({asyncio.ensure_future(finding.wait())}, timeout=LIVE_WAITS)
    catch_up = _pending.get(said.chat.key)
    if catch_up is not None:
        _live.add(said.origin.key)
        await asyncio.wait({asyncio.ensure_future(_quietly(catch_up))}, timeout=max(until - loop.time(), 0))


async def _quietly(catch_up: Callable[[], Awaitable[None]]) -> None:
    try:
        await catch_up()
    except Exception:  # the catch-up itself says what went wrong; the live command goes on
        return
