"""Clocks, sweeps, routing, ratings, codes and figures: the pure rules."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.feedback import domain
from plugins.feedback.domain import (
    Candidate,
    Clocks,
    Guard,
    Kind,
    Matter,
    Oversight,
    Rating,
    State,
    UnitFigures,
    Verdict,
)
from plugins.storage import workdays

SHANGHAI = ZoneInfo("Asia/Shanghai")
ROOT, BRANCH, GROUP = (1,), (1, 2), (1, 2, 3)


def working(day: date) -> bool:
    return day.weekday() < 5


def test_clocks_count_working_days_and_an_extension_adds_to_the_end():
    clocks = Clocks.started(date(2026, 11, 27), working)  # a Friday
    assert clocks == Clocks(date(2026, 11, 30), date(2026, 12, 4))
    assert not clocks.is_overdue(State.RECEIVED, date(2026, 11, 30))
    assert clocks.is_overdue(State.RECEIVED, date(2026, 12, 1))
    assert not clocks.is_overdue(State.HANDLING, date(2026, 12, 4))
    assert clocks.is_overdue(State.ANSWERED, date(2026, 12, 5))
    assert not clocks.is_overdue(State.CLOSED, date(2027, 1, 1))
    assert clocks.extended(10, working).finish_by == date(2026, 12, 18)
    with pytest.raises(ValueError, match="11"):
        clocks.extended(11, working)


def test_the_calendar_knows_the_holidays_and_falls_back_to_weekdays():
    assert not workdays.is_working(date(2025, 10, 1))
    assert workdays.is_working(date(2025, 9, 28)), "a Sunday worked for the holiday"
    assert workdays.after(date(2025, 9, 30), 1) == date(2025, 10, 9)
    assert not workdays.is_known(date(2099, 1, 5))
    assert workdays.is_working(date(2099, 1, 5))
    assert not workdays.is_working(date(2099, 1, 4))


@pytest.mark.parametrize(
    ("after", "sweep"),
    [
        ("2026-11-23T08:00", "2026-11-23T08:30"),
        ("2026-11-23T08:30", "2026-11-23T17:00"),
        ("2026-11-27T17:00", "2026-11-30T08:30"),
        ("2026-11-28T12:00", "2026-11-30T08:30"),
    ],
)
def test_sweeps_are_on_working_days_only(after: str, sweep: str):
    times = domain.read_sweeps("17:00, 08:30")
    assert times == (time(8, 30), time(17))
    moment = datetime.fromisoformat(after).replace(tzinfo=SHANGHAI)
    assert domain.next_sweep(moment, times, working) == datetime.fromisoformat(sweep).replace(tzinfo=SHANGHAI)


def handler(
    person: int,
    unit: int,
    *titles: str,
    belongs: tuple[int, ...] = ROOT,
    kinds: frozenset[Kind] = frozenset(),
    barred: bool = False,
) -> Candidate:
    return Candidate(person, str(person), f"某{person}", unit, kinds, titles, (belongs,), barred)


WATCH = (Oversight("900"),)


@pytest.mark.parametrize(
    ("matter", "desk"),
    [
        (Matter(Kind.APPEAL, GROUP), 2),
        (Matter(Kind.APPEAL, GROUP, frozenset({20})), 1),
        (Matter(Kind.APPEAL, BRANCH, frozenset({20, 10})), domain.OVERSIGHT),
        (Matter(Kind.APPEAL, BRANCH, frozenset({20, 10}), frozenset({"900"})), None),
        (Matter(Kind.SUPERVISION, GROUP), 1),  # 20 belongs to the branch, and is no 书记 there
        (Matter(Kind.SUPERVISION, BRANCH), 1),
        (Matter(Kind.SUPERVISION, ROOT), domain.OVERSIGHT),
    ],
)
def test_the_way_to_a_handler(matter: Matter, desk: int | None):
    candidates = {2: [handler(20, 2, "委员", belongs=BRANCH)], 1: [handler(10, 1, "书记")]}
    assert domain.route(matter, candidates, WATCH) == desk


def test_supervision_is_for_the_secretary_or_the_discipline_commissioner_above_and_outside_of_the_accused():
    matter = Matter(Kind.SUPERVISION, BRANCH)
    assert domain.may_handle(handler(1, 1, "纪检委员"), matter)
    assert domain.may_handle(handler(1, 1, "党委书记"), matter)
    assert not domain.may_handle(handler(1, 1, "副书记"), matter)
    assert not domain.may_handle(handler(1, 1, "书记", belongs=BRANCH), matter)
    assert not domain.may_handle(handler(1, 1, "书记", kinds=frozenset({Kind.APPEAL})), matter)
    assert not domain.may_handle(handler(1, 1, "书记", barred=True), matter)


@pytest.mark.parametrize(
    ("typed", "name", "meant"),
    [
        ("王主任", "王建国", True),
        ("王主任", "黄建国", False),
        ("王建国", "王建国", True),
        ("骨科王建国主任", "王建国", True),
        ("内科王主任(副)", "王建国", True),
        ("内科主任", "王建国", False),
        ("老王", "王建国", True),
        ("李姐", "李明", True),
        ("欧阳书记", "欧阳明", True),
        ("李", "李明", False),
        ("", "李明", False),
    ],
)
def test_whom_the_author_keeps_out(typed: str, name: str, meant: bool):
    assert domain.means(typed, name) is meant


PEOPLE = st.frozensets(st.integers(1, 6))


@given(PEOPLE, st.sampled_from(Kind), st.sampled_from([ROOT, BRANCH, GROUP]), st.booleans())
def test_whoever_it_goes_to_may_handle_it(avoided, kind, subject, watched):
    candidates = {
        1: [handler(1, 1, "书记"), handler(2, 1, "纪检委员", kinds=frozenset({Kind.SUPERVISION}))],
        2: [handler(3, 2, "书记", belongs=BRANCH), handler(4, 2, "委员", belongs=BRANCH, barred=True)],
        3: [handler(5, 3, belongs=GROUP)],
    }
    matter = Matter(kind, subject, avoided)
    desk = domain.route(matter, candidates, WATCH if watched else ())
    able = [one for unit in subject for one in candidates[unit] if domain.may_handle(one, matter)]
    if desk is None:
        assert not able
        assert not watched
    elif desk == domain.OVERSIGHT:
        assert not able
    else:
        assert any(domain.may_handle(one, matter) for one in candidates[desk])
        assert desk in subject
        assert kind is not Kind.SUPERVISION or desk != subject[-1]


def test_ratings_are_read_with_what_is_said_behind_them():
    assert domain.read_rating("非常不满意,太慢") == (Rating.VERY_BAD, "太慢")
    assert domain.read_rating(" 满意") == (Rating.GOOD, "")
    assert domain.read_rating("还行") is None
    assert [rating.word for rating in Rating if rating.reopens] == ["非常不满意", "不满意"]


@pytest.mark.parametrize(
    "typed", ["1234567890123456", "1234 5678 9012 3456", "1234-5678-9012-3456", "１２３４567890123456"]
)
def test_codes_are_read_however_they_are_spaced(typed: str):
    assert domain.read_code(f"{typed} 满意 快") == ("1234567890123456", "满意 快")
    assert domain.read_code(f" {typed}") == ("1234567890123456", "")


@pytest.mark.parametrize("typed", ["123456789012345", "12345678901234567", "查询", "1234 5678 9012 345x"])
def test_what_is_no_code(typed: str):
    assert domain.read_code(typed) is None


@pytest.mark.parametrize("typed", ["意23 已修好", "23 已修好", "#23,已修好", "意#23:已修好", "意２３ 已修好"])
def test_numbers_of_cases_are_read(typed: str):
    assert domain.read_number(typed) == (23, "已修好")


def test_what_stands_behind_a_code_or_a_number_stays_as_it_was_typed():
    words = "已修好，谢谢！①㎡ Ｂ区𠮷\u200b\u202e"
    assert domain.read_code(f"１２３４－5678 9012 3456 {words}") == ("1234567890123456", words)
    assert domain.read_number(f"意２３ {words}") == (23, words)


def test_who_types_wrong_codes_waits_and_nobody_else_does():
    guard = Guard()
    for second in range(10_000):
        assert guard.ask(f"a{second % 2500}", 0) is Verdict.OK or second >= 2500 * domain.WRONG_LIMIT
        guard.wrong(f"a{second % 2500}", 0)
    assert guard.wrong("b", 1) > 0, "slower for all who are wrong"
    for _ in range(domain.WRONG_LIMIT):
        guard.wrong("c", 5)
    assert guard.ask("c", 3604) is Verdict.TOO_MANY
    assert guard.ask("d", 3604) is Verdict.OK
    assert guard.ask("c", 3605) is Verdict.OK
    assert guard.wrong("c", 9000) == 0


CELLS = st.fixed_dictionaries({"收到": st.integers(0, 12), "办结": st.integers(0, 12)})


@given(st.dictionaries(st.sampled_from([ROOT, BRANCH, GROUP, (1, 4), (1, 4, 5)]), st.tuples(st.integers(0, 60), CELLS)))
def test_small_units_and_small_figures_are_part_of_the_unit_above(units):
    figures = [UnitFigures(path, people, cells) for path, (people, cells) in units.items()]
    rolled = domain.rolled_up(figures, 20)
    assert all(len(one.path) == 1 or not domain.is_small(one, 20) for one in rolled)
    for name in ("收到", "办结"):
        assert sum(one.cells.get(name, 0) for one in rolled) == sum(one.cells[name] for one in figures)
    assert [domain.shown(value) for value in (0, 1, 4, 5)] == ["0", "<5", "<5", "5"]


def test_the_share_of_nothing_is_none():
    assert domain.share(1, 4) == 0.25
    assert domain.share(0, 0) is None
