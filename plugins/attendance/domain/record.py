"""One person at one session: what happened, and what it counts as.

A record keeps facts (when somebody signed in, how their leave stands, what an officer set right); `state_of` says what they
come to. So events may come in any order, late or twice, and the count is right all the same. What was typed counts
with the time it was typed: a sign-in that reaches us after the end counts when it was typed before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from .session import Session, SessionState
from .words import Mode


class Role(StrEnum):
    """How a person is counted at a session."""

    EXPECTED = "expected"
    """应到."""
    OBSERVER = "observer"
    """列席: shown apart, never 待核 nor 缺席."""
    LEFT = "left"
    """Left the roster during the session without having been there: no longer 应到."""


class RecordState(StrEnum):
    """What a record counts as. The stored column `state` always is what `state_of` says."""

    WAITING = "waiting"
    """Nothing yet, and it is not over."""
    PRESENT = "present"
    LATE = "late"
    LEAVE = "leave"
    PENDING = "pending"
    """待核: silent at the end, not decided yet."""
    ABSENT = "absent"


THERE = frozenset({RecordState.PRESENT, RecordState.LATE})
"""实到."""


class Means(StrEnum):
    """How somebody was signed in."""

    TYPED = "typed"
    """签到 in a chat."""
    SCANNED = "scanned"
    """By the QR picture on the wall."""
    SEEN = "seen"
    """Typed by themselves, and an officer saw them in the room: 迟到 goes by what they typed."""
    ROOM = "room"
    """现场: an officer saw them."""
    CORRECTED = "corrected"
    """补签."""


class Leave(StrEnum):
    NONE = "none"
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


LEAVE_MOVES: Mapping[Leave, frozenset[Leave]] = {
    Leave.NONE: frozenset({Leave.ASKED}),
    Leave.ASKED: frozenset({Leave.GRANTED, Leave.REFUSED, Leave.WITHDRAWN}),
    Leave.GRANTED: frozenset({Leave.WITHDRAWN, Leave.REFUSED}),
    Leave.REFUSED: frozenset({Leave.ASKED, Leave.GRANTED}),
    Leave.WITHDRAWN: frozenset({Leave.ASKED}),
}
"""Officers may change their mind; who was refused or came back to it may ask again."""


class Refusal(StrEnum):
    """Why an event changes nothing."""

    TOO_EARLY = "too_early"
    """Before the window opens."""
    OVER = "over"
    """After the end."""
    CANCELLED = "cancelled"
    ALREADY = "already"
    """It was recorded before."""
    NOT_SIGNED_IN = "not_signed_in"
    """签退 without 签到."""
    THERE = "there"
    """Leave, or 补学, of somebody who was there."""
    NO_REQUEST = "no_request"
    """No leave to decide or to take back."""
    NOT_OVER = "not_over"
    """补学 before the end."""
    TOO_LATE = "too_late"
    """补学 after MAKEUP_DAYS."""


@dataclass(frozen=True, slots=True)
class Record:
    """The facts of one person at one session. Times are aware UTC."""

    role: Role = Role.EXPECTED
    voter: bool = True
    signed_in_at: datetime | None = None
    means: Means | None = None
    signed_out_at: datetime | None = None
    leave: Leave = Leave.NONE
    official: bool = False
    """因公: the leave is for duty."""
    correction: RecordState | None = None
    """What an officer set right (补签); goes before everything else."""
    made_up_at: datetime | None = None
    """补学: a note beside, it changes no count."""


def state_of(record: Record, session: Session) -> RecordState:
    """What the facts count as: the officer's word, else being there, else a granted leave, else silence."""
    if record.correction is not None:
        return record.correction
    if record.signed_in_at is not None:
        return RecordState.LATE if is_late(record.signed_in_at, record.means, session) else RecordState.PRESENT
    if record.leave is Leave.GRANTED:
        return RecordState.LEAVE
    if record.role is not Role.EXPECTED or session.state in (SessionState.OPEN, SessionState.CANCELLED):
        return RecordState.WAITING
    return RecordState.ABSENT if session.state is SessionState.SETTLED else RecordState.PENDING


def is_overruled(record: Record) -> bool:
    """Whether an officer has said (补签) that this person was not there: whoever signs in all the same is told so."""
    return record.correction is not None and record.correction not in THERE


def is_late(signed_in_at: datetime, means: Means | None, session: Session) -> bool:
    """迟到: signed in after `late_after`. Whom an officer saw in the room is not late by the time of the list."""
    return means is not Means.ROOM and signed_in_at > session.late_after


def is_on_site(means: Means | None, mode: Mode) -> bool:
    """Whether somebody who was there was in the room: by the session's mode; where both are possible, by the means."""
    if mode is not Mode.BOTH:
        return mode is Mode.ON_SITE
    return means in (Means.ROOM, Means.SCANNED, Means.SEEN)


def may_sign_in(session: Session, at: datetime) -> Refusal | None:
    """Whether a sign-in typed at `at` counts: from 15 min before until the end (the end itself included)."""
    if session.state is SessionState.CANCELLED:
        return Refusal.CANCELLED
    if at < session.opens:
        return Refusal.TOO_EARLY
    return Refusal.OVER if at > session.ends else None


def sign_in(record: Record, session: Session, at: datetime, means: Means) -> Record | Refusal:
    """签到, the page, or 现场. The earliest time counts. An officer who lists somebody that had signed in online moves them
    into the room and leaves their time; a leave lapses by coming."""
    refusal = may_sign_in(session, at)
    if refusal and not (means is Means.ROOM and refusal is Refusal.OVER):
        return refusal
    if record.signed_in_at is None:
        return replace(record, signed_in_at=at, means=means)
    if means is Means.ROOM and record.means is Means.TYPED and session.mode is Mode.BOTH:
        return replace(record, means=Means.SEEN)
    if at < record.signed_in_at and means is not Means.ROOM and record.means is not Means.ROOM:
        return replace(record, signed_in_at=at)
    return Refusal.ALREADY


def sign_out(record: Record, session: Session, at: datetime) -> Record | Refusal:
    """签退; the last one counts, until the end."""
    if refusal := may_sign_in(session, at):
        return refusal
    if record.signed_in_at is None:
        return Refusal.NOT_SIGNED_IN
    if record.signed_out_at is not None and at <= record.signed_out_at:
        return Refusal.ALREADY
    return replace(record, signed_out_at=at)


def ask_leave(record: Record, session: Session, at: datetime, *, official: bool = False) -> Record | Refusal:
    """请假, until the end; who has signed in is there."""
    if refusal := _may_speak_of_leave(record, session, at):
        return refusal
    if Leave.ASKED not in LEAVE_MOVES[record.leave]:
        return Refusal.ALREADY
    return replace(record, leave=Leave.ASKED, official=official)


def take_back_leave(record: Record, session: Session, at: datetime) -> Record | Refusal:
    """销假, or a recalled 请假: until the end."""
    if session.state is SessionState.CANCELLED:
        return Refusal.CANCELLED
    if at > session.ends:
        return Refusal.OVER
    if Leave.WITHDRAWN not in LEAVE_MOVES[record.leave]:
        return Refusal.NO_REQUEST
    return replace(record, leave=Leave.WITHDRAWN, official=False)


def decide_leave(record: Record, session: Session, *, granted: bool) -> Record | Refusal:
    """准假 or 不准, at any time: also when it was 缺席 already, for a request that nobody had looked at."""
    if session.state is SessionState.CANCELLED:
        return Refusal.CANCELLED
    wanted = Leave.GRANTED if granted else Leave.REFUSED
    if record.leave is wanted:
        return Refusal.ALREADY
    if wanted not in LEAVE_MOVES[record.leave]:
        return Refusal.NO_REQUEST
    return replace(record, leave=wanted)


def correct(record: Record, session: Session, state: RecordState, *, official: bool = False) -> Record | Refusal:
    """补签: what an officer sets right, from the beginning on, kept with who, when, why. `state` is one of CORRECTIONS."""
    if session.state is SessionState.CANCELLED:
        return Refusal.CANCELLED
    if record.correction is state:
        return Refusal.ALREADY
    official = official if state is RecordState.LEAVE else record.official
    return replace(record, correction=state, official=official)


CORRECTIONS: Mapping[str, RecordState] = {
    "实到": RecordState.PRESENT,
    "签到": RecordState.PRESENT,
    "迟到": RecordState.LATE,
    "请假": RecordState.LEAVE,
    "缺席": RecordState.ABSENT,
}
"""What 补签 may set, by the word that is typed."""


def make_up(record: Record, session: Session, at: datetime, makeup_days: int) -> Record | Refusal:
    """补学: of who is on leave, absent or not decided yet, from the end until MAKEUP_DAYS later. A note: no count changes."""
    if session.state is SessionState.CANCELLED:
        return Refusal.CANCELLED
    state = state_of(record, session)
    if state in THERE:
        return Refusal.THERE
    if at < session.ends:
        return Refusal.NOT_OVER
    if at > session.made_up_until(makeup_days):
        return Refusal.TOO_LATE
    return Refusal.ALREADY if record.made_up_at is not None else replace(record, made_up_at=at)


def moved(record: Record) -> Record:
    """What 改期 leaves of a record: a sign-in for the old time is void, a leave stays."""
    return replace(record, signed_in_at=None, means=None, signed_out_at=None)


def left_roster(record: Record, session: Session) -> Record:
    """Who left the roster and was not there is no longer 应到; who was there, or on leave, stays counted."""
    silent = state_of(record, session) in (RecordState.WAITING, RecordState.PENDING)
    return replace(record, role=Role.LEFT) if silent and record.role is Role.EXPECTED else record


def _may_speak_of_leave(record: Record, session: Session, at: datetime) -> Refusal | None:
    if session.state is SessionState.CANCELLED:
        return Refusal.CANCELLED
    if record.signed_in_at is not None or record.correction in THERE:
        return Refusal.THERE
    return Refusal.OVER if at > session.ends else None
