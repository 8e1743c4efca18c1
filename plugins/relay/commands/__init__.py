"""The commands of relay, by theme: arguments in, one service call, one text out."""

from . import boards, issuing, personal, reading, refusals, reminding, stopping

__all__ = ["boards", "issuing", "personal", "reading", "refusals", "reminding", "stopping"]
