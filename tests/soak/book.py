"""The evidence by delivery, and what of it is proof. Pure.

*Proof of absence* of an attempt is a page of the group's history that the service handed out at least `grace` after
the attempt (less `allowance`, by which a call may reach the service later than it was begun), before the next attempt,
that reaches further back than the attempt, leaves nothing out since and holds no copy of the delivery; or a definite
refusal that answered it.
*Repeat with proof*: an attempt before which every earlier one of the delivery had such a proof. By history: once, and
never with @全体.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from .evidence import Attempt, Delivery, Facts, Page, Row, Sighting, Truth


@dataclass(frozen=True, slots=True)
class Limits:
    """What the rules are held to, in real time."""

    grace: timedelta
    allowance: timedelta
    patience: timedelta


WAITING = frozenset({"queued", "sending", "held"})
IN_DOUBT = frozenset({"uncertain", "needs_human"})


@dataclass(frozen=True)
class Book:
    """The evidence by delivery."""

    truth: Truth
    facts: Facts
    rows: Mapping[Delivery, Row]
    sightings: Mapping[Delivery, Sequence[Sighting]]
    attempts: Mapping[Delivery, Sequence[Attempt]]
    pages: Mapping[int, Sequence[Page]]
    deliveries: Sequence[Delivery]

    @classmethod
    def of(cls, truth: Truth, facts: Facts) -> "Book":
        sightings: dict[Delivery, list[Sighting]] = defaultdict(list)
        for sighting in sorted(truth.sightings, key=lambda one: one.at):
            sightings[sighting.delivery].append(sighting)
        attempts: dict[Delivery, list[Attempt]] = defaultdict(list)
        for attempt in sorted(truth.attempts, key=lambda one: one.at):
            attempts[attempt.delivery].append(attempt)
        pages: dict[int, list[Page]] = defaultdict(list)
        for page in truth.pages:
            pages[page.group].append(page)
        rows = {row.delivery: row for row in facts.rows}
        targets = {Delivery(number, group) for number, group in facts.targets}
        every = sorted(targets | set(rows) | set(sightings) | set(attempts))
        return cls(truth, facts, rows, sightings, attempts, pages, every)

    def copies(self, delivery: Delivery) -> Sequence[Sighting]:
        return self.sightings.get(delivery, ())


def unproven(book: Book, delivery: Delivery, limits: Limits) -> str:
    """What was repeated without proof; "" when nothing was."""
    attempts = book.attempts.get(delivery, ())
    for place, (earlier, later) in enumerate(pairwise(attempts), 1):
        if not earlier.refused and not _absent(book, earlier, later, limits):
            gap = (later.at - earlier.at).total_seconds()
            return f"第 {place} 次({earlier.fault or '正常'})之后 {gap:.1f} 秒又发,没有证据"
    return ""


def proven(book: Book, delivery: Delivery, limits: Limits) -> Iterator[Attempt]:
    """The attempts that were repeats on the strength of a history."""
    attempts = book.attempts.get(delivery, ())
    for earlier, later in pairwise(attempts):
        if not earlier.refused and _absent(book, earlier, later, limits):
            yield later


def _absent(book: Book, earlier: Attempt, later: Attempt, limits: Limits) -> bool:
    """Whether the service itself had shown the bot, between the two, that the first is not there."""
    copies = {copy.entry for copy in book.copies(earlier.delivery)}
    begin = earlier.at + limits.grace - limits.allowance
    for page in book.pages.get(earlier.delivery.group, ()):
        if begin <= page.at <= later.at:
            if page.own & copies:
                return False
            if page.covers(earlier.at):
                return True
    return False
