"""The rules alone: whatever happens, a message is not repeated without evidence that its first copy is absent."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.gateway.outbox import domain
from plugins.gateway.outbox.domain import (
    GRACE,
    MOVES,
    NOT_OFFERED,
    PATIENCE,
    Absent,
    Case,
    Evidence,
    Found,
    Recall,
    State,
    Step,
    Unclear,
    after_look,
    after_outcome,
)
from plugins.gateway.outcomes import NotSent, Ok, Outcome, Reason, Refused, Unknown

START = datetime(2026, 11, 24, 6, tzinfo=UTC)
OK = Ok({"message_id": 7})
REFUSALS = [Refused(reason) for reason in Reason]
NOTHING_SENT: list[Outcome] = [*REFUSALS, NotSent("answered 1404"), NotSent("no socket", called=False)]


def sending(**facts: object) -> Case:
    return Case(**{"state": State.SENDING, "attempt": 1, "send_started_at": START, **facts})  # type: ignore[arg-type]  # facts of a Case


def uncertain(**facts: object) -> Case:
    return sending(state=State.UNCERTAIN, **facts)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (OK, State.SENT),
        (NotSent("no socket", called=False), State.QUEUED),
        (NotSent("answered 1404"), State.QUEUED),
        (Refused(Reason.OTHER, 299), State.QUEUED),
        (Refused(Reason.MUTED, 120), State.HELD),
        (Refused(Reason.OFFLINE, 1006514), State.HELD),
        (Refused(Reason.QUOTA), State.HELD),
        (Refused(Reason.REMOVED, 110), State.REJECTED),
        (Refused(Reason.CONTENT), State.REJECTED),
        (Refused(Reason.STRANGER), State.REJECTED),
        (Unknown("no answer"), State.UNCERTAIN),
    ],
)
def test_what_an_outcome_makes_of_a_send(outcome: Outcome, state: State):
    assert after_outcome(sending(), outcome, START).state is state


def test_without_a_socket_no_attempt_is_counted():
    assert after_outcome(sending(), NotSent("no socket", called=False), START).uncount
    assert not after_outcome(sending(), NotSent("answered 1404"), START).uncount


def test_refusals_back_off_and_end():
    case, waits = sending(), []
    for _ in range(domain.MAX_REFUSALS - 1):
        step = after_outcome(case, Refused(Reason.OTHER), START)
        assert step.state is State.QUEUED
        assert step.due_at is not None
        waits.append(step.due_at - START)
        case = sending(refusals=step.refusals)
    assert waits == sorted(waits)
    assert waits[-1] == domain.LONGEST_BACK_OFF
    assert after_outcome(case, Refused(Reason.OTHER), START).state is State.REJECTED


def test_refusals_of_an_account_in_trouble_are_not_held_against_a_message():
    case = sending(refusals=domain.MAX_REFUSALS - 1)
    step = after_outcome(case, Refused(Reason.OTHER), START, troubled=True)
    assert (step.state, step.refusals) == (State.QUEUED, domain.MAX_REFUSALS - 1)


def test_absence_counts_after_the_grace_period_only():
    assert after_look(uncertain(), Absent(), START + GRACE - timedelta(seconds=1)).state is State.UNCERTAIN
    step = after_look(uncertain(), Absent(), START + GRACE)
    assert (step.state, step.repeated) == (State.QUEUED, True)


@pytest.mark.parametrize("facts", [{"repeated": True}, {"everyone": True}])
def test_a_second_repeat_and_an_everyone_are_for_a_person(facts: dict[str, object]):
    assert after_look(uncertain(**facts), Absent(), START + GRACE).state is State.NEEDS_HUMAN


def test_a_reminder_in_doubt_stays_in_doubt_and_asks_nobody():
    for evidence in (Unclear(NOT_OFFERED), Unclear("gap"), Absent()):
        step = after_look(uncertain(personal=True, repeated=True, looks=5), evidence, START + PATIENCE)
        assert (step.state, step.due_at) == (State.UNCERTAIN, None)


def test_an_unclear_history_is_asked_again_before_a_person_is():
    step = after_look(uncertain(), Unclear("gap"), START + PATIENCE)
    assert step.state is State.UNCERTAIN
    assert after_look(uncertain(looks=step.looks + 1), Unclear("gap"), START + PATIENCE).state is State.NEEDS_HUMAN


def test_what_was_stopped_in_flight_is_recalled_or_ends():
    stopped = sending(recall=Recall.WANTED)
    assert after_outcome(stopped, OK, START).due_at == START
    for outcome in NOTHING_SENT:
        assert after_outcome(stopped, outcome, START).state is State.CANCELLED
    assert after_look(uncertain(recall=Recall.WANTED), Absent(), START + GRACE).state is State.CANCELLED


cases = st.builds(
    Case,
    state=st.sampled_from([State.SENDING, State.UNCERTAIN]),
    attempt=st.integers(1, 5),
    send_started_at=st.just(START),
    refusals=st.integers(0, domain.MAX_REFUSALS - 1),
    looks=st.integers(0, 9),
    repeated=st.booleans(),
    everyone=st.booleans(),
    personal=st.booleans(),
    recall=st.sampled_from(Recall),
)
evidence = st.one_of(
    st.just(Absent()), st.builds(Unclear, st.sampled_from([NOT_OFFERED, "gap"])), st.just(Found("7", START))
)
delays = st.integers(0, 900).map(lambda seconds: timedelta(seconds=seconds))


@given(cases, st.sampled_from([OK, Unknown("no answer"), *NOTHING_SENT]), delays)
def test_every_outcome_is_a_move_of_the_table(case: Case, outcome: Outcome, delay: timedelta):
    assert after_outcome(case, outcome, START + delay).state in MOVES[case.state]


@given(cases.filter(lambda case: case.state is State.UNCERTAIN), evidence, delays)
def test_every_look_is_a_move_of_the_table(case: Case, seen: Evidence, delay: timedelta):
    assert after_look(case, seen, START + delay).state in MOVES[case.state]


class Message:
    """A row and the truth about it: how many copies people see."""

    def __init__(self, *, everyone: bool, personal: bool) -> None:
        self.case = Case(State.QUEUED, 0, START, everyone=everyone, personal=personal)
        self.now = START
        self.copies = 0
        self.delivered_at: datetime | None = None

    def take(self, step: Step) -> None:
        self.case = Case(
            step.state,
            self.case.attempt - int(step.uncount),
            self.case.send_started_at,
            step.refusals,
            step.looks,
            step.repeated,
            self.case.everyone,
            self.case.personal,
        )

    def send(self, delivered: bool, outcome: Outcome) -> None:
        """One send: a delivered one is answered well or not at all, another one may be refused."""
        self.case = Case(
            State.SENDING,
            self.case.attempt + 1,
            self.now,
            self.case.refusals,
            0,
            self.case.repeated,
            self.case.everyone,
            self.case.personal,
        )
        honest = (OK, Unknown("no answer")) if delivered else (Unknown("no answer"), *NOTHING_SENT)
        if delivered:
            self.copies += 1
            self.delivered_at = self.now
        self.take(after_outcome(self.case, outcome if outcome in honest else Unknown("no answer"), self.now))

    def look(self, seen: Evidence) -> None:
        """A look that tells the truth or nothing, except that a fresh message may not show for a minute."""
        if self.delivered_at is not None and self.now - self.delivered_at >= GRACE and isinstance(seen, Absent):
            seen = Unclear("gap")
        if self.delivered_at is None and isinstance(seen, Found):
            seen = Absent()
        self.take(after_look(self.case, seen, self.now))

    def answer_late(self) -> None:
        self.take(after_outcome(self.case, OK, self.now, late=True))


@given(
    everyone=st.booleans(),
    personal=st.booleans(),
    events=st.lists(
        st.tuples(
            st.booleans(), st.sampled_from([OK, Unknown("no answer"), *NOTHING_SENT]), evidence, delays, st.booleans()
        ),
        max_size=30,
    ),
)
def test_nothing_is_ever_repeated_while_a_copy_is_there(
    everyone: bool, personal: bool, events: list[tuple[bool, Outcome, Evidence, timedelta, bool]]
):
    message = Message(everyone=everyone, personal=personal)
    for delivered, outcome, seen, delay, late in events:
        message.now += delay
        if message.case.state is State.HELD:
            message.case = Case(State.QUEUED, message.case.attempt, START, everyone=everyone, personal=personal)
        if message.case.state is State.QUEUED:
            assert message.copies == 0
            message.send(delivered, outcome)
        elif message.case.state is State.UNCERTAIN:
            if late and message.delivered_at is not None:
                message.answer_late()
            else:
                message.look(seen)
    assert message.copies <= 1
    assert message.copies == 1 or message.case.state is not State.SENT
