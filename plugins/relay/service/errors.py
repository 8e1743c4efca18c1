"""What can be wrong with a directive; texts say it in Chinese."""

from datetime import datetime

from plugins.storage.errors import Conflict, DomainError, NotFound


class NeedsScope(DomainError):
    """Nobody was named to whom it goes."""


class NeedsContent(DomainError):
    """There is nothing to relay: no text, no picture, no file."""


class QuoteMissing(DomainError):
    """The quoted message could not be fetched from the chat service."""


class UnknownAddition(DomainError):
    """含 names something else than 群众代表."""


class SentAfterDeadline(Conflict):
    """It would be sent after its own deadline."""


class NoGroups(Conflict):
    """No group is bound in the scope, so it would reach nobody."""


class MaybeSecret(Conflict):
    """Words of secrecy are in it and 非涉密 was not typed."""


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


class NotRemindable(Conflict):
    """Directive `number` takes no receipts: it was stopped, or never asked for any."""

    def __init__(self, number: int, *, stopped: bool) -> None:
        super().__init__(number)
        self.number = number
        self.stopped = stopped


class NotSentYet(Conflict):
    """Directive `number` goes out at `at` (aware UTC) only."""

    def __init__(self, number: int, at: datetime) -> None:
        super().__init__(number)
        self.number = number
        self.at = at
