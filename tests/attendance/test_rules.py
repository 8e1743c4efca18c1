"""The rules by their tables: who counts as what, who is 应到 and has a vote, when a vote may be held."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from plugins.attendance import domain
from plugins.attendance.domain import (
    Means,
    Mode,
    Record,
    RecordState,
    Refusal,
    Role,
    Session,
    SessionState,
    Vote,
)
from tests.attendance.cases import CASES, QUORUMS, STANDINGS

BEGINS = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
ENDS = BEGINS + timedelta(minutes=90)
MAKEUP_DAYS = 7
_WHEN = re.compile(r"e(?:\+(\d+)([hm]))?|(-?\d+)")


def lines(table: str) -> list[str]:
    return [line for line in table.strip("\n").splitlines() if line.strip()]


def moment(written: str) -> datetime:
    found = _WHEN.fullmatch(written)
    assert found, written
    if found[3]:
        return BEGINS + timedelta(minutes=int(found[3]))
    return ENDS + timedelta(**{"hours" if found[2] == "h" else "minutes": int(found[1] or 0)})


def happens(record: Record, event: str, state: SessionState) -> Record:
    """What an event makes of a record. Before its end a session is open, whatever it is at last; 取消 holds from the first."""
    what, _, when = event.partition("@")
    if what == "moved":
        return domain.moved(record)
    at = moment(when)
    stands = state if state is SessionState.CANCELLED or at > ENDS else SessionState.OPEN
    session = Session(8, stands, BEGINS, ENDS, Mode.BOTH)
    word, _, fixed = what.partition("=")
    match word:
        case "signs" | "scans" | "room":
            means = {"signs": Means.TYPED, "scans": Means.SCANNED, "room": Means.ROOM}[word]
            after = domain.sign_in(record, session, at, means)
        case "out":
            after = domain.sign_out(record, session, at)
        case "asks" | "official":
            after = domain.ask_leave(record, session, at, official=word == "official")
        case "back":
            after = domain.take_back_leave(record, session, at)
        case "grants" | "refuses":
            after = domain.decide_leave(record, session, granted=word == "grants")
        case "fix":
            official = fixed == "official"
            after = domain.correct(record, session, RecordState("leave" if official else fixed), official=official)
        case "makes_up":
            after = domain.make_up(record, session, at, MAKEUP_DAYS)
        case "leaves_roster":
            after = domain.left_roster(record, session)
        case _:
            raise ValueError(word)
    return record if isinstance(after, Refusal) else after


def seen(record: Record, session: Session) -> str:
    """What it counts as, in the words of the table."""
    state = domain.state_of(record, session)
    if record.role is Role.LEFT:
        return "left"
    official = record.official and state is RecordState.LEAVE
    return ("official" if official else str(state)) + (" made_up" if record.made_up_at else "")


@pytest.mark.parametrize("line", lines(CASES))
def test_what_somebody_counts_as(line):
    events, stands, wanted = (part.strip() for part in line.split("|"))
    state = SessionState(stands)
    record = Record()
    for event in events.split():
        record = happens(record, event, state)
    session = Session(8, state, BEGINS, ENDS, Mode.BOTH)
    assert seen(record, session) == wanted
    assert domain.one(record, session).adds_up


def test_the_table_is_long_enough_to_mean_something():
    assert len(lines(CASES)) + len(lines(STANDINGS)) + len(lines(QUORUMS)) > 150
    assert len(lines(CASES)) == len(set(lines(CASES)))


@pytest.mark.parametrize("line", lines(STANDINGS))
def test_how_somebody_stands(line):
    membership, vote, expected, observers, role, *voter = line.split()
    found = domain.standing(membership, no_vote=vote != "-", not_expected=expected != "-", observers=observers != "-")
    if role == "nobody":
        assert found is None
    else:
        assert found is not None
        assert (found.role, found.voter) == (Role(role), voter == ["voter"])


@pytest.mark.parametrize("line", lines(QUORUMS))
def test_whether_a_vote_may_be_held(line):
    vote, voters, on_site, online, reached = line.split()
    found = domain.quorum(Vote(vote), int(voters), int(on_site), int(online))
    assert found.reached is (reached == "yes")
    assert found.there == int(on_site) + int(online)


def test_voters_are_counted_where_they_are():
    session = Session(8, SessionState.OPEN, BEGINS, ENDS, Mode.BOTH)
    records = [
        Record(signed_in_at=BEGINS, means=Means.TYPED),
        Record(signed_in_at=BEGINS, means=Means.SCANNED),
        Record(signed_in_at=BEGINS, means=Means.ROOM),
        Record(),
        Record(voter=False, signed_in_at=BEGINS, means=Means.ROOM),
        Record(role=Role.OBSERVER, voter=False, signed_in_at=BEGINS, means=Means.ROOM),
    ]
    found = domain.quorum_of(Vote.GENERAL, records, session)
    assert (found.voters, found.on_site, found.online, found.reached) == (4, 2, 1, True)
    counts = domain.count(records, session)
    assert (counts.expected, counts.present, counts.observers, counts.online) == (5, 4, 1, 1)


def test_an_evening_session_runs_over_midnight():
    begins = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    session = Session(8, SessionState.OPEN, begins, begins + timedelta(hours=1))
    after_midnight = begins + timedelta(minutes=45)
    record = domain.sign_in(Record(), session, after_midnight, Means.TYPED)
    assert isinstance(record, Record)
    assert domain.state_of(record, session) is RecordState.LATE
    assert domain.phase(session, after_midnight) is domain.Phase.RUNNING


def test_two_sessions_at_once_are_two_records():
    first = Session(8, SessionState.ENDED, BEGINS, ENDS)
    second = Session(9, SessionState.ENDED, BEGINS, ENDS)
    record = domain.sign_in(Record(), first, BEGINS, Means.TYPED)
    assert isinstance(record, Record)
    assert domain.state_of(record, first) is RecordState.PRESENT
    assert domain.state_of(Record(), second) is RecordState.PENDING


@pytest.mark.parametrize(
    ("state", "at", "moved", "cancelled", "ended"),
    [
        (SessionState.OPEN, -60, True, True, False),
        (SessionState.OPEN, 0, False, True, True),
        (SessionState.OPEN, 60, False, True, True),
        (SessionState.ENDED, 100, False, True, False),
        (SessionState.SETTLED, 100, False, True, False),
        (SessionState.CANCELLED, -60, False, False, False),
    ],
)
def test_what_may_become_of_a_session(state, at, moved, cancelled, ended):
    session = Session(8, state, BEGINS, ENDS)
    now = BEGINS + timedelta(minutes=at)
    assert domain.may_be_moved(session, now) is moved
    assert domain.may_be_cancelled(session) is cancelled
    assert domain.may_be_ended(session, now) is ended


@pytest.mark.parametrize(
    ("written", "mode"),
    [("线上", Mode.ONLINE), ("线下", Mode.ON_SITE), ("线上线下结合", Mode.BOTH), ("", Mode.ON_SITE)],
)
def test_where_it_is_held(written, mode):
    assert domain.read_mode(written, place="三楼", link="") is mode


def test_where_nothing_is_written_the_place_and_the_link_say_it():
    assert domain.read_mode("", place="", link="https://example.org") is Mode.ONLINE
    assert domain.read_mode("", place="三楼", link="https://example.org") is Mode.BOTH


@pytest.mark.parametrize(
    ("titles", "sits"),
    [
        (("书记",), True),
        (("副书记",), True),
        (("组织委员",), True),
        (("支委",), True),
        (("干事",), False),
        (("党小组长",), False),
        ((), False),
    ],
)
def test_who_sits_in_the_committee(titles, sits):
    assert domain.sits_in_committee(titles) is sits


@pytest.mark.parametrize(
    ("written", "kinds", "vote"),
    [
        ("一般", "党员大会", Vote.GENERAL),
        ("一般", "支委会", Vote.COMMITTEE),
        ("支委会", "支委会", Vote.COMMITTEE),
        ("转正", "支部大会", Vote.ADMISSION),
        ("选举", "党员大会", Vote.ELECTION),
        ("否", "党员大会", None),
    ],
)
def test_what_is_voted_on_goes_with_the_kind_of_session(written, kinds, vote):
    assert domain.read_vote(written, domain.read_kinds(kinds)) is vote


def test_a_vote_of_the_committee_is_none_of_everybody():
    with pytest.raises(domain.UnknownWord):
        domain.read_vote("支委会", domain.read_kinds("党员大会"))
