"""The commands of attendance, by theme: arguments in, one service call, one text out."""

from . import boards, issuing, moving, personal, refusals

__all__ = ["boards", "issuing", "moving", "personal", "refusals"]
