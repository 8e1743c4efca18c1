"""What a sign-in or a sign-out comes to."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from plugins.gateway.chats import Chat

from ..domain import Means, RecordState, Refusal


@dataclass(frozen=True, slots=True)
class Claim:
    """One 签到 (or 签退, `out`) as typed or scanned. `time` is when, aware UTC; `code` four digits, None where none.

    Without a number it means the session announced in `chat` that is open for signing in, else the only such session
    the person is on the list of.
    """

    account: str
    chat: Chat
    number: int | None
    code: str | None
    time: datetime
    means: Means = Means.TYPED
    out: bool = False


@dataclass(frozen=True, slots=True)
class Signed:
    """Recorded now: `present` of `expected` are there. `observer`: sits in, and counts in neither."""

    number: int
    name: str
    at: datetime
    late: bool
    observer: bool
    present: int
    expected: int
    out: bool


@dataclass(frozen=True, slots=True)
class Again:
    """Was recorded before, at `since`."""

    number: int
    name: str
    since: datetime
    out: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """The rules refuse it; `at` is when it opens, ended, or None. `there`: the person is signed in all the same."""

    number: int
    reason: Refusal
    at: datetime | None
    there: bool = False


@dataclass(frozen=True, slots=True)
class Overruled:
    """Typed in time, and kept; but an officer has set the record right (补签), and what they said goes on counting."""

    number: int
    state: RecordState


@dataclass(frozen=True, slots=True)
class WrongCode:
    """The session asks for a code: none was typed (`missing`), or not the one that is shown."""

    number: int
    missing: bool


@dataclass(frozen=True, slots=True)
class TooManyTries:
    """So many codes were typed in so short a time that no further one is looked at for a while."""

    number: int


@dataclass(frozen=True, slots=True)
class NotListed:
    """The person is not on the list of the session."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class UnknownPerson:
    """The account is in no roster."""


@dataclass(frozen=True, slots=True)
class NoSuch:
    """No session has this number."""

    number: int


@dataclass(frozen=True, slots=True)
class Unclear:
    """Several open sessions (or none) could be meant: numbers and titles."""

    choices: tuple[tuple[int, str], ...]


Outcome: TypeAlias = (
    Signed | Again | Overruled | Refused | WrongCode | TooManyTries | NotListed | UnknownPerson | NoSuch | Unclear
)
