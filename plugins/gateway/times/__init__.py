"""Times as people write them, and how they are shown. A small strict grammar: what it does not know, it refuses.

A silently wrong deadline is worse than a question. Pure: the time comes in, no clock is read.
"""

from .durations import duration
from .grammar import beginning, daily, deadline, parse, span
from .holidays import RestDay, rest_day
from .recurrence import Recurrence, recurrence
from .shown import when, when_span
from .values import DailySpan, Moment, Problem, Span, TimeProblem, Wanted

__all__ = [
    "DailySpan",
    "Moment",
    "Problem",
    "Recurrence",
    "RestDay",
    "Span",
    "TimeProblem",
    "Wanted",
    "beginning",
    "daily",
    "deadline",
    "duration",
    "parse",
    "recurrence",
    "rest_day",
    "span",
    "when",
    "when_span",
]
