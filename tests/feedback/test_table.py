"""Every (state, command, role): written by hand from the contract, compared with the table one by one.

A cell is the state after the command; `.` is refused now, a missing line never. ↺ leaves the state as it is.
"""

from itertools import product

import pytest

from plugins.feedback import domain
from plugins.feedback.commands import problems  # noqa: F401 - registers the sentences
from plugins.feedback.domain import Command, Facts, Objection, Rating, Refusal, Refused, Role, State
from plugins.feedback.service.errors import NotNow
from plugins.gateway import registry

HEADING = "待受理 办理中 已答复 已办结 已评价 不予受理 重开 已撤件"
HANDLER = """
意见      ↺      ↺      ↺      ↺      ↺      ↺        ↺      ↺
受理      办理中 .      .      .      .      .        办理中 .
不予受理  不予受理 .    .      .      .      .        .      .
转办      待受理 待受理 .      .      .      .        重开   .
退单      待受理 待受理 .      .      .      .        重开   .
答复      已答复 已答复 已答复 .      .      .        已答复 .
办结      已办结 已办结 已办结 .      .      .        已办结 .
延期意见  .      ↺      ↺      .      .      .        .      .
公示      .      .      ↺      ↺      ↺      .        .      .
撤回公示  ↺      ↺      ↺      ↺      ↺      ↺        ↺      ↺
"""
SUBMITTER = """
查询      ↺      ↺      ↺      ↺      ↺      ↺        ↺      ↺
追加      ↺      ↺      办理中 .      .      .        ↺      .
评价      .      .      .      已评价 .      已评价   .      .
重开      .      .      .      .      重开   .        .      .
撤件      已撤件 已撤件 已撤件 .      .      .        已撤件 .
停止推送  ↺      ↺      ↺      ↺      ↺      ↺        ↺      ↺
"""
SYSTEM = """
逾期上转  ↺      ↺      ↺      .      .      .        ↺      .
改派      ↺      ↺      ↺      .      .      .        ↺      .
"""


def written() -> dict[tuple[State, Command, Role], State]:
    """The allowed triples of the tables above."""
    found: dict[tuple[State, Command, Role], State] = {}
    for role, table in ((Role.HANDLER, HANDLER), (Role.SUBMITTER, SUBMITTER), (Role.SYSTEM, SYSTEM)):
        for line in table.strip().splitlines():
            word, *cells = line.split()
            for state, cell in zip(map(State, HEADING.split()), cells, strict=True):
                if cell != ".":
                    found[state, Command(word), role] = state if cell == "↺" else State(cell)
    return found


WRITTEN = written()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("command", Command)
def test_every_triple_is_as_written(command: Command, role: Role):
    allowed = tuple(state for state in State if (state, command, role) in WRITTEN)
    for state in State:
        decided = domain.decide(state, command, role)
        if (state, command, role) in WRITTEN:
            assert decided is WRITTEN[state, command, role]
        else:
            reason = Refusal.NOT_NOW if allowed else Refusal.NOT_YOURS
            assert decided == Refused(reason, allowed)


@pytest.mark.parametrize("role", [Role.HANDLER, Role.SUBMITTER])
@pytest.mark.parametrize("command", Command)
def test_every_refusal_has_its_sentence(command: Command, role: Role):
    """It names the case and the command; where another state would allow it, that one and the one it is in."""
    for state in State:
        refused = domain.decide(state, command, role)
        if isinstance(refused, Refused):
            sentence = registry.sentence_for(NotNow(23, state, command, refused))
            assert sentence is not None
            assert "意23" in sentence
            assert command.value in sentence
            assert all(one.value in sentence for one in (*refused.allowed, *([state] if refused.allowed else [])))


def test_nobody_else_may_do_anything():
    for state, command in product(State, Command):
        assert domain.decide(state, command, Role.OTHER) == Refused(Refusal.NOT_YOURS)


def test_what_is_over_stays_over_but_for_a_rating_and_a_reopening():
    moves = {(command, after) for (state, command, _), after in domain.MOVES.items() if state in domain.ENDED}
    ways = {(command, after) for command, after in moves if after in domain.OPEN}
    assert ways == {(Command.REOPEN, State.REOPENED)}


@pytest.mark.parametrize(
    ("command", "facts", "given", "objection"),
    [
        (Command.ANSWER, Facts(State.HANDLING), {"text": " "}, Objection.NEEDS_TEXT),
        (Command.CLOSE, Facts(State.HANDLING), {"text": ""}, Objection.NEEDS_TEXT),
        (Command.CLOSE, Facts(State.ANSWERED), {"text": ""}, None),
        (Command.ADD, Facts(State.HANDLING), {"text": "", "pictures": 1}, None),
        (Command.ADD, Facts(State.HANDLING, steps=200), {"text": "再"}, Objection.FULL),
        (Command.ANSWER, Facts(State.HANDLING), {"text": "长" * 5001}, Objection.TOO_LONG),
        (Command.EXTEND, Facts(State.HANDLING), {"text": "等", "days": 10}, None),
        (Command.EXTEND, Facts(State.HANDLING), {"text": "等", "days": 11}, Objection.DAYS),
        (Command.EXTEND, Facts(State.HANDLING), {"text": "等", "days": 0}, Objection.DAYS),
        (Command.EXTEND, Facts(State.HANDLING, extended=True), {"text": "等", "days": 1}, Objection.EXTENDED_BEFORE),
        (Command.TRANSFER, Facts(State.RECEIVED, transfers=3), {"text": ""}, Objection.TRANSFERRED_OFTEN),
        (Command.RETURN, Facts(State.RECEIVED), {"text": "不归我"}, Objection.NOBODY_PASSED_IT_ON),
        (Command.RETURN, Facts(State.RECEIVED, passed_on=True), {"text": "不归我"}, None),
        (Command.REOPEN, Facts(State.RATED, rating=Rating.FAIR), {"text": "再办"}, Objection.NOT_REOPENABLE),
        (Command.REOPEN, Facts(State.RATED, rating=Rating.BAD), {"text": "再办"}, None),
        (Command.REOPEN, Facts(State.RATED, round=2, rating=Rating.BAD), {"text": "再办"}, Objection.NOT_REOPENABLE),
    ],
)
def test_what_else_stands_against_it(command: Command, facts: Facts, given: dict, objection: Objection | None):
    assert domain.objection(command, facts, **given) is objection
