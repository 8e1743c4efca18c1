"""代报平安: who is said to be safe and how that is known, as typed; why nobody can say it for a person."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

HOW_LIMIT = 20
"""Characters of how it was known."""
HOWS = (
    "电话",
    "打电话",
    "打了电话",
    "打过电话",
    "手机",
    "微信",
    "短信",
    "QQ",
    "视频",
    "语音",
    "对讲",
    "当面",
    "见到",
    "看到",
    "本人",
    "家属",
    "家人",
    "同事",
    "邻居",
    "群里",
)
"""What begins so is how it was known, not a name."""
TAIL = 4
"""Digits of a QQ that tell somebody from a namesake."""
_LIKE_A_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·]{2,4}")


class WhyNot(StrEnum):
    """Why nobody can say for a person that they are safe."""

    UNKNOWN = "unknown"
    """Not asked in this incident, or not within the officer's units."""
    DONE = "done"
    """Their answer is there."""


@dataclass(frozen=True, slots=True)
class Named:
    """A person as typed: `外科党支部/刘敏/03007`; unit and mark (工号, or the end of the QQ) only to tell namesakes apart."""

    name: str
    unit: str = ""
    mark: str = ""

    @classmethod
    def of(cls, word: str) -> "Named":
        parts = [part for part in word.replace("／", "/").split("/") if part] or [""]
        mark = parts.pop() if len(parts) > 1 and parts[-1].isascii() else ""
        return cls(parts[-1], parts[-2] if len(parts) > 1 else "", mark)

    def is_marked(self, staff_no: str | None, account: str | None) -> bool:
        """Whether the mark is of somebody with these; without a mark everybody is."""
        return self.mark in ("", staff_no) or (len(self.mark) >= TAIL and (account or "").endswith(self.mark))


def mark_of(staff_no: str | None, account: str | None) -> str:
    """What tells somebody from a namesake in the same unit; the roster has one of the two for each."""
    return staff_no or (account or "")[-TAIL:]


@dataclass(frozen=True, slots=True)
class Typed:
    """Names, and how it is known ("": not said); `doubtful`: that could be a name typed wrong."""

    names: tuple[str, ...]
    how: str = ""
    doubtful: bool = False


def read(words: Sequence[str], known: Collection[str]) -> Typed:
    """What was typed behind the number; `known` are those of the words that are names in the roster.

    How it is known begins with the first of HOWS; without one it is a last word that is no name.
    """
    for at, word in enumerate(words):
        if at and word not in known and word.startswith(HOWS):
            return Typed(tuple(words[:at]), " ".join(words[at:])[:HOW_LIMIT])
    if len(words) > 1 and (last := words[-1]) not in known:
        return Typed(tuple(words[:-1]), last[:HOW_LIMIT], _LIKE_A_NAME.fullmatch(last) is not None)
    return Typed(tuple(words))
