"""What can be wrong with a directive; texts say it in Chinese."""

from collections.abc import Sequence
from datetime import datetime

from plugins.gateway.kinds import NotOfThisKind
from plugins.storage.errors import Conflict, DomainError

from ..domain import WhyNot


class NeedsScope(DomainError):
    """Nobody was named to whom it goes."""


class NeedsContent(DomainError):
    """There is nothing to relay: no text, no picture, no file."""


class QuoteMissing(DomainError):
    """The quoted message could not be fetched from the chat service."""


class AttachmentGone(DomainError):
    """A picture (or else a file) that was sent along could not be had: its address has ended."""

    def __init__(self, picture: bool) -> None:
        super().__init__(picture)
        self.picture = picture


class AttachmentsTooLarge(DomainError):
    """One of the pictures and files, or all of them together, are too large to be relayed."""


class UnknownAddition(DomainError):
    """含 names something else than 群众代表."""


class SentAfterDeadline(Conflict):
    """It would be sent after its own deadline."""


class NoGroups(Conflict):
    """No group is bound in the scope, so it would reach nobody."""


class MaybeSecret(Conflict):
    """Words of secrecy are in it and 非涉密 was not typed."""


class NoSuchDirective(NotOfThisKind):
    """There is no directive `number`, or not for this person."""

    see = "传达情况"


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


class NotScheduled(Conflict):
    """Directive `number` does not wait for a time (any more)."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NothingCorrected(DomainError):
    """更正 says nothing that is different."""


class NotCorrectable(Conflict):
    """Directive `number` was stopped or recalled: nobody needs a correction of it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NothingToRecall(Conflict):
    """Directive `number` is in no group, or was recalled before."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NobodyToAnswerFor(Conflict):
    """代阅 of directive `number` cannot be done for `name`; `why` is the reason."""

    def __init__(self, number: int, name: str, why: WhyNot) -> None:
        super().__init__(number)
        self.number = number
        self.name = name
        self.why = why


class SeveralOfThatName(DomainError):
    """Several people are called `name`; `units` are where they belong."""

    def __init__(self, name: str, units: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.units = tuple(units)
