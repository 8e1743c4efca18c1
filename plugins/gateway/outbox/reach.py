"""Which chats an account reaches: the only account of an installation everything, one of several its own groups and friends,
and whoever is a friend of none: an incident is tried for all.

Each process knows the lists of its own accounts. Their friends in the roster are kept in the table as well, on PostgreSQL,
where there may be other processes: without that, the process that
asks whether somebody can be reached would answer for its own accounts alone, and people would go without reminders, be told
to add the bot once more, and be named as not reached while another account is writing to them.
"""

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from nonebot.log import logger

from plugins.storage import Transaction, clock, moment, read, write
from plugins.storage.reading import dialect

from .. import accounts, call
from ..chats import PLATFORM, Chat
from ..directory import directory
from ..outcomes import Ok
from . import bell, lifts
from .domain import Lane
from .models import AccountRow
from .rows import Reach

FRESH = timedelta(hours=6)
FORGOTTEN_AFTER = timedelta(days=30)
"""An account not seen for so long does not count any more."""
NOTED_AGAIN_AFTER = timedelta(days=1)
OTHERS_KNOWN_FOR = timedelta(seconds=60)
STRANGERS_KNOWN_FOR = 2.0
"""Seconds for which it is not looked again who waits and is nobody's friend; whatever is urgent is looked at at once."""
REFUSED_AFTER = timedelta(seconds=10)
"""How long what is not urgent waits before it is refused to a stranger: they may just have become another's friend."""
NOWHERE = Reach.of()

_WAITING = (
    "SELECT chat, via, MIN(lane) AS lane, MIN(due_at) AS due FROM gateway_outbox WHERE state = 'queued' AND due_at <= ? AND sealed IS NULL "
    f"AND chat LIKE '{PLATFORM}:private:%' GROUP BY chat, via"
)

_fetched: dict[str, datetime] = {}
_fetching: dict[str, asyncio.Task[None]] = {}
_reaches: dict[str, tuple[frozenset[str] | None, frozenset[str] | None, frozenset[str], Reach]] = {}
"""What was made of an account's lists, as long as they are the same."""
_others: dict[str, tuple[bool, datetime]] = {}
_strangers: dict[str, tuple[float, int, frozenset[str]]] = {}
"""Of an account: when it was looked (monotonic), how often something urgent had been said then, whom it may try."""


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
    strangers = await _nobodys_friends(self_id, account.groups)
    groups, friends, before, reach = _reaches.get(self_id, (None, None, frozenset(), NOWHERE))
    if groups is not account.groups or friends is not account.friends or before != strangers:
        reach = Reach.of(account.groups, (account.friends or frozenset()) | strangers)
        _reaches[self_id] = (account.groups, account.friends, strangers, reach)
    return reach


async def _nobodys_friends(self_id: str, groups: frozenset[str]) -> frozenset[str]:
    """Who waits for a private message and is a friend of no account: whoever is free may try, or find that it cannot be.

    Through a group only an account that is in it. What is not urgent is refused to strangers, so it waits until every
    account has told its friends and for REFUSED_AFTER; an incident waits for the lists of this process alone.
    """
    looked, rung, found = _strangers.get(self_id, (float("-inf"), -1, frozenset()))
    if rung == bell.urgent() and time.monotonic() - looked < STRANGERS_KNOWN_FOR:
        return found
    connected = accounts.connected()
    if any(one not in _fetched for one in connected):
        return frozenset()
    now = clock.now()
    rung, waiting = bell.urgent(), await read(_WAITING, (now,))
    lists: list[frozenset[str] | None] = []
    if waiting:
        lists = [accounts.of(one).friends for one in connected] + await _kept_lists(besides=connected)
    theirs = frozenset().union(*(one for one in lists if one is not None))
    certain = None not in lists
    strangers: set[str] = set()
    for row in waiting:
        account = Chat.parse(row["chat"]).id
        refusable = certain and moment(row["due"]) <= now - REFUSED_AFTER
        may_try = row["via"] in groups if row["via"] else refusable or row["lane"] <= Lane.URGENT
        if account not in theirs and may_try:
            strangers.add(account)
    _strangers[self_id] = (time.monotonic(), rung, frozenset(strangers))
    return frozenset(strangers)


async def friends_elsewhere() -> frozenset[str]:
    """The friends of accounts that other processes speak for, by the lists those kept. On SQLite there is one process."""
    if dialect() == "sqlite":
        return frozenset()
    lists = await _kept_lists(besides=accounts.connected())
    return frozenset().union(*(one for one in lists if one is not None))


async def _kept_lists(besides: Sequence[str]) -> list[frozenset[str] | None]:
    """The friends of each account seen lately, None where it never told them."""
    rows = AccountRow.filter(seen_at__gt=clock.now() - FORGOTTEN_AFTER).exclude(id__in=list(besides))
    return [None if row.friends is None else frozenset(json.loads(row.friends)) for row in await rows]


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
        await _note(self_id)
        await lifts.lift(account=self_id)  # a new connection: it may be online again
        groups = await _ids(self_id, "get_group_list", "group_id")
        friends = await _ids(self_id, "get_friend_list", "user_id")
        await _note(self_id, friends)
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


async def _note(self_id: str, friends: frozenset[str] | None = None) -> None:
    """Keeps that the account is there, once a day, and its friends when they have changed: those who are in the roster, and
    only where other processes may ask. Who is in none is written down nowhere for having written to the bot."""
    now = clock.now()
    listed = None
    if friends is not None and dialect() == "postgres":
        listed = json.dumps(sorted(await directory().among(friends)))
    kept = await AccountRow.get_or_none(id=self_id)
    if kept is not None and kept.seen_at > now - NOTED_AGAIN_AFTER and listed in (None, kept.friends):
        return
    noted = {"seen_at": now} if listed is None else {"seen_at": now, "friends": listed}

    async def work(tx: Transaction) -> None:
        await AccountRow.update_or_create(defaults=noted, id=self_id)

    await write(work)


async def stop() -> None:
    """Ends fetches under way."""
    tasks = list(_fetching.values())
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
