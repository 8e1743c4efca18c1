"""公示: how question and answer are typed, and what in them may lead back to somebody."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

VOTE_DAYS = 14
"""So many days a published case takes 我也反映; then the voters are deleted."""
WARN_RUN = 6
"""From so many characters on, in a row, words are the author's own."""
COPY_RUN = 16
"""From so many on it is no redaction any more."""
PUBLIC_LIMIT = 1500
"""Characters of question and answer together."""

_PART = re.compile(r"(?:^|\s)(问|答)\s*[:：]\s*")
_DIGITS = re.compile(r"(?<!\d)\d(?:[-\s]?\d){4,}(?!\d)")


@dataclass(frozen=True, slots=True)
class Publication:
    """What was typed: whom it is for, and the handler's own words. Each is "" where it is missing."""

    scope: str
    question: str
    answer: str

    @property
    def complete(self) -> bool:
        return bool(self.scope and self.question and self.answer)


@dataclass(frozen=True, slots=True)
class Traces:
    """What in a text may lead back to somebody: words of the author's, names of the roster, numbers like a QQ's."""

    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.names or self.numbers)


def read_publication(text: str) -> Publication:
    """`全体` with `问: …` and `答: …` behind it, each on its line or all in one. The last of each counts."""
    first, *parts = _PART.split(text)
    found = {name: words.strip() for name, words in zip(parts[::2], parts[1::2], strict=True)}
    return Publication(" ".join(first.split()), found.get("问", ""), found.get("答", ""))


def traces(text: str, originals: Iterable[str], names: Iterable[str]) -> Traces:
    """What in `text` stands in one of the `originals` too, in a row of WARN_RUN characters and more, whatever the
    spaces and punctuation; which of the `names` it holds; which numbers of five digits and more."""
    plain = _plain(text)
    words = {run for one in originals if len(run := _common(plain, _plain(one))) >= WARN_RUN}
    held = sorted({name for name in names if len(name) > 1 and name in text})
    numbers = [found[0] for found in _DIGITS.finditer(unicodedata.normalize("NFKC", text))]
    return Traces(tuple(sorted(words)), tuple(held), tuple(dict.fromkeys(numbers)))


def is_copy(text: str, originals: Iterable[str]) -> bool:
    """Whether the author's words are simply repeated: a whole text of theirs, or COPY_RUN characters in a row."""
    plain = _plain(text)
    return any(
        len(run := _common(plain, whole)) >= COPY_RUN or (len(whole) >= WARN_RUN and run == whole)
        for whole in map(_plain, originals)
    )


def closes_on(published: date) -> date:
    """The last day of 我也反映."""
    return published + timedelta(days=VOTE_DAYS)


def _plain(text: str) -> str:
    """Letters, digits and signs that mean something, without spaces and punctuation."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def _common(text: str, original: str) -> str:
    """The longest run of characters that stands in both; "" below WARN_RUN."""
    best = ""
    for begin in range(len(original) - WARN_RUN + 1):
        end = begin + max(WARN_RUN, len(best) + 1)
        while end <= len(original) and original[begin:end] in text:
            best = original[begin:end]
            end += 1
    return best
