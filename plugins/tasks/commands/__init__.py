"""The commands of tasks, by theme: arguments in, one service call, one text out."""

from . import acting, boards, closing, issuing, matters, personal, refusals

__all__ = ["acting", "boards", "closing", "issuing", "matters", "personal", "refusals"]
