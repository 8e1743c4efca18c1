"""What can be wrong with a directive; texts say it in Chinese."""

from collections.abc import Sequence

from plugins.storage.errors import Conflict, DomainError, NotAllowed, NotFound


class NeedsScope(DomainError):
    """Nobody was named to whom it goes."""


class NeedsContent(DomainError):
    """There is nothing to relay: no text, no picture, no file."""


class QuoteMissing(DomainError):
    """The quoted message could not be fetched from the chat service."""


class WhichUnit(DomainError):
    """The sender is an officer of several units; `choices` are their names and people."""

    def __init__(self, choices: Sequence[tuple[str, int]]) -> None:
        super().__init__(len(choices))
        self.choices = tuple(choices)


class NotMyUnit(DomainError):
    """The sender is no officer of the unit `name`; `choices` are the units they may act in."""

    def __init__(self, name: str, choices: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.choices = tuple(choices)


class UnknownAddition(DomainError):
    """含 names something else than 群众代表."""


class SentAfterDeadline(Conflict):
    """It would be sent after its own deadline."""


class NoGroups(Conflict):
    """No group is bound in the scope, so it would reach nobody."""


class MaybeSecret(Conflict):
    """Words of secrecy are in it and 非涉密 was not typed."""


class NotOfficerOver(NotAllowed):
    """The sender is no officer of `unit` (its name) or above it, as the roster is now."""

    def __init__(self, unit: str) -> None:
        super().__init__(unit)
        self.unit = unit


class NoSuchDirective(NotFound):
    """There is no directive `number`, or not for this person."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NothingToStop(Conflict):
    """All of directive `number` is out, or stopped before."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
