"""What was claimed and has not begun: urgent rows first, then in the order they were said."""

import heapq
from datetime import datetime, timedelta

from plugins.storage import clock

from .. import accounts
from .rows import Claimed

FRESH = timedelta(seconds=10)
"""How long after the claim a row may still begin: its lease must outlast the send."""

Waiting = list[tuple[int, int, Claimed]]
"""A heap by lane and id."""


class Ready:
    """Claimed rows by the account each was claimed for."""

    def __init__(self) -> None:
        self._waiting: dict[str, Waiting] = {}
        self._stale: list[Claimed] = []

    def __bool__(self) -> bool:
        return any(self._waiting.values()) or bool(self._stale)

    def add(self, account: accounts.Account, claimed: list[Claimed]) -> None:
        waiting = self._waiting.setdefault(account.id, [])
        for row in claimed:
            heapq.heappush(waiting, (row.lane, row.id, row))

    def count(self, account: accounts.Account) -> int:
        """How many wait for this account."""
        return len(self._waiting.get(account.id, ()))

    def ids(self) -> list[int]:
        """The rows in hand."""
        rows = [row for waiting in self._waiting.values() for *_, row in waiting]
        return [row.id for row in (*rows, *self._stale)]

    def take(self, share: int) -> tuple[accounts.Account, Claimed] | None:
        """The next row whose account may speak now and has fewer than `share` under way; None when there is none."""
        oldest = clock.now() - FRESH
        heads: list[tuple[int, int, str]] = []
        for name, waiting in self._waiting.items():
            account = accounts.of(name)
            if not waiting or account.under_way >= share or account.budget(1) <= 0:
                continue
            self._drop_stale(waiting, oldest)
            if waiting:
                heads.append((*waiting[0][:2], name))
        if not heads:
            return None
        name = min(heads)[2]
        return accounts.of(name), heapq.heappop(self._waiting[name])[2]

    def give_up(self, *, everything: bool = False) -> list[Claimed]:
        """Takes out what may not begin any more: rows of accounts that are paused or gone, and what waited too long."""
        connected, oldest = accounts.connected(), clock.now() - FRESH
        for name, waiting in self._waiting.items():
            if everything or name not in connected or accounts.of(name).paused:
                self._stale += [row for *_, row in waiting]
                waiting.clear()
            self._drop_stale(waiting, oldest)
        given, self._stale = self._stale, []
        return given

    def not_given_up(self, rows: list[Claimed]) -> None:
        """They could not be given back now: `give_up` names them again."""
        self._stale += rows

    def _drop_stale(self, waiting: Waiting, oldest: datetime) -> None:
        while waiting and waiting[0][2].started < oldest:
            self._stale.append(heapq.heappop(waiting)[2])
