"""What a soak amounts to in figures, violations or not. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .book import IN_DOUBT, Book, Limits, proven
from .evidence import Attempt, Facts, Truth


@dataclass(frozen=True, slots=True)
class Figures:
    """What the report prints. `doubled` are copies too many that had a proof."""

    deliveries: int
    states: Mapping[str, int]
    settled: int
    """In doubt once, then found to be there."""
    repeats: int
    """Sent again after a history had shown its absence."""
    after_refusal: int
    doubled: int
    doubtful: int
    doubtful_there: int
    """Of those shown as 待核实, how many people had seen."""
    readings: int
    told: int
    receipts: int


def figures(truth: Truth, facts: Facts, limits: Limits) -> Figures:
    """What to report, violations or not."""
    book = Book.of(truth, facts)
    doubts = [row for row in facts.rows if row.state in IN_DOUBT]
    return Figures(
        deliveries=len(facts.rows),
        states=Counter(row.state for row in facts.rows),
        settled=sum(1 for row in facts.rows if row.state == "sent" and row.evidence != "answer"),
        repeats=sum(1 for delivery in book.deliveries for _ in proven(book, delivery, limits)),
        after_refusal=_after_refusal(book.attempts.values()),
        doubled=sum(len(copies) - 1 for copies in book.sightings.values()),
        doubtful=len(doubts),
        doubtful_there=sum(1 for row in doubts if book.copies(row.delivery)),
        readings=len(truth.readings),
        told=sum(1 for reading in truth.readings if reading.told),
        receipts=len(facts.receipts),
    )


def _after_refusal(every: Iterable[Sequence[Attempt]]) -> int:
    return sum(1 for attempts in every for earlier in attempts[:-1] if earlier.refused)
