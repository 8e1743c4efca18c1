"""Reading a short text from the left, and Chinese numerals."""

import re
import unicodedata

from .values import Problem, TimeProblem

LONGEST = 80
"""Characters. A written time is never longer, and the grammar is never run over more."""

NUMBER = r"(?:\d{1,2}|[二三四五六七八九]?十[一二三四五六七八九]?|[零〇]?[一二三四五六七八九]|两|零|〇)"
"""A number up to 99 in digits or Chinese numerals, as part of a pattern."""

_DIGITS = {"零": 0, "〇": 0, "两": 2, **{char: value for value, char in enumerate("一二三四五六七八九", 1)}}
_LOOSE = re.compile(r"(?<=[^0-9A-Za-z]) | (?=[^0-9A-Za-z])")
_SAME = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("〜∼", "~") | {"∶": ":", "︰": ":"})


def number(text: str) -> int:
    """The value of what NUMBER matched."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    value = 0
    for char in ones:
        value = value * 10 + _DIGITS[char]
    return (_DIGITS[tens] if tens else 1) * 10 + value if ten else value


def normalised(text: str) -> str:
    """Full-width to ASCII, dashes to one, format characters, closing punctuation and loose spaces gone.

    A space is left only where it parts digits or letters. Raises TimeProblem(UNKNOWN) when nothing or too much is left.
    """
    if len(text) > LONGEST:
        raise TimeProblem(Problem.UNKNOWN)
    plain = unicodedata.normalize("NFKC", text).translate(_SAME)
    plain = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    plain = _LOOSE.sub("", " ".join(plain.split())).strip(" 。.,;!、")
    if not plain or len(plain) > LONGEST:
        raise TimeProblem(Problem.UNKNOWN)
    return plain


class Scan:
    """A place in a text that moves on with every pattern that is there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The match at this place, stepping over it; None leaves the place as it is."""
        if found := pattern.match(self.text, self.at):
            self.at = found.end()
        return found

    @property
    def done(self) -> bool:
        return self.at == len(self.text)
