"""A directive: what was decided, its states, secrecy, lateness."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from .content import Piece

HEADERS = ("标题", "文号", "来源", "截止", "定时", "回执", "含", "@全体", "单位")
"""The header names of 传达."""

SECRECY_WORDS = ("秘密", "机密", "绝密", "内部", "不得转发")
NOT_SECRET = "非涉密"
"""What is typed after 确认 to say that a text with such words may go out."""
IN_THE_MORNING = ("明早", "今早", "早上")
"""What is typed after 确认 to send when the quiet hours are over."""


class State(StrEnum):
    OPEN = "open"
    """Issued: it goes out, and receipts count, also late ones."""
    SCHEDULED = "scheduled"
    """Confirmed for a later time; nothing is out, and nobody knows of it yet."""
    STOPPED = "stopped"
    """Stopped before every group had it: receipts do not count any more."""
    RECALLED = "recalled"
    """Taken back where it was out: receipts do not count any more."""


MOVES: Mapping[State, frozenset[State]] = {
    State.SCHEDULED: frozenset({State.OPEN, State.STOPPED}),
    State.OPEN: frozenset({State.STOPPED, State.RECALLED}),
    State.STOPPED: frozenset({State.RECALLED}),
    State.RECALLED: frozenset(),
}

ON_TIME = timedelta(minutes=10)
"""A scheduled directive this late is simply sent."""
STILL_SENT = timedelta(hours=24)
"""Later than this it is not sent by itself any more: the officers are asked."""


class Punctuality(StrEnum):
    """How a scheduled directive goes out when its time has come, or has been missed."""

    ON_TIME = "on time"
    LATE = "late"
    """Sent, saying so."""
    MISSED = "missed"
    """Not sent; the officers are asked."""


def punctuality(late_by: timedelta) -> Punctuality:
    """What is to become of a scheduled directive that is `late_by` late (commands.md: at most 24 h)."""
    if late_by <= ON_TIME:
        return Punctuality.ON_TIME
    return Punctuality.LATE if late_by <= STILL_SENT else Punctuality.MISSED


@dataclass(frozen=True, slots=True)
class Proposal:
    """A directive as previewed: everything decided but the sending. Times are aware UTC.

    `scope` is the text that names whom it is for; it is read afresh when the directive is issued.
    """

    unit_id: int
    scope: str
    title: str
    text: str
    pieces: tuple[Piece, ...] = ()
    reference: str = ""
    source: str = ""
    deadline: datetime | None = None
    not_before: datetime | None = None
    receipts: bool = True
    representatives: bool = False
    at_all: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "unit_id": self.unit_id,
            "scope": self.scope,
            "title": self.title,
            "text": self.text,
            "pieces": [[piece.type, dict(piece.data)] for piece in self.pieces],
            "reference": self.reference,
            "source": self.source,
            "deadline": self.deadline.isoformat() if self.deadline else None,
            "not_before": self.not_before.isoformat() if self.not_before else None,
            "receipts": self.receipts,
            "representatives": self.representatives,
            "at_all": self.at_all,
        }

    def dumped(self) -> str:
        """As text, Chinese readable."""
        return json.dumps(self.as_json(), ensure_ascii=False)

    @classmethod
    def loaded(cls, stored: str) -> "Proposal":
        """The proposal behind `dumped`."""
        return cls.of(json.loads(stored))

    def secrecy_words(self) -> tuple[str, ...]:
        """The words that speak of secrecy in its texts and in the names of its files, each once."""
        names = (str(piece.data.get("name", "")) for piece in self.pieces)
        read = " ".join((self.title, self.text, self.reference, self.source, *names))
        return tuple(word for word in SECRECY_WORDS if word in read)

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> "Proposal":
        """The proposal behind `as_json`."""
        fields = dict(payload)
        for name in ("deadline", "not_before"):
            if fields[name] is not None:
                fields[name] = datetime.fromisoformat(fields[name])
        fields["pieces"] = tuple(Piece(kind, data) for kind, data in fields["pieces"])
        return cls(**{name: fields[name] for name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class Outline:
    """What a preview shows beside the proposal itself. Times are aware."""

    number: int
    proposal: Proposal
    unit: str
    """The name of the unit that relays."""
    groups: int
    people: int
    without_account: int
    """Of them, people whose account is not known: they cannot answer for themselves."""
    parts: int
    """Messages a group will get."""
    groupless: tuple[str, ...] = ()
    """Units with people whom no group reaches."""
    secret: tuple[str, ...] = ()
    """Words of secrecy found in it."""
    quiet_until: datetime | None = None
    """When the quiet hours end that it is now, local."""
    morning: str = ""
    """The word that sends it then."""


def morning_word(local: datetime, quiet_until: datetime) -> str:
    """How people call the end of the quiet hours at `local`; one of IN_THE_MORNING."""
    return "明早" if quiet_until.date() > local.date() else "今早"


def is_late(read_at: datetime, deadline: datetime | None) -> bool:
    """Receipts stay open after the deadline: whoever answers then has read it, late."""
    return deadline is not None and read_at > deadline
