"""What may be set: every character of a text is in the house font, or is replaced in sight.

No other font is ever asked, so nothing looks different from machine to machine, and nothing shows as an empty box.
"""

import unicodedata
from functools import cache
from pathlib import Path

MISSING = "〓"
"""The sign of print shops for a character they do not have."""

_HELD = Path(__file__).parent / "fonts" / "characters.txt"

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Mn", "Me", "So", "Sk"})
"""Controls, joiners and directions, marks, lone surrogates, pictographs: left out where the font lacks them."""


@cache
def held() -> frozenset[str]:
    """The characters both weights of the font have, the space among them."""
    return frozenset(_HELD.read_text("utf-8").removesuffix("\n")) | {" "}


def settable(text: str) -> str:
    """The text as the font can show it.

    White space of any kind is a space, and a line's end stays one. What has a plain form the font knows takes it.
    Emoji, directions and other unseen signs go; any other character the font lacks becomes MISSING.
    """
    known = held()
    if known.issuperset(text):
        return text
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(_shown(one, known) for one in line) for line in lines)


def _shown(one: str, known: frozenset[str]) -> str:
    if one in known:
        return one
    if one.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", one)
    if known.issuperset(plain):
        return plain
    return "" if unicodedata.category(one) in _UNSEEN else MISSING
