"""The rules of the outbox: states, what an outcome or a piece of evidence makes of a row, how long to wait.

Times are aware UTC and come as arguments. `due_at` is when a row next needs attention; None means never.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NamedTuple

from ..outcomes import NotSent, Ok, Outcome, Reason, Refused, Unknown


class State(StrEnum):
    """The state of one message (or part of one) to one chat."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    HELD = "held"
    """Refused for a condition that will pass: muted, offline, quota."""
    UNCERTAIN = "uncertain"
    """It may be there or not; evidence is looked for. With nothing due it stays in doubt, and nobody is asked."""
    NEEDS_HUMAN = "needs_human"
    """待核实: an officer decides between 重发 and 视为已送达."""
    REJECTED = "rejected"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


MOVES: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.SENDING, State.SENT, State.REJECTED, State.EXPIRED, State.CANCELLED}),
    State.SENDING: frozenset({State.SENT, State.QUEUED, State.HELD, State.REJECTED, State.UNCERTAIN, State.CANCELLED}),
    State.HELD: frozenset({State.QUEUED, State.REJECTED, State.EXPIRED, State.CANCELLED}),
    State.UNCERTAIN: frozenset(
        {State.SENT, State.QUEUED, State.HELD, State.REJECTED, State.NEEDS_HUMAN, State.CANCELLED, State.UNCERTAIN}
    ),
    State.NEEDS_HUMAN: frozenset({State.SENT, State.QUEUED, State.HELD, State.REJECTED, State.CANCELLED}),
    State.SENT: frozenset(),
    State.REJECTED: frozenset(),
    State.EXPIRED: frozenset(),
    State.CANCELLED: frozenset(),
}
"""queued → sent is a late answer after absence had been concluded; queued → rejected takes later parts along."""

OPEN = (State.QUEUED, State.SENDING, State.HELD, State.UNCERTAIN, State.NEEDS_HUMAN)


class Lane(IntEnum):
    """Which rows go first. The alert of an incident never waits behind anything else, news of another one included."""

    ALERT = -1
    URGENT = 0
    NORMAL = 1
    BULK = 2


class Recall(StrEnum):
    """Whether a message that was stopped too late is to be taken back once it is known to be there."""

    NO = ""
    WANTED = "wanted"
    DONE = "done"
    FAILED = "failed"


LEASE = timedelta(seconds=75)
"""Longer than the API timeout and 30 s: a row of a living process is not taken from it."""
PROBE = timedelta(minutes=10)
"""How long a held row waits before it tries by itself."""
FIRST_LOOK = timedelta(seconds=3)
GRACE = timedelta(seconds=60)
"""From the start of a send until absence in the history counts: it may still appear before."""
PATIENCE = timedelta(minutes=6)
"""From the start of a send until an undecided row is put to a person."""
LEAST_LOOKS = 2
LOOK_EVERY = (timedelta(seconds=10), timedelta(seconds=20), timedelta(seconds=30), timedelta(seconds=60))
RECALL_EVERY = (timedelta(seconds=5), timedelta(seconds=15))
"""Between tries to take a message back."""
MAX_REFUSALS = 12
"""Refusals of one message while others of the account went out, after which it is given up."""
FIRST_BACK_OFF = timedelta(seconds=5)
LONGEST_BACK_OFF = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Case:
    """What a decision about a row needs to know of it."""

    state: State
    attempt: int
    send_started_at: datetime
    refusals: int = 0
    looks: int = 0
    """Looks for evidence on this attempt so far."""
    repeated: bool = False
    """It was sent again after its absence had been shown."""
    everyone: bool = False
    """It addresses @全体: never repeated by the program."""
    personal: bool = False
    """A reminder: never put to a person."""
    recall: Recall = Recall.NO


class Step(NamedTuple):
    """What becomes of a row. `plain` drops the @全体 from its content."""

    state: State
    evidence: str
    due_at: datetime | None = None
    message_id: str = ""
    sent_at: datetime | None = None
    refusals: int = 0
    looks: int = 0
    repeated: bool = False
    plain: bool = False
    uncount: bool = False
    """The attempt is not counted: nothing left this process."""


@dataclass(frozen=True, slots=True)
class Found:
    """The message is in the chat. `how`: history, echo."""

    message_id: str
    at: datetime
    how: str = "history"


@dataclass(frozen=True, slots=True)
class Absent:
    """The history spans the time of the send and the message is not in it."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """The history shows neither. `why` is one or two words: gap, not offered, resembling."""

    why: str


NOT_OFFERED = "history not offered"

Evidence = Found | Absent | Unclear


def back_off(refusals: int) -> timedelta:
    """How long to wait after the given number of refusals in a row (from 1 on)."""
    return min(FIRST_BACK_OFF * 2 ** min(refusals - 1, 12), LONGEST_BACK_OFF)


def after_outcome(case: Case, outcome: Outcome, now: datetime, *, troubled: bool = False, late: bool = False) -> Step:
    """What an API answer makes of a row. `troubled`: the account fails with everything, so it is not this row's fault.

    With `late` the answer came after the row had been given up as uncertain.
    """
    suffix = " (late)" if late else ""
    match outcome:
        case Ok():
            wanted = case.recall is Recall.WANTED
            return Step(
                State.SENT, "answer" + suffix, now if wanted else None, outcome.message_id, now, repeated=case.repeated
            )
        case Unknown(reason=reason):
            looks = case.looks if late else 0
            return Step(State.UNCERTAIN, reason, now + FIRST_LOOK, looks=looks, repeated=case.repeated)
        case NotSent(reason, called):
            if case.recall is Recall.WANTED:
                return Step(State.CANCELLED, "stopped")
            if not called:
                return Step(State.QUEUED, reason, now, refusals=case.refusals, repeated=case.repeated, uncount=True)
            return _refused(case, reason + suffix, now, troubled=troubled)
        case Refused(reason, code):
            if case.recall is Recall.WANTED:
                return Step(State.CANCELLED, "stopped")
            words = f"refused: {reason} {code if code is not None else ''}".rstrip() + suffix
            if reason is Reason.UNWANTED:
                return Step(State.CANCELLED, words)
            if reason in (Reason.REMOVED, Reason.CONTENT, Reason.STRANGER):
                return Step(State.REJECTED, words, repeated=case.repeated)
            if reason is Reason.QUOTA and case.everyone:
                return Step(State.QUEUED, words, now, refusals=case.refusals, repeated=case.repeated, plain=True)
            if reason in (Reason.MUTED, Reason.OFFLINE, Reason.QUOTA):
                return Step(State.HELD, words, now + PROBE, refusals=case.refusals, repeated=case.repeated)
            return _refused(case, words, now, troubled=troubled)


def _refused(case: Case, words: str, now: datetime, *, troubled: bool) -> Step:
    refusals = case.refusals + (0 if troubled else 1)
    if refusals >= MAX_REFUSALS:
        return Step(State.REJECTED, words, refusals=refusals, repeated=case.repeated)
    return Step(State.QUEUED, words, now + back_off(max(refusals, 1)), refusals=refusals, repeated=case.repeated)


def after_look(case: Case, evidence: Evidence, now: datetime) -> Step:
    """What a look into the history makes of an uncertain row.

    It is queued again only when its absence was shown after the grace period, once, and never for @全体.
    """
    age = now - case.send_started_at
    match evidence:
        case Found(message_id, at, how):
            wanted = case.recall is Recall.WANTED
            return Step(State.SENT, how, now if wanted else None, message_id, at, repeated=case.repeated)
        case Absent() if age >= GRACE:
            if case.recall is Recall.WANTED:
                return Step(State.CANCELLED, "stopped; absent in the history")
            if case.everyone or case.repeated:
                return _in_doubt(case, "absent in the history")
            return Step(State.QUEUED, "absent in the history", now, refusals=case.refusals, repeated=True)
        case Unclear(why) if age >= GRACE and (why == NOT_OFFERED or (age >= PATIENCE and case.looks >= LEAST_LOOKS)):
            return _in_doubt(case, why)
        case _:
            why = evidence.why if isinstance(evidence, Unclear) else "not there yet"
            wait = LOOK_EVERY[min(case.looks, len(LOOK_EVERY) - 1)]
            return Step(State.UNCERTAIN, why, now + wait, looks=case.looks + 1, repeated=case.repeated)


def _in_doubt(case: Case, why: str) -> Step:
    state = State.UNCERTAIN if case.personal else State.NEEDS_HUMAN
    return Step(state, why, None, looks=case.looks + 1, repeated=case.repeated)
