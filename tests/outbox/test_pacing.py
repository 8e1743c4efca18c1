"""The budget of an account and its breaker; time is a number here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.gateway.pacing import BURST, FIRST_PAUSE, LONGEST_PAUSE, REFUSALS_IN_A_ROW, Breaker, Pacer


def test_a_burst_then_one_an_interval():
    pacer = Pacer(1.2)
    assert pacer.ready(0, 16) == BURST
    pacer.take(0, BURST)
    assert pacer.ready(0, 16) == 0
    assert 0.3 <= pacer.wait(0) <= 2.1
    assert pacer.ready(60, 16) == BURST


@given(st.lists(st.floats(0, 3), min_size=1, max_size=200))
def test_over_any_time_the_pace_is_kept(pauses: list[float]):
    pacer, now, sent = Pacer(1.0), 0.0, 0
    for pause in pauses:
        now += pause
        ready = pacer.ready(now, 16)
        pacer.take(now, ready)
        sent += ready
    assert sent <= BURST + now / 0.85 + 1


def test_without_an_interval_nothing_waits():
    pacer = Pacer(0)
    pacer.take(0, 1000)
    assert (pacer.ready(0, 16), pacer.wait(0)) == (16, 0)


def test_a_slow_account_has_longer_intervals():
    pacer = Pacer(1.0, slowness=4)
    pacer.take(0, BURST)
    assert 1 <= pacer.wait(0) <= 7


def test_the_breaker_opens_once_and_lets_one_through_at_a_time():
    breaker = Breaker()
    told = [breaker.failed(0) for _ in range(REFUSALS_IN_A_ROW + 3)]
    assert told.count(True) == 1
    assert breaker.limit(FIRST_PAUSE - 1, 16) == 0
    assert breaker.limit(FIRST_PAUSE, 16) == 1
    breaker.succeeded()
    assert (breaker.limit(FIRST_PAUSE, 16), breaker.troubled) == (16, False)


def test_its_pauses_grow_to_a_limit_and_it_tells_only_once():
    breaker, now, pauses = Breaker(), 0.0, []
    assert breaker.trip(now)
    for _ in range(8):
        pauses.append(breaker.until - now)
        now = breaker.until
        assert not breaker.failed(now)
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE


def test_a_few_failures_among_successes_open_nothing():
    breaker = Breaker()
    for _ in range(20):
        assert not any(breaker.failed(0) for _ in range(REFUSALS_IN_A_ROW - 1))
        breaker.succeeded()
    assert breaker.limit(0, 16) == 16


def test_a_hint_lets_it_try_at_once():
    breaker = Breaker()
    breaker.trip(0)
    breaker.probe_now()
    assert breaker.limit(1, 16) == 1


@pytest.mark.parametrize("most", [0, 1, 3])
def test_never_more_than_asked(most: int):
    assert Pacer(1.2).ready(0, most) == most
    assert Breaker().limit(0, most) == most
