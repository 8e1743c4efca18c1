"""The life of an assignment: one task at one unit. Who may do what in which state, and what comes of it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    ASSIGNED = "assigned"
    """已布置"""
    ACCEPTED = "accepted"
    """已签收"""
    WORKING = "working"
    """进行中: progress was reported."""
    SUBMITTED = "submitted"
    """待审核: the unit says it is done."""
    DONE = "done"
    """已完成: the issuer agreed."""
    RETURNED = "returned"
    """已退回: the issuer wants more."""


class Act(StrEnum):
    ACCEPT = "accept"
    """签收"""
    REPORT = "report"
    """进度"""
    SUBMIT = "submit"
    """完成"""
    PASS = "pass"
    """审核 通过"""
    RETURN = "return"
    """审核 退回"""
    EXTEND = "extend"
    """延期"""


class Role(StrEnum):
    UNIT = "unit"
    """Officers of the unit the task was assigned to."""
    ISSUER = "issuer"
    """Officers of the unit that issued it, or of one above that."""


class Refusal(StrEnum):
    """Why an act is not possible."""

    NOT_THE_UNIT = "not the unit"
    NOT_THE_ISSUER = "not the issuer"
    CLOSED = "closed"
    """销号: nothing of the task changes any more."""
    ALREADY = "already"
    """It was done before: nothing changes, and nothing is wrong."""
    UNDER_REVIEW = "under review"
    DONE = "done"
    NOT_SUBMITTED = "not submitted"


ACTS: Mapping[Act, Role] = {
    Act.ACCEPT: Role.UNIT,
    Act.REPORT: Role.UNIT,
    Act.SUBMIT: Role.UNIT,
    Act.PASS: Role.ISSUER,
    Act.RETURN: Role.ISSUER,
    Act.EXTEND: Role.ISSUER,
}
"""Whose each act is."""

_TO_DO = (State.ASSIGNED, State.ACCEPTED, State.WORKING, State.RETURNED)

_MOVES: Mapping[Act, Mapping[State, State | Refusal]] = {
    Act.ACCEPT: {
        State.ASSIGNED: State.ACCEPTED,
        State.ACCEPTED: Refusal.ALREADY,
        State.WORKING: Refusal.ALREADY,
        State.SUBMITTED: Refusal.ALREADY,
        State.DONE: Refusal.DONE,
        State.RETURNED: Refusal.ALREADY,
    },
    Act.REPORT: {
        **dict.fromkeys(_TO_DO, State.WORKING),
        State.SUBMITTED: Refusal.UNDER_REVIEW,
        State.DONE: Refusal.DONE,
    },
    Act.SUBMIT: {
        **dict.fromkeys(_TO_DO, State.SUBMITTED),
        State.SUBMITTED: State.SUBMITTED,
        State.DONE: Refusal.DONE,
    },
    Act.PASS: {
        **dict.fromkeys(_TO_DO, Refusal.NOT_SUBMITTED),
        State.SUBMITTED: State.DONE,
        State.DONE: Refusal.ALREADY,
    },
    Act.RETURN: {
        **dict.fromkeys(_TO_DO, Refusal.NOT_SUBMITTED),
        State.SUBMITTED: State.RETURNED,
        State.DONE: State.RETURNED,
        State.RETURNED: Refusal.ALREADY,
    },
    Act.EXTEND: {**{state: state for state in State}, State.DONE: Refusal.DONE},
}


def step(state: State, act: Act, roles: frozenset[Role], *, closed: bool) -> State | Refusal:
    """The state after an act of somebody with these roles, or why it is refused. Complete: every triple has an answer."""
    if ACTS[act] not in roles:
        return Refusal.NOT_THE_UNIT if ACTS[act] is Role.UNIT else Refusal.NOT_THE_ISSUER
    if closed:
        return Refusal.CLOSED
    return _MOVES[act][state]


def is_open(state: State) -> bool:
    """Whether the unit still has something to do."""
    return state in _TO_DO


def is_overdue(state: State, deadline: datetime, now: datetime) -> bool:
    """逾期: the deadline is over and the unit has not said that it is done."""
    return is_open(state) and now > deadline
