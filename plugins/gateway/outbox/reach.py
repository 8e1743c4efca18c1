"""Which chats an account reaches: the only account of an installation everything, one of several its own groups."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from nonebot.log import logger

from plugins.storage import Transaction, clock, write

from .. import accounts, call
from ..chats import Chat
from ..outcomes import Ok
from . import bell, lifts
from .models import AccountRow
from .rows import Reach

FRESH = timedelta(hours=6)
FORGOTTEN_AFTER = timedelta(days=30)
"""An account not seen for so long does not count any more."""
NOTED_AGAIN_AFTER = timedelta(days=1)
OTHERS_KNOWN_FOR = timedelta(seconds=60)
NOWHERE = Reach.of()

_fetched: dict[str, datetime] = {}
_fetching: dict[str, asyncio.Task[None]] = {}
_reaches: dict[str, tuple[frozenset[str] | None, frozenset[str] | None, Reach]] = {}
"""What was made of an account's lists, as long as they are the same."""
_others: dict[str, tuple[bool, datetime]] = {}


async def of(self_id: str) -> Reach | None:
    """The chats this account may take from the outbox; None for all, NOWHERE for none yet."""
    account = accounts.of(self_id)
    if account.stale or clock.now() - _fetched.get(self_id, clock.now()) > FRESH:
        refresh(self_id)
    if await is_alone(self_id):
        return None
    if self_id not in _fetched:
        return NOWHERE
    if account.groups is None:
        return None
    groups, friends, reach = _reaches.get(self_id, (None, None, NOWHERE))
    if groups is not account.groups or friends is not account.friends:
        reach = Reach.of(account.groups, account.friends or ())
        _reaches[self_id] = (account.groups, account.friends, reach)
    return reach


async def may_be_anothers(self_id: str, chat: Chat) -> bool:
    """Whether a group this account was refused in may be another account's: it was never known to be in it itself."""
    if chat.id in (accounts.of(self_id).groups or ()):
        return False
    _others.pop(self_id, None)
    return not await is_alone(self_id)


async def is_alone(self_id: str) -> bool:
    """Whether no other account of this installation was seen lately, in this process or another."""
    now = clock.now()
    known, at = _others.get(self_id, (True, datetime.min.replace(tzinfo=now.tzinfo)))
    if now - at > OTHERS_KNOWN_FOR:
        known = not await AccountRow.filter(seen_at__gt=now - FORGOTTEN_AFTER).exclude(id=self_id).exists()
        _others[self_id] = (known, now)
    return known and not any(other != self_id for other in accounts.connected())


def refresh(self_id: str) -> None:
    """Fetches the account's groups and friends again, in the background, one fetch at a time."""
    if self_id in _fetching:
        return
    accounts.of(self_id).stale = False
    task = asyncio.create_task(_fetch(self_id))
    _fetching[self_id] = task
    task.add_done_callback(lambda _: _fetching.pop(self_id, None))


async def _fetch(self_id: str) -> None:
    account = accounts.of(self_id)
    try:
        await _note_presence(self_id)
        await lifts.lift(account=self_id)  # a new connection: it may be online again
        groups = await _ids(self_id, "get_group_list", "group_id")
        friends = await _ids(self_id, "get_friend_list", "user_id")
    except Exception as error:  # a list that cannot be had now is asked for again at the next need
        logger.warning("the lists of an account could not be read: {}", type(error).__name__)
        account.stale = True
        return
    account.knows_groups(groups)
    account.friends = friends if friends is not None else account.friends
    _fetched[self_id] = clock.now()
    bell.ring()


async def known(self_id: str, within: float) -> None:
    """Returns once the account's lists are there or could not be had, after `within` seconds at the latest."""
    if self_id not in _fetched:
        refresh(self_id)
    if fetch := _fetching.get(self_id):
        await asyncio.wait({fetch}, timeout=within)


async def _ids(self_id: str, action: str, field: str) -> frozenset[str] | None:
    outcome = await call.call(self_id, action)
    if not isinstance(outcome, Ok) or not isinstance(outcome.data, Sequence):
        return None
    return frozenset(str(item[field]) for item in outcome.data if isinstance(item, Mapping) and field in item)


async def _note_presence(self_id: str) -> None:
    now = clock.now()
    if await AccountRow.filter(id=self_id, seen_at__gt=now - NOTED_AGAIN_AFTER).exists():
        return

    async def work(tx: Transaction) -> None:
        await AccountRow.update_or_create(defaults={"seen_at": now}, id=self_id)

    await write(work)


async def stop() -> None:
    """Ends fetches under way."""
    tasks = list(_fetching.values())
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
