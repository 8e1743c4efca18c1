"""The commands of incidents, by theme: arguments in, one service call, one text out."""

from . import refusals, reporting

__all__ = ["refusals", "reporting"]
