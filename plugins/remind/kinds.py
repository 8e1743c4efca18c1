"""The kinds of things people are reminded of. Each capability registers its own while its plugin loads."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Query = tuple[str, Sequence[Any]]  # parameters of SQL
Owing = Callable[[str], Query]
Line = Callable[[str, datetime], Awaitable[str | None]]
AtEnd = Callable[[str, datetime, datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One registered kind; see `register`."""

    name: str
    owing: Owing
    line: Line
    at_end: AtEnd | None
    most: int | None
    any_hour: bool
    strangers_too: bool
    urgent: bool


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    *,
    owing: Owing,
    line: Line,
    at_end: AtEnd | None = None,
    most: int | None = None,
    any_hour: bool = False,
    strangers_too: bool = False,
    urgent: bool = False,
) -> None:
    """Makes a kind of reminder known ("relay", "tasks.overdue"; at most 23 characters). Raises ValueError when taken.

    `owing(ref)` gives one SELECT with `?` placeholders and its parameters, with the columns `person_id` and `unit_id`
    (the unit the person owes it in; an officer's `催办` is limited by it): whoever still owes something at the moment
    it runs. A person may come several times. It runs inside the use case that reminds, so whoever has done it a moment
    before is not reminded. Only active people of the roster count. Parameters must have the type of their column:

        def owing(ref: str) -> remind.Query:
            return ("SELECT person_id, unit_id FROM relay_receipt WHERE directive_id = ? AND read_at IS NULL", [int(ref)])

        # officers of the units that have not closed a task
        def owing(ref: str) -> remind.Query:
            return ("SELECT o.person_id, o.unit_id FROM tasks_assignment a JOIN org_post o ON o.unit_id = a.unit_id "
                    "WHERE o.officer AND a.task_id = ? AND a.state IN ('assigned', 'accepted')", [int(ref)])

    `line(ref, now)` says in one line what the person is asked for, beginning with the number, ending with the words to
    type; None when the matter does not exist any more, and then it is dropped. It is called outside a use case.
    Several matters of a person at one moment go out as one message, a line each.

    `at_end(ref, until, now)` is called once the `until` of a plan has come, late when the bot was down then; at least
    once, so whatever it says needs an outbox key of its own. What it raises has it called again later. Here belongs
    what officers are told (escalation). Quiet hours are its own matter: `quiet_until(now)` as `not_before`.

    `most` is how often one person is reminded of one matter at most, by itself and asked for together; None: REMIND_MAX.
    `any_hour` reminds in quiet hours and on duty too (incidents). `strangers_too` also tries people who are no friends
    of the bot, which only the urgent lane may (`urgent=True`).
    """
    if kind in _kinds or len(kind) > 23:
        raise ValueError(f"{kind} cannot be registered")
    _kinds[kind] = Kind(kind, owing, line, at_end, most, any_hour, strangers_too, urgent)


def find(kind: str) -> Kind | None:
    """The registered kind, or None: its capability is not loaded, and its reminders wait."""
    return _kinds.get(kind)


def known() -> tuple[str, list[str]]:
    """Placeholders and parameters for `kind IN (…)` in SQL: the kinds of loaded capabilities."""
    return ", ".join("?" * len(_kinds)) or "NULL", list(_kinds)
