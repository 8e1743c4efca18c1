"""The commands of incidents, by theme: arguments in, one service call, one text out."""

from . import acting, joining, personal, refusals, reporting

__all__ = ["acting", "joining", "personal", "refusals", "reporting"]
