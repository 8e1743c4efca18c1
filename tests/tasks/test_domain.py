"""Every (state, command, role) triple of an assignment, written by hand, and a life in any order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.tasks.domain import ACTS, Act, Refusal, Role, State, is_open, is_overdue, step

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
UNIT, ISSUER, BOTH, NEITHER = (
    frozenset({Role.UNIT}),
    frozenset({Role.ISSUER}),
    frozenset(Role),
    frozenset[Role](),
)

#           签收      进度          完成       审核通过       退回           延期
BY_HAND = """
assigned  accepted  working       submitted  not submitted  not submitted  assigned
accepted  already   working       submitted  not submitted  not submitted  accepted
working   already   working       submitted  not submitted  not submitted  working
submitted already   under review  submitted  done           returned       submitted
done      done!     done!         done!      already        returned       done!
returned  already   working       submitted  not submitted  already        returned
"""
COLUMNS = (Act.ACCEPT, Act.REPORT, Act.SUBMIT, Act.PASS, Act.RETURN, Act.EXTEND)
EXPECTED: dict[tuple[State, Act], State | Refusal] = {}
for line in BY_HAND.strip().splitlines():
    state, *cells = [
        cell.strip()
        for cell in line.replace("not submitted", "not_submitted").replace("under review", "under_review").split()
    ]
    for act, cell in zip(COLUMNS, cells, strict=True):
        word = cell.replace("_", " ")
        refusals = {"already", "under review", "not submitted"}
        EXPECTED[State(state), act] = (
            Refusal.DONE if word == "done!" else Refusal(word) if word in refusals else State(word)
        )


@pytest.mark.parametrize(("state", "act"), EXPECTED, ids=lambda value: value.value)
def test_who_may_do_it_gets_what_the_table_says(state: State, act: Act):
    own = frozenset({ACTS[act]})
    assert step(state, act, own, closed=False) == EXPECTED[state, act]
    assert step(state, act, BOTH, closed=False) == EXPECTED[state, act]


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("roles", [UNIT, ISSUER, NEITHER], ids=["unit", "issuer", "neither"])
def test_nobody_does_what_is_not_theirs(state: State, act: Act, roles: frozenset[Role]):
    if ACTS[act] in roles:
        assert step(state, act, roles, closed=True) is Refusal.CLOSED
    else:
        assert step(state, act, roles, closed=False) in (Refusal.NOT_THE_UNIT, Refusal.NOT_THE_ISSUER)


@given(st.lists(st.tuples(st.sampled_from(Act), st.sampled_from([UNIT, ISSUER, BOTH, NEITHER])), max_size=30))
def test_in_any_order_done_is_what_a_unit_said_and_the_issuer_agreed_to(life):
    state, said, agreed = State.ASSIGNED, False, False
    for act, roles in life:
        after = step(state, act, roles, closed=False)
        if isinstance(after, Refusal):
            continue
        said = said or act is Act.SUBMIT
        agreed = act is Act.PASS or (agreed and act is not Act.RETURN)
        state = after
        assert (state is State.DONE) == agreed
        assert said or state not in (State.SUBMITTED, State.DONE)


def test_overdue_is_what_has_to_be_done_and_is_late():
    for state in State:
        assert is_overdue(state, NOW, NOW + timedelta(seconds=1)) == is_open(state)
        assert not is_overdue(state, NOW, NOW)
