"""What the first line and the headers of several commands have in common: yes or no, whom it is for and until when."""

from datetime import UTC, datetime

from plugins.storage import clock
from plugins.storage.errors import DomainError

from . import forms, times
from .forms import Form

DEADLINE_WORDS = ("截止", "截至", "截止时间", "时限")
"""What may stand before a deadline in the first line."""


class NotYesOrNo(DomainError):
    """The header `header` takes 是 or 否 only."""

    def __init__(self, header: str) -> None:
        super().__init__(header)
        self.header = header


def yes_or_no(form: Form, header: str, *, otherwise: bool) -> bool:
    """Whether a header says 是 or 否; `otherwise` where it is not there. Raises NotYesOrNo."""
    value = form.fields.get(header)
    if value is None:
        return otherwise
    try:
        return forms.is_yes(value)
    except forms.FormProblem:
        raise NotYesOrNo(header) from None


def scope_and_deadline(first: str, now: datetime) -> tuple[str, datetime | None]:
    """The first line: whom it is for, with or without a deadline behind it (`全体 周五18:00前`).

    The deadline is aware UTC, read at `now`. Both are empty where nothing stands there. Raises TimeProblem for what is
    a time and cannot be a deadline (past, ambiguous).
    """
    words = first.split()
    for at in range(1, len(words)):
        tail = " ".join(words[at + 1 if words[at] in DEADLINE_WORDS else at :])
        try:
            return " ".join(words[:at]), deadline(tail, now)
        except times.TimeProblem as problem:
            if problem.kind is not times.Problem.UNKNOWN:
                raise
    return " ".join(words), None


def scope_and_span(first: str, now: datetime) -> tuple[str, times.Span | None]:
    """The first line: whom it is for, with or without a time behind it (`全体 周五15:00-16:30`), aware UTC, read at `now`.

    Both are empty where nothing stands there. Raises TimeProblem for what is a time and cannot be this one.
    """
    words = first.split()
    for at in range(1, len(words)):
        tail = " ".join(words[at + 1 if words[at] == "时间" else at :])
        try:
            return " ".join(words[:at]), span(tail, now)
        except times.TimeProblem as problem:
            if problem.kind is not times.Problem.UNKNOWN:
                raise
    return " ".join(words), None


def span(value: str, now: datetime) -> times.Span:
    """A beginning and an end as written (`周五15:00-16:30`), aware UTC. Raises TimeProblem."""
    found = times.span(value, clock.local(now))
    return times.Span(found.begins.astimezone(UTC), found.ends.astimezone(UTC))


def deadline(value: str | None, now: datetime) -> datetime | None:
    """A deadline as written (`周五18:00前`), aware UTC; None where nothing is written. Raises TimeProblem."""
    return times.deadline(value, clock.local(now)).astimezone(UTC) if value else None


def beginning(value: str | None, now: datetime) -> datetime | None:
    """A beginning as written (`明天8:00`), aware UTC; None where nothing is written. Raises TimeProblem."""
    return times.beginning(value, clock.local(now)).astimezone(UTC) if value else None
