"""The accounts connected to this process: their sockets, their budgets, the chats they reach. No network here."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import nonebot
from nonebot.adapters import Bot
from nonebot.adapters.onebot.v11 import Adapter
from nonebot.drivers import WebSocket

from .chats import Chat
from .config import settings
from .pacing import Breaker, Pacer

MOST_DIRECT = 64
"""Answers of one account that may wait for their turn; more are dropped (every command is safe to retype)."""

Answer = asyncio.Future[Mapping[str, Any] | None]
"""Done with the answer to a call (JSON as it came), or with None when the connection was lost before."""

SPEED_UP_AFTER = 10
SLOWEST = 8.0


@dataclass(slots=True)
class Account:
    """One account of ours, kept over reconnects. `groups` and `friends` are None until known."""

    id: str
    pacer: Pacer
    breaker: Breaker = field(default_factory=Breaker)
    groups: frozenset[str] | None = None
    friends: frozenset[str] | None = None
    stale: bool = True
    """The lists should be fetched again."""
    offline: bool = False
    """The implementation said so in its last heartbeat."""
    waiting: int = 0
    """Direct answers waiting for their turn: they go before the outbox."""
    under_way: int = 0
    """Outbox sends under way."""
    takes: float = 0.0
    """Seconds an outbox send takes, by the last ones."""
    _well: int = 0
    _gone: dict[str, bool] = field(default_factory=dict)
    """Groups the account was refused in, and whether a list without them has come since: lists are often stale, and
    one that still names the group takes nothing back."""

    def budget(self, most: int) -> int:
        """How many outbox messages may be claimed now."""
        now = time.monotonic()
        free = self.breaker.limit(now, most + self.under_way) - self.under_way
        return 0 if self.waiting or free <= 0 else self.pacer.ready(now, min(free, most))

    @property
    def paused(self) -> bool:
        """Whether its breaker lets nothing more through now."""
        return self.breaker.limit(time.monotonic(), 1 + self.under_way) <= self.under_way

    async def turn(self) -> bool:
        """Waits for a direct answer's turn. False when too many wait already."""
        if self.waiting >= MOST_DIRECT:
            return False
        now = time.monotonic()
        wait = self.pacer.wait(now)
        self.pacer.take(now)
        if wait > 0:
            self.waiting += 1
            try:
                await asyncio.sleep(wait)
            finally:
                self.waiting -= 1
        return True

    def wait(self) -> float:
        """Seconds until the outbox may claim again, as far as time decides it; else 0."""
        now = time.monotonic()
        return max(self.breaker.until - now, self.pacer.wait(now), 0.0)

    def succeeded(self) -> None:
        """Something went out: the account is well, and may speed up again."""
        self.breaker.succeeded()
        self._well += 1
        if self.pacer.slowness > 1 and self._well >= SPEED_UP_AFTER:
            self._well = 0
            self.pacer.slowness /= 2

    def failed(self) -> bool:
        """A refusal or a send that hung. True when the account pauses because of it: the moment to tell people."""
        self._well = 0
        pauses = self.breaker.failed(time.monotonic())
        if pauses:
            self.pacer.slowness = min(self.pacer.slowness * 2, SLOWEST)
        return pauses

    def forget_group(self, chat: Chat) -> bool:
        """The account is not in this group. False when that was known already."""
        if chat.id in self._gone:
            return False
        self._gone[chat.id] = False
        self.stale = True
        return True

    def is_in(self, chat: Chat) -> None:
        """Proof that the account is in this group: it came in, or a message of its arrived."""
        self._gone.pop(chat.id, None)

    def knows_groups(self, groups: frozenset[str] | None) -> None:
        """The list as just fetched; None when there is none."""
        if groups is not None:
            self.groups = groups
            back = [group for group, missed in self._gone.items() if missed and group in groups]
            self._gone = {g: missed or g not in groups for g, missed in self._gone.items() if g not in back}

    def reaches(self, chat: Chat) -> bool:
        """False only when the account is known not to be there (or no friend)."""
        known = self.groups if chat.is_group else self.friends
        return known is None or chat.id in known


_accounts: dict[str, Account] = {}
_waiting: dict[Bot, set[Answer]] = {}
_on_up: list[Callable[[str], None]] = []
_on_down: list[Callable[[str], None]] = []


def of(self_id: str) -> Account:
    """The state of an account, made when it is new."""
    if self_id not in _accounts:
        _accounts[self_id] = Account(self_id, Pacer(settings.send_interval))
    return _accounts[self_id]


def _adapters() -> list[Adapter]:
    return [adapter for adapter in nonebot.get_adapters().values() if isinstance(adapter, Adapter)]


def socket(self_id: str) -> WebSocket | None:
    """The live WebSocket of an account, or None."""
    bot = nonebot.get_bots().get(self_id)
    return None if bot is None else _socket_of(bot)


def _socket_of(bot: Bot) -> WebSocket | None:
    return bot.adapter.connections.get(bot.self_id) if isinstance(bot.adapter, Adapter) else None


def connected() -> tuple[str, ...]:
    """The accounts with a live socket."""
    return tuple(self_id for adapter in _adapters() for self_id in adapter.connections)


def line(self_id: str) -> tuple[WebSocket, set[Answer]] | None:
    """The live WebSocket of an account with the answers waited for there. None when it is not connected."""
    bot = nonebot.get_bots().get(self_id)
    if bot is None or (connection := _socket_of(bot)) is None:
        return None
    return connection, _waiting.setdefault(bot, set())


def for_chat(chat: Chat) -> str | None:
    """A connected account that reaches this chat, preferring one that is known to."""
    candidates = [self_id for self_id in connected() if of(self_id).reaches(chat)]
    certain = [s for s in candidates if (of(s).groups if chat.is_group else of(s).friends) is not None]
    return next(iter(certain or candidates or connected()), None)


def on_up(callback: Callable[[str], None]) -> None:
    """`callback(self_id)` when an account connects."""
    _on_up.append(callback)


def on_down(callback: Callable[[str], None]) -> None:
    """`callback(self_id)` when an account's socket is lost."""
    _on_down.append(callback)


@nonebot.get_driver().on_bot_connect
async def _connect(bot: Bot) -> None:
    account = of(bot.self_id)
    account.stale = True
    account.breaker.probe_now()
    for callback in _on_up:
        callback(bot.self_id)


@nonebot.get_driver().on_bot_disconnect
async def _disconnect(bot: Bot) -> None:
    for answer in _waiting.pop(bot, ()):
        if not answer.done():
            answer.set_result(None)
    for callback in _on_down:
        callback(bot.self_id)
