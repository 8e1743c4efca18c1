"""The rules of catching up: how far back, what counts as missed, what is shown as a gap. Times are aware UTC."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

SLACK = timedelta(seconds=5)
"""Histories have whole seconds, and two clocks are never quite the same."""
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


def floor(mark: Mark | None, account: Mark | None, now: datetime, hours: int) -> datetime | None:
    """From when on a chat is looked through, at most `hours` back; None when the bot has never been there."""
    known = [one.at for one in (mark, account) if one is not None]
    return max(*known, now - timedelta(hours=hours)) if known else None


def is_missed(at: datetime, seq: int | None, begin: datetime, until: datetime, mark: Mark | None) -> bool:
    """Whether a message of a history came while the bot was away: not before `begin`, not behind the last command that
    was dealt with, and not after the reconnect, since the live event tells of those."""
    if mark is not None and mark.seq is not None and seq is not None and seq <= mark.seq:
        return False
    return begin - SLACK <= at <= until + SLACK


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
