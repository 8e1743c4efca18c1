"""Ratings: the submitter's alone, one a round; the two worst allow one reopening."""

from enum import IntEnum

ROUNDS = 2
"""A case is handled at most this often: once, and once more after a 重开."""


class Rating(IntEnum):
    """How content the submitter is, best first in what people type, worst lowest in number."""

    VERY_BAD = 1
    BAD = 2
    FAIR = 3
    GOOD = 4
    VERY_GOOD = 5

    @property
    def word(self) -> str:
        return _WORDS[self]

    @property
    def content(self) -> bool:
        """Counts as satisfied in 满意率."""
        return self >= Rating.FAIR

    @property
    def reopens(self) -> bool:
        return self <= Rating.BAD


_WORDS = {
    Rating.VERY_GOOD: "非常满意",
    Rating.GOOD: "满意",
    Rating.FAIR: "基本满意",
    Rating.BAD: "不满意",
    Rating.VERY_BAD: "非常不满意",
}
WORDS = tuple(_WORDS.values())
_BY_WORD = {word: rating for rating, word in _WORDS.items()}


def read_rating(text: str) -> tuple[Rating, str] | None:
    """The rating at the beginning of `text` and what is said behind it, or None when it begins with none."""
    plain = text.strip()
    for word in sorted(_BY_WORD, key=len, reverse=True):
        if plain.startswith(word):
            return _BY_WORD[word], plain.removeprefix(word).lstrip(" \t\n,，:：。;；")
    return None


def may_reopen(rating: Rating | None, round_: int) -> bool:
    """Whether a rated case of this round may be opened once more."""
    return rating is not None and rating.reopens and round_ < ROUNDS
