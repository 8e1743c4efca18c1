"""What a soak ends with: the truth of the simulated service, the facts of the bot's database, what the officer was shown.

Times are aware UTC. A delivery is one part of one directive to one group. Nothing here asks the bot what happened.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class Delivery(NamedTuple):
    """One part of directive `number` to the group with the id `group`; or its correction with the ordinal `correction`."""

    number: int
    group: int
    part: int = 1
    correction: int = 0


@dataclass(frozen=True, slots=True)
class Sighting:
    """The members of a group were shown a copy."""

    delivery: Delivery
    message_id: int
    at: datetime
    withdrawn: bool = False
    """It was recalled later."""
    corrected: bool = False
    """What the correction says stands in it."""

    @property
    def entry(self) -> "Entry":
        return Entry(self.message_id, int(self.at.timestamp()))


class Entry(NamedTuple):
    """A message as a history shows it. Ids are used again after a restart of the implementation, so the second counts."""

    message_id: int
    second: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """A send call that reached the service at `at`. `fault` names what it met there, "" for nothing.

    `refused`: it was answered with a definite refusal, so that the bot could know that nothing was sent.
    `everyone`: it addressed @全体.
    """

    delivery: Delivery
    at: datetime
    fault: str = ""
    refused: bool = False
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a group's history as it was handed out at `at`: its oldest message, and the bot's own on it.

    `missing` are the times (whole seconds) of messages that were left out between its oldest and its newest.
    """

    group: int
    at: datetime
    oldest: datetime
    own: frozenset[Entry]
    missing: tuple[datetime, ...] = ()

    def covers(self, moment: datetime) -> bool:
        """Whether it shows everything from before `moment` to the present."""
        return self.oldest < moment and all(left_out < moment.replace(microsecond=0) for left_out in self.missing)


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody answered a directive. `told`: how they were told that it is recorded, "" when they were not."""

    number: int
    account: int
    told: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """What 传达情况 showed an officer: groups by arrival, receipts."""

    arrived: int
    waiting: int
    failed: int
    doubtful: int
    read: int
    people: int
    stopped: int = 0


@dataclass(frozen=True, slots=True)
class Truth:
    """What the service saw. `accepted` names the directives whose 确认 was answered, by number, with their titles.

    `boards` are what an officer asked for, by directive; None when no answer came. `stops` are the directives of which
    an officer confirmed a 停发 or a 撤回, with the time they were told that it is done; None when they were not told.
    `recalls` are those of a 撤回, `corrections` the directives of which an officer was told that they are corrected.
    """

    sightings: Sequence[Sighting] = ()
    attempts: Sequence[Attempt] = ()
    pages: Sequence[Page] = ()
    readings: Sequence[Reading] = ()
    accepted: Mapping[int, str] = field(default_factory=dict)
    boards: Mapping[int, Board | None] = field(default_factory=dict)
    stops: Mapping[int, datetime | None] = field(default_factory=dict)
    recalls: AbstractSet[int] = frozenset()
    corrections: AbstractSet[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the outbox. `due_at` is None when the program will not come to it again by itself."""

    delivery: Delivery
    state: str
    message_id: str = ""
    evidence: str = ""
    due_at: datetime | None = None
    recalled: bool = False
    """It says that the message was taken back."""
    to_recall: bool = False
    """It says that the message is or was to be taken back, whatever came of it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database holds. `targets` are directive and group; `receipts` directive and account."""

    directives: Mapping[int, str] = field(default_factory=dict)
    targets: Sequence[tuple[int, int]] = ()
    rows: Sequence[Row] = ()
    receipts: frozenset[tuple[int, int]] = frozenset()
    at: datetime | None = None
    """When it was read."""
