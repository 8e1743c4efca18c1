"""Limits held in memory: a flood costs neither memory without bound nor database writes."""

from collections import OrderedDict
from enum import StrEnum
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Bounded(OrderedDict[K, V], Generic[K, V]):
    """A dict of at most `size` entries: the oldest goes first."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def __setitem__(self, key: K, value: V) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        while len(self) > self._size:
            self.popitem(last=False)


URGENT_A_MINUTE = 30
"""Urgent commands (registered so: the report of an incident and what follows it) one account may send in a minute, apart
from PERSON_RATE: whatever else was typed, and however low that is set, an emergency is taken. Nobody types faster by hand.

What bounds somebody who means harm, of whom a bound group may hold many: so many messages a minute and account; the same
words are one report; beyond incidents.clocks.MOST_FIRST reports in ten minutes a new one is a line of the last, and alerts
nobody again; lines that come together are told together, behind every alert. So one account costs each officer a few alerts
and three news a minute, all signed with who wrote them, and no alert of anybody else waits behind the news.
"""


class Pass(StrEnum):
    OK = "ok"
    FIRST_OVER = "first over"
    OVER = "over"


class Rate:
    """At most `most` a key, in fixed stretches of `seconds` of one clock. Remembers the newest `size` keys."""

    def __init__(self, most: int, size: int = 20_000, *, seconds: float = 60) -> None:
        self._most = most
        self._seconds = seconds
        self._counts: Bounded[str, tuple[int, int]] = Bounded(size)

    def take(self, key: str, at: float) -> Pass:
        """Counts one more at `at` (seconds); FIRST_OVER once a stretch, so that the person is told once."""
        stretch = int(at // self._seconds)
        begun, count = self._counts.get(key, (stretch, 0))
        count = count + 1 if begun == stretch else 1
        self._counts[key] = (stretch, count)
        if count <= self._most:
            return Pass.OK
        return Pass.FIRST_OVER if count == self._most + 1 else Pass.OVER


class Once(Generic[K]):
    """Says whether a key is new; remembers the newest `size` for `seconds`."""

    def __init__(self, size: int, seconds: float) -> None:
        self._seen: Bounded[K, float] = Bounded(size)
        self._seconds = seconds

    def first(self, key: K, at: float) -> bool:
        """True the first time within `seconds` (both of one monotonic clock)."""
        seen = self._seen.get(key)
        if seen is not None and at - seen < self._seconds:
            return False
        self._seen[key] = at
        return True
