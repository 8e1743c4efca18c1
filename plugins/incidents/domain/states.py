"""The life of an incident: who may do what in which state, and what comes of it."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    REPORTED = "reported"
    """已报: nobody has taken it on."""
    HANDLING = "handling"
    """处置中: an officer has taken it on."""
    CLOSED = "closed"
    """终报: it is over."""
    FALSE = "false"
    """误报: it was none."""
    MERGED = "merged"
    """并入: it is another incident's, and lives on there."""


class Act(StrEnum):
    TAKE = "take"
    """接手"""
    TAKE_OVER = "take over"
    """接手 换人: from the officer who has it."""
    REPORT = "report"
    """续报"""
    CLOSE = "close"
    """终报"""
    CORRECT = "correct"
    """更正突发"""
    CALL_FALSE = "call false"
    """误报"""
    MERGE = "merge"
    """并入"""


class Role(StrEnum):
    """What somebody is for one incident; the first that fits counts: handler, officer, reporter, other."""

    HANDLER = "handler"
    """The officer who has taken it on."""
    OFFICER = "officer"
    """An officer of the unit or of one above it."""
    REPORTER = "reporter"
    """Who reported it, or one that was joined to it."""
    OTHER = "other"


class Refusal(StrEnum):
    """Why an act is not possible."""

    NOT_YOURS = "not yours"
    """For whoever has nothing to do with the incident."""
    OFFICERS_ONLY = "officers only"
    """The reporter wants what only officers may."""
    ALREADY = "already"
    """It was done before: nothing changes, and nothing is wrong."""
    TAKEN = "taken"
    """Another officer has it."""
    OVER = "over"
    """终报 was given."""
    FALSE = "false"
    """It was called a false alarm."""
    MERGED = "merged"
    """It lives on under another number."""


OPEN = (State.REPORTED, State.HANDLING)
"""What still goes on: its clock runs."""

_RESPONSIBLE = (Role.HANDLER, Role.OFFICER)
_CONCERNED = (Role.HANDLER, Role.OFFICER, Role.REPORTER)

MAY: Mapping[Act, tuple[Role, ...]] = {
    Act.TAKE: _RESPONSIBLE,
    Act.TAKE_OVER: _RESPONSIBLE,
    Act.REPORT: _CONCERNED,
    Act.CLOSE: _RESPONSIBLE,
    Act.CORRECT: _CONCERNED,
    Act.CALL_FALSE: _CONCERNED,
    Act.MERGE: _CONCERNED,
}
"""Whose each act is."""

_ENDED: Mapping[State, Refusal] = {
    State.CLOSED: Refusal.OVER,
    State.FALSE: Refusal.FALSE,
    State.MERGED: Refusal.MERGED,
}

_MOVES: Mapping[Act, Mapping[State, State | Refusal]] = {
    Act.TAKE: {State.REPORTED: State.HANDLING, State.HANDLING: Refusal.TAKEN, **_ENDED},
    Act.TAKE_OVER: {State.REPORTED: State.HANDLING, State.HANDLING: State.HANDLING, **_ENDED},
    Act.REPORT: {State.REPORTED: State.REPORTED, State.HANDLING: State.HANDLING, **_ENDED},
    Act.CLOSE: {
        State.REPORTED: State.CLOSED,
        State.HANDLING: State.CLOSED,
        **_ENDED,
        State.CLOSED: Refusal.ALREADY,
    },
    Act.CORRECT: {
        State.REPORTED: State.REPORTED,
        State.HANDLING: State.HANDLING,
        **_ENDED,
        State.CLOSED: State.CLOSED,
    },
    Act.CALL_FALSE: {
        State.REPORTED: State.FALSE,
        State.HANDLING: State.FALSE,
        **_ENDED,
        State.FALSE: Refusal.ALREADY,
    },
    Act.MERGE: {State.REPORTED: State.MERGED, State.HANDLING: State.MERGED, **_ENDED, State.MERGED: Refusal.ALREADY},
}


def step(state: State, act: Act, role: Role) -> State | Refusal:
    """The state after an act of somebody in this role, or why it is refused. Complete: every triple has an answer."""
    if role not in MAY[act]:
        return Refusal.OFFICERS_ONLY if role is Role.REPORTER else Refusal.NOT_YOURS
    if role is Role.HANDLER and state is State.HANDLING and act in (Act.TAKE, Act.TAKE_OVER):
        return Refusal.ALREADY
    return _MOVES[act][state]


def is_open(state: State) -> bool:
    """Whether it goes on: its clock runs, and it stands in the list of open ones."""
    return state in OPEN
