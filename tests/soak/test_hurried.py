"""The bot of a soak differs by waiting times alone: all of them shorter, all in the same order."""

import importlib
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.soak.hurried import HURRIED

USUAL = {
    (home, name): getattr(importlib.import_module(home), name) for home, names in HURRIED.items() for name in names
}


def seconds(value: object) -> float:
    """A time as the gateway writes it: seconds, a timedelta, or the last of several."""
    if isinstance(value, tuple):
        return seconds(value[-1])
    return value.total_seconds() if isinstance(value, timedelta) else float(str(value))


def usual(home: str, name: str) -> float:
    return seconds(USUAL[home, name])


def hurried(home: str, name: str) -> float:
    return seconds(HURRIED[home][name])


@pytest.mark.parametrize(("home", "name"), USUAL)
def test_every_time_is_shorter_and_of_the_same_kind(home, name):
    assert hurried(home, name) < usual(home, name)
    assert type(HURRIED[home][name]) is type(USUAL[home, name])


@pytest.mark.parametrize("read", [usual, hurried])
def test_the_order_of_the_times_is_kept(read: Callable[[str, str], float]):
    domain, call = "plugins.gateway.outbox.domain", "plugins.gateway.call"
    assert read("plugins.gateway.outbox.ready", "FRESH") * 6 <= read(domain, "GRACE")
    fresh, called = (
        read("plugins.gateway.outbox.ready", "FRESH"),
        read("plugins.gateway.outbox.sending", "CALLED_WITHIN"),
    )
    assert fresh < called < read(domain, "LEASE") - read(call, "API_TIMEOUT") * 1.4
    answer, grace = read(call, "API_TIMEOUT"), read(domain, "GRACE")
    assert read(domain, "FIRST_LOOK") < answer < grace < read(domain, "PATIENCE")
    assert answer * 2 < read(domain, "LEASE") < read(domain, "PROBE")
    assert read(domain, "FIRST_BACK_OFF") < read(domain, "LONGEST_BACK_OFF") < read(call, "LATE_ANSWER") * 2
