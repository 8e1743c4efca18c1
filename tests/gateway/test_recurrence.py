"""每月第2个周五 and its like: which days they give, what is refused, and what is known of holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.gateway import times, times_texts
from plugins.gateway.times import Problem, Recurrence, TimeProblem

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("每周三", ["2026-11-25", "2026-12-02", "2026-12-09"]),
        ("每周一", ["2026-11-30", "2026-12-07"]),
        ("每周星期天", ["2026-11-29"]),
        ("每个星期5", ["2026-11-27"]),
        ("隔周周五", ["2026-11-27", "2026-12-11"]),
        ("每两周周五", ["2026-11-27", "2026-12-11"]),
        ("每3周周一", ["2026-12-14", "2027-01-04"]),
        ("每月第2个周五", ["2026-12-11", "2027-01-08"]),
        ("每个月第二个星期五", ["2026-12-11", "2027-01-08"]),
        ("每月最后一个周五", ["2026-11-27", "2026-12-25"]),
        ("每月第五个周一", ["2026-11-30", "2027-03-29"]),
        ("每月25日", ["2026-11-25", "2026-12-25"]),
        ("每月31号", ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]),
        ("每月底", ["2026-11-30", "2026-12-31"]),
        ("每月最后一天", ["2026-11-30"]),
        ("每季度末月25日", ["2026-12-25", "2027-03-25"]),
        ("每季度首月第2个周五", ["2027-01-08", "2027-04-09"]),
        ("每季度第二个月底", ["2026-11-30", "2027-02-28"]),
    ],
)
def test_the_days_of_a_rule(written, days):
    rule = times.recurrence(written)
    day = MONDAY
    for wanted in days:
        day = rule.after(day)
        assert day.isoformat() == wanted


@pytest.mark.parametrize(
    "written", ["", "每周", "每月", "每天", "周五", "每月周五", "常常", "每月第2个周五15:00", "每年1月1日"]
)
def test_what_is_no_rule_is_refused_with_what_is(written):
    with pytest.raises(TimeProblem) as refused:
        times.recurrence(written)
    assert refused.value.kind is Problem.UNKNOWN
    for example in times_texts.examples(refused.value):
        times.recurrence(example)


@pytest.mark.parametrize("written", ["每月0日", "每月32日", "每月第6个周五", "每9周周一"])
def test_what_no_calendar_has_is_refused(written):
    with pytest.raises(TimeProblem) as refused:
        times.recurrence(written)
    assert refused.value.kind is Problem.NO_SUCH_TIME


rules = st.one_of(
    st.builds(Recurrence, weekday=st.integers(0, 6), weeks=st.integers(1, 8)),
    st.builds(Recurrence, weekday=st.integers(0, 6), nth=st.sampled_from([-1, 1, 2, 3, 4, 5]), month=st.integers(0, 3)),
    st.builds(Recurrence, day=st.sampled_from([-1, *range(1, 32)]), month=st.integers(0, 3)),
)


@given(rule=rules, day=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_next_day_is_the_first_one_after(rule, day):
    found = rule.after(day)
    assert found > day
    if rule.weekday is not None:
        assert found.weekday() == rule.weekday
    if not rule.weeks:
        assert rule.after(found - timedelta(days=1)) == found
        assert rule.month == 0 or (found.month - rule.month) % 3 == 0


@pytest.mark.parametrize(
    ("day", "rest", "name", "known"),
    [
        (date(2026, 10, 1), True, "国庆节", True),
        (date(2026, 11, 27), False, "", True),
        (date(2026, 11, 28), True, "", True),
        (date(2040, 10, 6), True, "", False),
        (date(2040, 10, 2), False, "", False),
    ],
)
def test_what_is_known_of_a_day(day, rest, name, known):
    found = times.rest_day(day)
    assert (found.rest, found.name, found.known) == (rest, name, known)


def test_a_saturday_that_is_worked_is_no_rest():
    worked = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    swapped = [day for day in worked if day.weekday() >= 5 and not times.rest_day(day).rest]
    assert swapped
    assert all(not times.rest_day(day).name for day in swapped)
