"""Whom the bot can write to in private."""

from collections.abc import Collection

from plugins.gateway import accounts
from plugins.gateway.outbox import reach
from plugins.org.friends import NoFriendList

WAIT = 10.0
"""Seconds for which a list of friends is waited for that was not fetched yet."""


async def known() -> Collection[str] | None:
    """The accounts that are friends of an account of the bot, of one that another process speaks for too. None while that
    is not known: no account is connected and logged in, or none has given its list. May wait for the chat service: never
    inside a use case."""
    known: set[str] = set(await reach.friends_elsewhere())
    told = bool(known)
    for self_id in accounts.connected():
        await reach.known(self_id, WAIT)
        account = accounts.of(self_id)
        if (listed := account.friends) is not None and not account.offline:
            known |= listed
            told = True
    return frozenset(known) if told else None


async def friends() -> Collection[str]:
    """The same for who needs it now. Raises NoFriendList, which org answers in words."""
    found = await known()
    if found is None:
        raise NoFriendList
    return found
