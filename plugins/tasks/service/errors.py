"""What can be wrong with a task; texts say it in Chinese."""

from collections.abc import Sequence
from datetime import datetime

from plugins.gateway.kinds import NotOfThisKind
from plugins.storage.errors import Conflict, DomainError, NotFound

from ..domain import Act, Refusal, State


class NeedsScope(DomainError):
    """No unit was named that is to do it."""


class NeedsContent(DomainError):
    """It is not said what is to be done."""


class NotAmongThem(NotFound):
    """An excluded unit is none of those the task would go to."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NobodyToDoIt(Conflict):
    """After the exclusions no unit is left."""


class NoSuchTask(NotOfThisKind):
    """There is no task `number`, or not for this person."""

    see = "任务"


class NotYours(DomainError):
    """Task `number` was not assigned to a unit of which the sender is an officer."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class WhichAssignment(DomainError):
    """Task `number` was assigned to several units of the sender: `units` are their names."""

    def __init__(self, number: int, act: Act, units: Sequence[str]) -> None:
        super().__init__(number)
        self.number = number
        self.act = act
        self.units = tuple(units)


class WhichTask(DomainError):
    """No number was given, and several tasks are possible (or none): numbers and titles."""

    def __init__(self, act: Act, choices: Sequence[tuple[int, str]]) -> None:
        super().__init__(len(choices))
        self.act = act
        self.choices = tuple(choices)


class NotNow(Conflict):
    """The act is refused in the state the assignment is in."""

    def __init__(self, number: int, unit: str, act: Act, state: State, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.number = number
        self.unit = unit
        self.act = act
        self.state = state
        self.refusal = refusal


class NotLater(Conflict):
    """An extension must end later than the deadline now (`deadline`, aware UTC) of task `number` at `unit`."""

    def __init__(self, number: int, unit: str, deadline: datetime) -> None:
        super().__init__(number)
        self.number = number
        self.unit = unit
        self.deadline = deadline


class AlreadyClosed(Conflict):
    """Task `number` is closed (销号) before."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NothingToStop(Conflict):
    """All of task `number` is out, or stopped before."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
