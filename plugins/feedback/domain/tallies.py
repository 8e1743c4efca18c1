"""Cases as counts: what a month came to, by unit and kind. Nothing in a count names a case."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TypeVar

from .figures import SMALL_CELL
from .ratings import Rating
from .states import State


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases there were, and what became of them. 撤件 counts in `received` and `withdrawn` alone."""

    received: int = 0
    accepted: int = 0
    """Taken in hand: neither declined nor withdrawn nor waiting."""
    answered: int = 0
    closed: int = 0
    declined: int = 0
    withdrawn: int = 0
    overdue: int = 0
    """Ever."""
    rated: int = 0
    content: int = 0
    """Of those rated: 基本满意 and better."""
    days: Mapping[int, int] = field(default_factory=dict)
    """Of those closed: how many took so many working days from their arrival."""

    def __add__(self, other: "Tally") -> "Tally":
        return total((self, other))

    def counts(self) -> dict[str, int]:
        """The counts by name, without `days`."""
        return {name: getattr(self, name) for name in COUNTS}

    def dumped(self) -> str:
        return json.dumps({**self.counts(), "days": {str(day): count for day, count in self.days.items()}})

    @classmethod
    def loaded(cls, text: str) -> "Tally":
        """What `dumped` gave."""
        kept = json.loads(text)
        return cls(**{**kept, "days": {int(day): count for day, count in kept["days"].items()}})

    def median_days(self) -> float | None:
        """The middle of the working days that closed cases took; None of nothing."""
        ordered = sorted(Counter(self.days).elements())
        if not ordered:
            return None
        middle = len(ordered) // 2
        return float(ordered[middle]) if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


COUNTS = tuple(one.name for one in fields(Tally) if one.name != "days")


def one_case(
    state: State,
    arrived_on: date,
    accepted_on: date | None,
    answered_on: date | None,
    ended_on: date | None,
    rating: Rating | None,
    working_days: Callable[[date, date], int],
    *,
    declined: bool,
    overdue: bool,
) -> Tally:
    """A single case, as handlers see it. `working_days` counts those from one day to another."""
    if state is State.WITHDRAWN:
        return Tally(received=1, withdrawn=1)
    closed = ended_on is not None and not declined
    return Tally(
        received=1,
        accepted=int(accepted_on is not None and not declined),
        answered=int(answered_on is not None),
        closed=int(closed),
        declined=int(declined),
        overdue=int(overdue),
        rated=int(rating is not None),
        content=int(rating is not None and rating.content),
        days={working_days(arrived_on, ended_on): 1} if ended_on and closed else {},
    )


def total(tallies: Iterable[Tally]) -> Tally:
    found = Sum()
    for one in tallies:
        found.add(one)
    return found.tally()


K = TypeVar("K")


def recounted(shown: Mapping[K, Tally], now: Mapping[K, Tally]) -> dict[K, Tally]:
    """What is shown of a month that is over from now on: everything as it is, but ratings as they were shown while fewer
    than SMALL_CELL have come or gone since. A single one would stand there to be subtracted."""
    if not shown or not 0 < abs(total(now.values()).rated - total(shown.values()).rated) < SMALL_CELL:
        return dict(now)
    none = Tally()
    return {
        key: replace(now.get(key, none), rated=shown.get(key, none).rated, content=shown.get(key, none).content)
        for key in {**shown, **now}
    }


class Sum:
    """Many tallies, added up one after the other."""

    def __init__(self) -> None:
        self._counts = dict.fromkeys(COUNTS, 0)
        self._days: Counter[int] = Counter()

    def add(self, one: Tally, times: int = 1) -> None:
        """Adds a tally, so many times."""
        for name in COUNTS:
            self._counts[name] += getattr(one, name) * times
        for days, count in one.days.items():
            self._days[days] += count * times

    def tally(self) -> Tally:
        return Tally(**self._counts, days=dict(self._days))
