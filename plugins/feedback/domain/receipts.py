"""查询码 as people type it, visible numbers, and how wrong codes are met."""

import re
import unicodedata
from collections import OrderedDict, deque
from enum import StrEnum

DIGITS = 16
WRONG_LIMIT = 5
"""Wrong codes an hour a person."""
WRONG_IN_ALL = 1000
"""Wrong codes an hour in all: beyond, each wrong one is answered later. Never a lock-out."""
HOUR = 3600.0
SLOW_SECONDS = 3.0
REMEMBERED = 20_000
"""People whose wrong codes are remembered, in memory only."""

LOWEST, SMALL, LARGE = 10, 9_999, 999_999
"""Visible numbers: drawn from LOWEST to SMALL while at most half of those are taken, else up to LARGE."""

_GAPS = re.compile(r"[\s\-－_.．·]+")
_LEADING = re.compile(r"[\d\s\-－_.．·]+")


def shown_code(code: str) -> str:
    """`1234 5678 9012 3456`."""
    return " ".join(code[at : at + 4] for at in range(0, DIGITS, 4))


def read_code(text: str) -> tuple[str, str] | None:
    """The 16 digits `text` begins with (gaps and full-width digits are the same) and what follows them as it was typed,
    or None.

    A rating or a reason that begins with a digit must stand behind white space that is followed by no digit: what
    begins with 17 and more digits is no code.
    """
    plain = text.strip()
    found = _LEADING.match(plain)
    if found is None:
        return None
    digits = unicodedata.normalize("NFKC", _GAPS.sub("", found[0]))
    return (digits, plain[found.end() :].strip()) if len(digits) == DIGITS else None


_NUMBER = re.compile(r"\s*(?:[#＃]|意见?)?\s*意?\s*[#＃]?(\d{1,6})(?!\d)")


def read_number(text: str) -> tuple[int, str] | None:
    """The visible number `text` begins with (`意23`, `23`, `#23`) and what follows it as it was typed, or None."""
    found = _NUMBER.match(text)
    return None if found is None else (int(found[1]), text[found.end() :].strip(" \t\n:：,，"))


def range_for(taken: int) -> tuple[int, int]:
    """From where to where a visible number is drawn when so many are taken."""
    return (LOWEST, SMALL) if taken * 2 <= SMALL - LOWEST else (LOWEST, LARGE)


class Verdict(StrEnum):
    OK = "ok"
    TOO_MANY = "too many"
    """This person has tried WRONG_LIMIT wrong codes within the hour."""


class Guard:
    """Counts wrong codes in memory: who tries too many waits, the others never do. Seconds are of a monotonic clock."""

    def __init__(self) -> None:
        self._people: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque(maxlen=WRONG_IN_ALL + 1)

    def ask(self, person: str, seconds: float) -> Verdict:
        """Whether this person may try another code now."""
        tried = self._people.get(person)
        while tried and seconds - tried[0] >= HOUR:
            tried.popleft()
        return Verdict.TOO_MANY if tried and len(tried) >= WRONG_LIMIT else Verdict.OK

    def wrong(self, person: str, seconds: float) -> float:
        """Notes a wrong code; returns for how many seconds its answer is to be held back."""
        self._people.setdefault(person, deque(maxlen=WRONG_LIMIT)).append(seconds)
        self._people.move_to_end(person)
        while len(self._people) > REMEMBERED:
            self._people.popitem(last=False)
        self._all.append(seconds)
        crowded = len(self._all) > WRONG_IN_ALL and seconds - self._all[0] < HOUR
        return SLOW_SECONDS if crowded else 0.0
