"""What a command needs beyond its state: a reason, a limit, a first time. Facts come in, an objection comes out."""

from dataclasses import dataclass
from enum import StrEnum

from .clocks import EXTENSION_DAYS
from .ratings import Rating, may_reopen
from .states import Command, State

TEXT_LIMIT = 5000
"""Characters of one text."""
MOST_TRANSFERS = 3
"""How often a case is passed on before it is handled where it is."""
MOST_STEPS = 200
"""Events of one case."""
TOLD_AT_ONCE = 5
"""Named opinions of one author a day of which their handlers hear at once; of more they hear at the next sweep, all
together: whoever files a hundred costs them one message."""
STEPS_TOLD_AT_ONCE = 20
"""Likewise of additions, while a case has no more events than that."""
MOST_PICTURES = 9
"""Pictures of one event."""


class Objection(StrEnum):
    """Why a command that the table allows is refused all the same."""

    NEEDS_TEXT = "needs a text"
    TOO_LONG = "too long"
    EXTENDED_BEFORE = "extended before"
    DAYS = "days out of range"
    TRANSFERRED_OFTEN = "passed on too often"
    NOBODY_PASSED_IT_ON = "nobody to give it back to"
    NOT_REOPENABLE = "only the two worst ratings reopen, once"
    FULL = "too many events"


NEED_TEXT = frozenset(
    {Command.FILE, Command.DECLINE, Command.RETURN, Command.ANSWER, Command.EXTEND, Command.ADD, Command.REOPEN}
)
"""Commands that say something. 办结 does unless the case is answered."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What objections look at."""

    state: State
    round: int = 1
    steps: int = 1
    extended: bool = False
    transfers: int = 0
    passed_on: bool = False
    """Another unit passed it on to the one that has it."""
    rating: Rating | None = None


def objection(command: Command, facts: Facts, text: str, *, pictures: int = 0, days: int = 0) -> Objection | None:
    """What stands against a command that is allowed in this state, or None."""
    silent = not text.strip() and not pictures
    needs = command in NEED_TEXT or (command is Command.CLOSE and facts.state is not State.ANSWERED)
    if needs and silent:
        return Objection.NEEDS_TEXT
    if len(text) > TEXT_LIMIT:
        return Objection.TOO_LONG
    if facts.steps >= MOST_STEPS and command in (Command.ADD, Command.ANSWER):
        return Objection.FULL
    if command is Command.EXTEND:
        if facts.extended:
            return Objection.EXTENDED_BEFORE
        if not 1 <= days <= EXTENSION_DAYS:
            return Objection.DAYS
    if command is Command.TRANSFER and facts.transfers >= MOST_TRANSFERS:
        return Objection.TRANSFERRED_OFTEN
    if command is Command.RETURN and not facts.passed_on:
        return Objection.NOBODY_PASSED_IT_ON
    if command is Command.REOPEN and not may_reopen(facts.rating, facts.round):
        return Objection.NOT_REOPENABLE
    return None
