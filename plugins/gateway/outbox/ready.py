"""What was claimed and has not begun: urgent rows first, then in the order they were said."""

import heapq
from collections import Counter
from datetime import timedelta

from plugins.storage import clock

from .. import accounts
from .rows import Claimed

FRESH = timedelta(seconds=10)
"""How long after the claim a row may still begin: its lease must outlast the send."""


class Ready:
    """Claimed rows with the account each was claimed for."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, int, str, Claimed]] = []
        self._counts: Counter[str] = Counter()
        self._stale: list[Claimed] = []

    def __bool__(self) -> bool:
        return bool(self._rows)

    def add(self, account: accounts.Account, claimed: list[Claimed]) -> None:
        for row in claimed:
            heapq.heappush(self._rows, (row.lane, row.id, account.id, row))
        self._counts[account.id] += len(claimed)

    def count(self, account: accounts.Account) -> int:
        """How many wait for this account."""
        return self._counts[account.id]

    def take(self) -> tuple[accounts.Account, Claimed] | None:
        """The next row whose account may speak now; None when there is none."""
        skipped: list[tuple[int, int, str, Claimed]] = []
        found = None
        oldest = clock.now() - FRESH
        while self._rows and found is None:
            entry = heapq.heappop(self._rows)
            account, row = accounts.of(entry[2]), entry[3]
            if row.started < oldest:
                self._counts[account.id] -= 1
                self._stale.append(row)
            elif account.budget(1) > 0:
                self._counts[account.id] -= 1
                found = (account, row)
            else:
                skipped.append(entry)
        for entry in skipped:
            heapq.heappush(self._rows, entry)
        return found

    def give_up(self, *, everything: bool = False) -> list[Claimed]:
        """Takes out what may not begin any more: rows of accounts that are paused or gone, and what waited too long."""
        given, self._stale = self._stale, []
        connected = accounts.connected()
        lost = {
            name
            for name, count in self._counts.items()
            if count and (everything or name not in connected or accounts.of(name).paused)
        }
        if lost:
            given += [entry[3] for entry in self._rows if entry[2] in lost]
            self._rows = [entry for entry in self._rows if entry[2] not in lost]
            heapq.heapify(self._rows)
            for name in lost:
                self._counts[name] = 0
        return given
