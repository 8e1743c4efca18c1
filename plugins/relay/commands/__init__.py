"""The commands of relay, by theme: arguments in, one service call, one text out."""

from . import boards, correcting, issuing, personal, reading, refusals, reminding, scheduling, stopping

__all__ = [
    "boards",
    "correcting",
    "issuing",
    "personal",
    "reading",
    "refusals",
    "reminding",
    "scheduling",
    "stopping",
]
