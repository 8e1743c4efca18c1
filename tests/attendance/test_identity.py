"""Whatever happens, in any order: 应到 = 实到 (迟到 among them) + 请假 + 缺席, 待核 until it is decided; 补学 changes none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from plugins.attendance import domain
from plugins.attendance.domain import Means, Mode, Record, RecordState, Refusal, Role, Session, SessionState
from plugins.attendance.models import AttendanceRow
from plugins.attendance.service import boards, recount, session_of, store
from plugins.storage import Transaction, write

BEGINS = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
ENDS = BEGINS + timedelta(minutes=90)
PEOPLE = 6
MAKEUP_DAYS = 7

people = st.integers(0, PEOPLE - 1)
typed = st.integers(-60, 200).map(lambda minutes: BEGINS + timedelta(minutes=minutes))
"""When something was typed: it may reach us long after, so it has nothing to do with where the clock stands."""
later = st.integers(0, 24 * 8).map(lambda hours: ENDS + timedelta(hours=hours))
decided = st.sampled_from([RecordState.PRESENT, RecordState.LATE, RecordState.LEAVE, RecordState.ABSENT])


class Life(RuleBasedStateMachine):
    """A session and everybody in it."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(8, SessionState.OPEN, BEGINS, ENDS, Mode.BOTH)
        self.records = [Record(voter=place % 2 == 0) for place in range(PEOPLE)]
        self.records.append(Record(role=Role.OBSERVER, voter=False))

    def keep(self, person: int, after: Record | Refusal) -> None:
        if not isinstance(after, Refusal):
            self.records[person] = after

    @rule(person=st.integers(0, PEOPLE), at=typed, means=st.sampled_from([Means.TYPED, Means.SCANNED, Means.ROOM]))
    def signs_in(self, person: int, at: datetime, means: Means) -> None:
        before = self.records[person]
        self.keep(person, domain.sign_in(before, self.session, at, means))
        again = domain.sign_in(self.records[person], self.session, at, means)
        assert isinstance(again, Refusal), "the same once more changes nothing"

    @rule(person=people, at=typed)
    def signs_out(self, person: int, at: datetime) -> None:
        before = domain.state_of(self.records[person], self.session)
        self.keep(person, domain.sign_out(self.records[person], self.session, at))
        assert domain.state_of(self.records[person], self.session) is before

    @rule(person=people, at=typed, official=st.booleans())
    def asks_leave(self, person: int, at: datetime, official: bool) -> None:
        before = domain.state_of(self.records[person], self.session)
        self.keep(person, domain.ask_leave(self.records[person], self.session, at, official=official))
        assert domain.state_of(self.records[person], self.session) is before, "asking alone decides nothing"

    @rule(person=people, granted=st.booleans())
    def is_answered(self, person: int, granted: bool) -> None:
        self.keep(person, domain.decide_leave(self.records[person], self.session, granted=granted))

    @rule(person=people, at=typed)
    def takes_back(self, person: int, at: datetime) -> None:
        self.keep(person, domain.take_back_leave(self.records[person], self.session, at))

    @rule(person=people, state=decided, official=st.booleans())
    def is_corrected(self, person: int, state: RecordState, official: bool) -> None:
        after = domain.correct(self.records[person], self.session, state, official=official)
        self.keep(person, after)
        if not isinstance(after, Refusal):
            assert domain.state_of(self.records[person], self.session) is state

    @rule(person=people, at=later)
    def makes_up(self, person: int, at: datetime) -> None:
        before = self.count()
        self.keep(person, domain.make_up(self.records[person], self.session, at, MAKEUP_DAYS))
        assert replace(self.count(), made_up=before.made_up) == before

    @rule(person=people)
    def leaves_roster(self, person: int) -> None:
        before = self.count()
        self.records[person] = domain.left_roster(self.records[person], self.session)
        after = self.count()
        assert (after.present, after.leave, after.absent) == (before.present, before.leave, before.absent)

    @precondition(lambda self: self.session.state is SessionState.OPEN)
    @rule()
    def is_moved(self) -> None:
        self.records = [domain.moved(record) for record in self.records]

    @precondition(lambda self: bool(domain.MOVES[self.session.state]))
    @rule(data=st.data())
    def goes_on(self, data: st.DataObject) -> None:
        """Ended, settled or cancelled; by no step back."""
        state = data.draw(st.sampled_from(sorted(domain.MOVES[self.session.state])))
        self.session = replace(self.session, state=state)

    def count(self) -> domain.Counts:
        return domain.count(self.records, self.session)

    @invariant()
    def it_adds_up(self) -> None:
        found = self.count()
        assert found.adds_up
        assert found.expected == sum(record.role is Role.EXPECTED for record in self.records)
        assert found.late <= found.present
        assert found.online <= found.present
        assert found.official <= found.leave
        if self.session.state in (SessionState.ENDED, SessionState.SETTLED):
            assert not found.waiting
        if self.session.state is not SessionState.ENDED:
            assert not found.pending
        if self.session.state is SessionState.SETTLED:
            assert found.expected == found.present + found.leave + found.absent


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)

moments = st.none() | typed
records = st.builds(
    Record,
    role=st.sampled_from(Role),
    voter=st.booleans(),
    signed_in_at=moments,
    means=st.sampled_from(Means),
    leave=st.sampled_from(domain.Leave),
    official=st.booleans(),
    correction=st.none() | decided,
    made_up_at=moments,
).map(lambda record: record if record.signed_in_at else replace(record, means=None))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=st.lists(records, min_size=13, max_size=13), state=st.sampled_from(SessionState))
async def test_the_database_counts_as_the_rules_do(stage, facts, state):
    number = await stage.calls("开会 全体\n类型: 党课\n时间: 周五15:00-16:30\n形式: 线上线下结合\n表决: 一般")
    row = await stage.row(number)

    async def work(tx: Transaction) -> None:
        row.state = state
        await row.save()
        rows = await AttendanceRow.filter(session_id=number).order_by("id")
        for one, record in zip(rows, facts, strict=True):
            await store(one.id, record, session_of(row))
        await recount(tx, number)

    await write(work)
    wanted = domain.count(facts, session_of(row))
    assert (await boards.stand_of(row)).totals == wanted
    assert await boards.quorum_of(row) == domain.quorum_of(domain.Vote.GENERAL, facts, session_of(row))
    kept = await stage.row(number)
    assert (kept.expected, kept.present) == (wanted.expected, wanted.present)
