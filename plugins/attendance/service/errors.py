"""What can be wrong with a session or a record; texts say it in Chinese."""

from collections.abc import Sequence
from datetime import datetime

from plugins.gateway.kinds import NotOfThisKind
from plugins.storage.errors import Conflict, DomainError, NotFound

from ..domain import Refusal


class NeedsScope(DomainError):
    """Nobody was named whom the session is for."""


class NeedsTitle(DomainError):
    """There is no title, and no kind it could be named by."""


class NeedsTime(DomainError):
    """There is no 时间."""


class UnknownValue(DomainError):
    """The header `header` does not take `word`."""

    def __init__(self, header: str, word: str) -> None:
        super().__init__(header, word)
        self.header = header
        self.word = word


class NoGroups(Conflict):
    """No group is bound in the scope, so nobody would hear of it."""


class NobodyExpected(Conflict):
    """Nobody in the scope is 应到."""


class NoSuchSession(NotOfThisKind):
    """There is no session `number`, or not for this person."""

    see = "出勤"


class Refused(Conflict):
    """The rules refuse it: `reason`. `at` is the moment that matters (opens, ends, was recorded), aware UTC; `name` whom an
    officer named."""

    def __init__(self, number: int, reason: Refusal, at: datetime | None = None, name: str = "") -> None:
        super().__init__(number, reason)
        self.number = number
        self.reason = reason
        self.at = at
        self.name = name


class CalledTooLate(Conflict):
    """The session would have begun by now."""


class Begun(Conflict):
    """Session `number` has begun: it is not moved any more."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NotBegun(Conflict):
    """Session `number` has not begun: it is cancelled or moved, not ended."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Closed(Conflict):
    """Session `number` is over, or cancelled, already."""

    def __init__(self, number: int, *, cancelled: bool) -> None:
        super().__init__(number)
        self.number = number
        self.cancelled = cancelled


class NamesUnclear(DomainError):
    """Names that are not on the list of session `number` (within reach), and names that several people have with what
    tells them apart. Nothing was changed."""

    def __init__(self, number: int, unknown: Sequence[str], several: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        super().__init__(number)
        self.number = number
        self.unknown = tuple(unknown)
        self.several = tuple(several)


class NotOnTheList(NotFound):
    """The sender is not on the list of session `number`."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class WhichSession(DomainError):
    """No number was given at `word`, and several sessions are possible, or none: numbers and titles."""

    def __init__(self, word: str, choices: Sequence[tuple[int, str]]) -> None:
        super().__init__(word, len(choices))
        self.word = word
        self.choices = tuple(choices)


class NoCode(Conflict):
    """Session `number` was called without 签到码."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NoRollCalls(Conflict):
    """Session `number` was called without 点名, or it is not going on."""

    def __init__(self, number: int, *, running: bool) -> None:
        super().__init__(number)
        self.number = number
        self.running = running


class NoRollCall(NotFound):
    """No roll call is going on that the sender could answer."""


class CorrectedTooEarly(Conflict):
    """Nothing is set right before session `number` begins."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NoPage(Conflict):
    """PAGE_URL is not set: phones cannot reach a page of this program."""
