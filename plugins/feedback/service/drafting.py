"""An opinion while it is written: in memory, for a while, and nowhere else. What is not filed never stood in a file."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from weakref import WeakSet, WeakValueDictionary

from plugins.gateway.limits import Bounded
from plugins.storage.errors import DomainError

from .. import domain
from ..domain import Command, Kind, Objection
from . import codes
from .errors import Accusation, Objected
from .filing import Opinion

LASTS = timedelta(minutes=15)
"""An anonymous one; from its last message on."""
NAMED_LASTS = timedelta(minutes=30)
"""One under a name."""
UNFINISHED = timedelta(hours=2)
"""How long an anonymous one that lapsed may still be on its author's mind."""
MEMORY = 256 * 1024 * 1024
"""Bytes of pictures in all that is being written."""


class TooManyWrite(DomainError):
    """The pictures of all that is being written fill MEMORY."""


class Step(StrEnum):
    """What the next message is taken for."""

    WRITING = "writing"
    UNIT = "unit"
    AVOID = "avoid"
    PUSH = "push"
    FILING = "filing"
    """It is being written down: whatever comes meanwhile must not file it twice."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one message brought. `message` is the chat service's id of it, so that recalling it takes it out."""

    message: str = field(repr=False)
    text: str = field(repr=False)
    pictures: tuple[bytes, ...] = field(repr=False)


@dataclass(eq=False, slots=True, weakref_slot=True)
class Writing:
    """What was written so far. Nothing of it is shown by repr: it must not reach a log."""

    kind: Kind = field(repr=False)
    opened_by: str = field(default="", repr=False)
    """The chat service's id of the message it began with."""
    pieces: list[_Piece] = field(default_factory=list, repr=False)
    step: Step = Step.WRITING
    turn: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    """Held while a message is taken: pictures take seconds to come, and what is typed behind them waits."""
    subject_unit_id: int | None = field(default=None, repr=False)
    avoid: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        _written.add(self)

    def write(self, text: str, pictures: Sequence[bytes] = (), message: str = "") -> int:
        """Takes a piece and returns how many there are, 0 when there was nothing to take. Raises Objected when it gets too much, TooManyWrite."""
        if len(self.text) + len(text) >= domain.TEXT_LIMIT:
            raise Objected(0, Command.FILE, Objection.TOO_LONG)
        if len(self.pictures) + len(pictures) > domain.MOST_PICTURES:
            raise Objected(0, Command.FILE, Objection.FULL)
        if pictures and _held() + sum(map(len, pictures)) > MEMORY:
            raise TooManyWrite
        if text.strip() or pictures:
            self.pieces.append(_Piece(message, text.strip(), tuple(pictures)))
            return len(self.pieces)
        return 0

    def take_out(self, message: str) -> bool:
        """What a message brought goes; whether there was any."""
        kept = [piece for piece in self.pieces if not message or piece.message != message]
        out = len(kept) < len(self.pieces)
        self.pieces[:] = kept
        return out

    @property
    def room(self) -> int:
        """How many more pictures it takes."""
        return domain.MOST_PICTURES - len(self.pictures)

    @property
    def text(self) -> str:
        return "\n".join(piece.text for piece in self.pieces if piece.text)

    @property
    def pictures(self) -> tuple[bytes, ...]:
        return tuple(picture for piece in self.pieces for picture in piece.pictures)

    def written(self) -> None:
        """No more pieces. Raises Objected when there are none, Accusation when it is none of ours."""
        if not self.pieces:
            raise Objected(0, Command.FILE, Objection.NEEDS_TEXT)
        if domain.accuses(self.text):
            raise Accusation
        self.step = Step.UNIT

    def opinion(self) -> Opinion:
        """What is filed."""
        return Opinion(self.kind, self.text, self.subject_unit_id, self.avoid, self.pictures)


@dataclass(eq=False, slots=True, weakref_slot=True)
class Draft(Writing):
    """An anonymous one, with the code that is shown before the first word."""

    code: str = field(default_factory=codes.draw, repr=False)


_written: WeakSet[Writing] = WeakSet()
_of_account: WeakValueDictionary[str, Writing] = WeakValueDictionary()
_unnamed: Bounded[str, datetime] = Bounded(2_000)
"""Who began an anonymous one that came to no end, and until when that matters. In memory, as all of this."""


def remember(account: str, draft: Writing, now: datetime) -> None:
    """What this account is writing, for as long as its conversation holds it."""
    _of_account[account] = draft
    if isinstance(draft, Draft):
        _unnamed[account] = now + UNFINISHED


def ended(account: str) -> None:
    """What this account wrote is filed, or dropped by its own word."""
    _unnamed.pop(account, None)


def was_unnamed(account: str, now: datetime) -> bool:
    """Whether this account began an anonymous one that came to no end: what it says now with its name may be the rest of
    that. Said once."""
    until = _unnamed.pop(account, None)
    return until is not None and now < until


def of(account: str) -> Writing | None:
    """What this account is writing."""
    return _of_account.get(account)


def _held() -> int:
    return sum(len(picture) for one in _written for picture in one.pictures)
