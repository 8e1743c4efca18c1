"""A session: its states, its window for signing in, what was confirmed. Times are aware UTC and come in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from .words import Mode, SessionKind, Vote, is_of_committee

OPENS_BEFORE = timedelta(minutes=15)
"""Signing in begins this long before the session; the list of who is 应到 is fixed then."""
DECISION = timedelta(hours=24)
"""This long after the end, who is still 待核 is 缺席."""
ANNOUNCED_BEFORE = timedelta(days=3)
"""A session made by 重复 is announced this long before it begins, so that its date can still be changed quietly."""


IN_THE_MORNING = ("明早", "今早", "早上")
"""What is typed after 确认 to announce when the quiet hours are over."""


class SessionState(StrEnum):
    OPEN = "open"
    """Announced; it begins and runs by the clock (phase)."""
    ENDED = "ended"
    """Over: silent people are 待核."""
    SETTLED = "settled"
    """DECISION has passed: who was 待核 is 缺席. Corrections go on."""
    CANCELLED = "cancelled"
    """Counts nothing, whoever had signed in."""


MOVES: Mapping[SessionState, frozenset[SessionState]] = {
    SessionState.OPEN: frozenset({SessionState.ENDED, SessionState.CANCELLED}),
    SessionState.ENDED: frozenset({SessionState.SETTLED, SessionState.CANCELLED}),
    SessionState.SETTLED: frozenset({SessionState.CANCELLED}),
    SessionState.CANCELLED: frozenset(),
}


class Phase(StrEnum):
    """How a session stands at a moment, as people say it."""

    ANNOUNCED = "已通知"
    RUNNING = "进行中"
    ENDED = "已结束"
    CANCELLED = "已取消"


@dataclass(frozen=True, slots=True)
class Session:
    """What the rules need to know of a session: [begins, ends), aware UTC; `late_minutes` is LATE_MINUTES.

    `ends` is the real end where it was ended early. `number` is only carried.
    """

    number: int
    state: SessionState
    begins: datetime
    ends: datetime
    mode: Mode = Mode.ON_SITE
    late_minutes: int = 10

    @property
    def opens(self) -> datetime:
        """From when on one may sign in."""
        return self.begins - OPENS_BEFORE

    @property
    def late_after(self) -> datetime:
        """Who signs in after this moment is 迟到; at it, not yet."""
        return self.begins + timedelta(minutes=self.late_minutes)

    @property
    def decided_at(self) -> datetime:
        """When 待核 becomes 缺席."""
        return self.ends + DECISION

    def made_up_until(self, makeup_days: int) -> datetime:
        """Until when 补学 is noted."""
        return self.ends + timedelta(days=makeup_days)


def phase(session: Session, now: datetime) -> Phase:
    """How it stands at `now`, also where the job that ends it has not run yet."""
    if session.state is SessionState.CANCELLED:
        return Phase.CANCELLED
    if session.state is not SessionState.OPEN or now >= session.ends:
        return Phase.ENDED
    return Phase.RUNNING if now >= session.begins else Phase.ANNOUNCED


def may_be_moved(session: Session, now: datetime) -> bool:
    """改期: only before it begins. Sign-ins made before are void then, leaves stay."""
    return session.state is SessionState.OPEN and now < session.begins


def may_be_cancelled(session: Session) -> bool:
    """取消会议: also after sign-ins, and afterwards: what was announced and not held makes nobody 缺席."""
    return SessionState.CANCELLED in MOVES[session.state]


def may_be_ended(session: Session, now: datetime) -> bool:
    """结束: once it has begun."""
    return SessionState.ENDED in MOVES[session.state] and now >= session.begins


@dataclass(frozen=True, slots=True)
class Proposal:
    """A session as previewed: everything decided but the announcing. Times are aware UTC.

    `scope` is the text that names whom it is for; it is read afresh when it is announced. `repeat` is a rule of
    times.recurrence as written, "" for none. `host` and `recorder` are names as written, the ids beside them where the roster
    has exactly one such person.
    """

    unit_id: int
    scope: str
    title: str
    begins: datetime
    ends: datetime
    kinds: tuple[SessionKind, ...] = (SessionKind.OTHER,)
    mode: Mode = Mode.ON_SITE
    place: str = ""
    link: str = ""
    host: str = ""
    host_id: int | None = None
    recorder: str = ""
    recorder_id: int | None = None
    agenda: str = ""
    code: bool = False
    roll_calls: bool = False
    observers: bool = False
    """列席: 群众代表."""
    vote: Vote | None = None
    repeat: str = ""
    planned: datetime | None = None
    """When 重复 had it begin, where 改期 has moved it: the next one is counted from there."""

    @property
    def of_committee(self) -> bool:
        return is_of_committee(self.kinds)

    def moved(self, begins: datetime, ends: datetime) -> "Proposal":
        """The same after 改期."""
        return replace(self, begins=begins, ends=ends, planned=(self.planned or self.begins) if self.repeat else None)

    def next_one(self, begins: datetime, title: str) -> "Proposal":
        """The next of its series, as long as this one."""
        return replace(self, title=title, begins=begins, ends=begins + (self.ends - self.begins), planned=None)

    def as_json(self) -> dict[str, Any]:  # JSON
        """For the preview; `of` reads it back."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        found |= {"begins": self.begins.isoformat(), "ends": self.ends.isoformat(), "kinds": [*self.kinds]}
        found["planned"] = self.planned.isoformat() if self.planned else None
        return found

    def dumped(self) -> str:
        """As text, Chinese readable."""
        return json.dumps(self.as_json(), ensure_ascii=False)

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> "Proposal":  # JSON
        """The proposal behind `as_json`."""
        found = dict(payload)
        found["begins"] = datetime.fromisoformat(found["begins"])
        found["ends"] = datetime.fromisoformat(found["ends"])
        found["kinds"] = tuple(SessionKind(kind) for kind in found["kinds"])
        found["planned"] = datetime.fromisoformat(found["planned"]) if found.get("planned") else None
        found["mode"] = Mode(found["mode"])
        found["vote"] = Vote(found["vote"]) if found["vote"] else None
        return cls(**found)


@dataclass(frozen=True, slots=True)
class Outline:
    """What a preview shows beside the proposal itself. Times are aware UTC."""

    number: int
    proposal: Proposal
    unit: str
    """The name of the unit that holds it."""
    groups: int
    expected: int
    observers: int
    """Who may sit in: not 应到."""
    without_account: int
    """Of the 应到, who has no account known: they are signed in by 现场 or 补签."""
    next_begins: datetime | None = None
    """When 重复 has it begin next."""
    unknown: tuple[str, ...] = ()
    """Names of host and recorder that are not exactly one person of the roster."""
    quiet_until: datetime | None = None
    """When the quiet hours end that it is now, where that leaves time."""
    morning: str = ""
    """The word that announces it then."""
