"""Whether what waited is still wanted: asked of whoever said it, right before it is sent."""

from collections.abc import Awaitable, Callable

from nonebot.log import logger

from ..chats import Chat

Wish = Callable[[Chat, str], Awaitable[bool]]

_wishes: dict[str, Wish] = {}


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
