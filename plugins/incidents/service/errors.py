"""What can be wrong with an incident; texts say it in Chinese."""

from collections.abc import Sequence

from plugins.gateway.kinds import NotOfThisKind
from plugins.storage.errors import Conflict, DomainError, NotAllowed, NotFound

from ..domain import Act, Refusal, State
from ..domain.telling import WhyNot


class NotKnown(NotAllowed):
    """Somebody in no roster reports in private: nobody knows which unit it is about."""


class NoUnit(Conflict):
    """There is no unit it could be about: the roster is empty."""


class NoSuchIncident(NotOfThisKind):
    """There is no incident `number`, or not for this person."""

    see = "突发"


class NotYours(NotAllowed):
    """Incident `number` is none the sender may do this with."""

    def __init__(self, number: int, act: Act, refusal: Refusal) -> None:
        super().__init__()
        self.number = number
        self.act = act
        self.refusal = refusal


class NotNow(Conflict):
    """The act is refused in the state the incident is in. `handler` has it; `target` is where it lives on."""

    def __init__(
        self, number: int, act: Act, state: State, refusal: Refusal, handler: str = "", target: int | None = None
    ) -> None:
        super().__init__(refusal.value)
        self.number = number
        self.act = act
        self.state = state
        self.refusal = refusal
        self.handler = handler
        self.target = target


class WhichIncident(DomainError):
    """No number was given, and several incidents are possible (or none): numbers and titles."""

    def __init__(self, act: Act, choices: Sequence[tuple[int, str]]) -> None:
        super().__init__(len(choices))
        self.act = act
        self.choices = tuple(choices)


class NothingSaid(DomainError):
    """The words are missing; `number` None when that is missing too."""

    def __init__(self, act: Act, number: int | None) -> None:
        super().__init__(number)
        self.act = act
        self.number = number


class NotOneThing(Conflict):
    """`number` cannot be joined to `target`: of another unit, over, or the same."""

    def __init__(self, number: int, target: int) -> None:
        super().__init__(number, target)
        self.number = number
        self.target = target


class NotThere(DomainError):
    """A 通报 lacks something: `number` of an incident, `scope` or text (the other one is there)."""

    def __init__(self, number: int | None, *, scope: bool) -> None:
        super().__init__(number)
        self.number = number
        self.scope = scope


class NoSafetyNow(Conflict):
    """Nobody can be asked for 报平安: incident `number` is over."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NobodyReached(Conflict):
    """No group is reached by the scope of a 通报 about incident `number`."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NobodyAsked(NotFound):
    """In incident `number` nobody within the sender's units is asked for 报平安; None: in no open one."""

    def __init__(self, number: int | None) -> None:
        super().__init__(number)
        self.number = number


class WhichSafety(DomainError):
    """No number was given, and in several open incidents people are asked for 报平安: numbers and titles."""

    def __init__(self, choices: Sequence[tuple[int, str]]) -> None:
        super().__init__(len(choices))
        self.choices = tuple(choices)


class NobodyToSpeakFor(NotFound):
    """Nobody of this name can be said to be safe; `why` says why."""

    def __init__(self, name: str, why: WhyNot) -> None:
        super().__init__(name)
        self.name = name
        self.why = why


class SeveralSoNamed(DomainError):
    """Several people of this name are asked in incident `number`: their units, and what tells them apart there."""

    def __init__(self, number: int, name: str, people: Sequence[tuple[str, str]]) -> None:
        super().__init__(number, name)
        self.number = number
        self.name = name
        self.people = tuple(people)
