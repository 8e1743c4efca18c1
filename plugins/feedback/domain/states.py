"""The life of a case: who may do what in which state, in one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an opinion is. The values are the words people type."""

    SUGGESTION = "建议"
    APPEAL = "诉求"
    QUESTION = "咨询"
    PRAISE = "表扬"
    SUPERVISION = "监督"


class State(StrEnum):
    """Where a case stands. The values are what people read."""

    RECEIVED = "待受理"
    HANDLING = "办理中"
    ANSWERED = "已答复"
    CLOSED = "已办结"
    RATED = "已评价"
    DECLINED = "不予受理"
    REOPENED = "重开"
    WITHDRAWN = "已撤件"


OPEN = frozenset({State.RECEIVED, State.HANDLING, State.ANSWERED, State.REOPENED})
"""A handler still owes something. Such a case has a handler, always."""
ENDED = frozenset(State) - OPEN
UNACCEPTED = frozenset({State.RECEIVED, State.REOPENED})
"""受理 is what is owed first."""


class Role(StrEnum):
    """What somebody is to one case, found out afresh at every command."""

    SUBMITTER = "submitter"
    HANDLER = "handler"
    SYSTEM = "system"
    """The program by itself: clocks."""
    OTHER = "other"
    """Everybody else: administrators, 干事, whoever is to be kept out, the curious."""


class Command(StrEnum):
    """What can be done to a case. The values are the words people type, or what the program did."""

    FILE = "提交"
    """The case itself, as its first event; never asked for in the table."""
    VIEW = "意见"
    ACCEPT = "受理"
    DECLINE = "不予受理"
    TRANSFER = "转办"
    RETURN = "退单"
    ANSWER = "答复"
    CLOSE = "办结"
    EXTEND = "延期意见"
    PUBLISH = "公示"
    UNPUBLISH = "撤回公示"
    QUERY = "查询"
    ADD = "追加"
    RATE = "评价"
    REOPEN = "重开"
    WITHDRAW = "撤件"
    STOP_PUSH = "停止推送"
    ESCALATE = "逾期上转"
    REROUTE = "改派"
    """A case whose handlers are gone finds others."""


_S, _C, _R = State, Command, Role

_HANDLER: Mapping[Command, Mapping[State, State]] = {
    _C.VIEW: {state: state for state in State},
    _C.ACCEPT: {_S.RECEIVED: _S.HANDLING, _S.REOPENED: _S.HANDLING},
    _C.DECLINE: {_S.RECEIVED: _S.DECLINED},
    _C.TRANSFER: {_S.RECEIVED: _S.RECEIVED, _S.HANDLING: _S.RECEIVED, _S.REOPENED: _S.REOPENED},
    _C.RETURN: {_S.RECEIVED: _S.RECEIVED, _S.HANDLING: _S.RECEIVED, _S.REOPENED: _S.REOPENED},
    _C.ANSWER: dict.fromkeys(OPEN, _S.ANSWERED),
    _C.CLOSE: dict.fromkeys(OPEN, _S.CLOSED),
    _C.EXTEND: {state: state for state in (_S.HANDLING, _S.ANSWERED)},
    _C.PUBLISH: {state: state for state in (_S.ANSWERED, _S.CLOSED, _S.RATED)},
    _C.UNPUBLISH: {state: state for state in State},
}

_SUBMITTER: Mapping[Command, Mapping[State, State]] = {
    _C.QUERY: {state: state for state in State},
    _C.ADD: {_S.RECEIVED: _S.RECEIVED, _S.HANDLING: _S.HANDLING, _S.ANSWERED: _S.HANDLING, _S.REOPENED: _S.REOPENED},
    _C.RATE: {_S.CLOSED: _S.RATED, _S.DECLINED: _S.RATED},
    _C.REOPEN: {_S.RATED: _S.REOPENED},
    _C.WITHDRAW: dict.fromkeys(OPEN, _S.WITHDRAWN),
    _C.STOP_PUSH: {state: state for state in State},
}

_SYSTEM: Mapping[Command, Mapping[State, State]] = {
    _C.ESCALATE: {state: state for state in OPEN},
    _C.REROUTE: {state: state for state in OPEN},
}

MOVES: Mapping[tuple[State, Command, Role], State] = {
    (before, command, role): after
    for role, table in ((_R.HANDLER, _HANDLER), (_R.SUBMITTER, _SUBMITTER), (_R.SYSTEM, _SYSTEM))
    for command, moves in table.items()
    for before, after in moves.items()
}
"""Every triple that is allowed, and the state after it. What is not here is refused.

答复 and 办结 straight from 待受理 count as 受理 on that day: a secretary who knows the answer need not type twice.
An addition to an answered case puts it back into the handler's hands.
"""


class Refusal(StrEnum):
    """Why a triple is not allowed."""

    NOT_YOURS = "not yours"
    """This role may never do it."""
    NOT_NOW = "not now"
    """The role may do it, in other states."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A triple that is not in the table; `allowed` are the states in which this role may do it."""

    reason: Refusal
    allowed: tuple[State, ...] = ()


def decide(state: State, command: Command, role: Role) -> State | Refused:
    """The state after `command` by `role`, or why not."""
    after = MOVES.get((state, command, role))
    if after is not None:
        return after
    allowed = tuple(one for one in State if (one, command, role) in MOVES)
    return Refused(Refusal.NOT_NOW, allowed) if allowed else Refused(Refusal.NOT_YOURS)
