"""The commands of incidents, by theme: arguments in, one service call, one text out."""

from . import acting, broadcast, documents, joining, kinds, personal, refusals, reporting, safety

__all__ = ["acting", "broadcast", "documents", "joining", "kinds", "personal", "refusals", "reporting", "safety"]
