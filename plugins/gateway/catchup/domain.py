"""The rules of catching up: how far back, what counts as missed, what is shown as a gap. Times are aware UTC."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

SLACK = timedelta(minutes=15)
"""How far an implementation's clock may be off. What is looked at twice has its effect once."""
TIGHT = timedelta(seconds=5)
"""The same where only times tell what has been dealt with: a question would be answered again."""
SHOWN_FROM = timedelta(seconds=60)
"""A shorter absence without a history is not shown: people saw no answer and typed again."""
STILL_USEFUL = timedelta(minutes=30)
"""How long after it was typed somebody still wants to hear that a command was refused."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to where a chat (or everything an account hears) has been dealt with. `seq` is the true sequence number of
    the last command there, where the implementation tells it."""

    at: datetime
    seq: int | None = None

    def up_to(self, other: "Mark") -> "Mark":
        """The further of both, in time and in sequence."""
        seqs = [mark.seq for mark in (self, other) if mark.seq is not None]
        return Mark(max(self.at, other.at), max(seqs, default=None))


@dataclass(frozen=True, slots=True)
class Span:
    """What of a chat is looked through. `away` is since when the bot was away as far as it knows; messages count from
    `begin` on, earlier because clocks differ, and with a sequence number behind `after`."""

    away: datetime
    begin: datetime
    after: int | None

    def has(self, at: datetime, seq: int | None, until: datetime) -> bool:
        """Whether a message of the history was missed: what came after the reconnect at `until` comes live too, but a
        clock that is ahead may date earlier ones so."""
        if self.after is not None and seq is not None and seq <= self.after:
            return False
        return self.begin <= at <= until + SLACK


def span(mark: Mark | None, account: Mark, until: datetime, hours: int) -> Span:
    """What to look through in a chat with this mark, for an account that was away until `until`, `hours` at most."""
    earliest = until - timedelta(hours=hours)
    away = max(account.at if mark is None else max(mark.at, account.at), earliest)
    begin = max(account.at - SLACK, earliest)
    if mark is not None:
        begin = max(begin, mark.at - (TIGHT if mark.seq is None else SLACK))
    return Span(away, begin, None if mark is None else mark.seq)


def is_gap_shown(begin: datetime, until: datetime) -> bool:
    return until - begin >= SHOWN_FROM


def is_still_useful(typed: datetime, now: datetime) -> bool:
    """Whether a refusal is still worth saying."""
    return now - typed <= STILL_USEFUL


K = TypeVar("K", bound=Hashable)


def without_retyped(lines: Iterable[tuple[K, str]]) -> list[bool]:
    """For lines of several people (whom, text) in order of time: False for one that repeats what the same person typed
    last. Who waits for an answer types again; the first time counts."""
    last: dict[K, str] = {}
    kept: list[bool] = []
    for whom, line in lines:
        kept.append(last.get(whom) != line)
        last[whom] = line
    return kept
