"""Over simulated weeks: nobody is reminded at night, on duty, after doing it, by a private message they cannot get, or
more than REMIND_MAX times; and everybody who should be reminded is. The judge is shown able to fail."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from plugins.remind import owed, plans, quiet
from plugins.storage import Transaction
from tests.remind.ward import NAMES, Ward, at
from tests.remind.weeks import MOST, Matter, Span, Weeks, is_quiet, live, missing, weeks, wrong

Patch = pytest.MonkeyPatch


@pytest.fixture(scope="module")
def tally() -> Iterator[Counter[str]]:
    """What happened in all weeks together: none of the rules may have had nothing to do."""
    seen: Counter[str] = Counter()
    yield seen
    if seen["weeks"] >= 40 and not seen.pop("failing"):
        assert {name: count for name, count in seen.items() if not count} == {}, seen


@settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(these=weeks)
async def test_whoever_should_be_reminded_is_and_nobody_else(sqlite_ward: Ward, tally: Counter[str], these: Weeks):
    tally["failing"] += 1
    lived = await live(sqlite_ward, these)
    assert wrong(these, lived) == []
    assert missing(these, lived) == []
    tally["failing"] -= 1
    tally["weeks"] += 1
    tally["reminders"] += len(lived.reminders)
    tally["lost"] += len(lived.reminders) - len(lived.arrived)
    tally["asked"] += len(lived.asked)
    tally["capped"] += sum(count == MOST for count in Counter((r, n) for r, n, _ in lived.arrived).values())
    for matter in these.matters:
        for moment in matter.moments:
            if moment < matter.until:
                tally["at night"] += is_quiet(moment)
                tally["not working"] += not these.works(moment)
                tally["on duty"] += sum(these.on_duty(name, moment) for name in NAMES)
                tally["done"] += sum(not matter.owes(name, moment) for name in NAMES)
                tally["no friend"] += len(these.strangers)


BUSY = Weeks(
    matters=(
        Matter("12", at(6, 18), (at(4, 10), at(4, 23), at(5, 10), at(5, 14), at(6, 9)), {"乙": at(5, 12)}, (), None),
        Matter("13", at(9, 18), (at(5, 10),), {}, (at(5, 20),), at(7, 12)),
        Matter("14", at(10, 18), (at(8, 10), at(9, 10)), {}, (), at(7, 9)),
    ),
    duty={"丙": [Span(at(5, 8), at(5, 16))]},
    strangers=frozenset("丁"),
    down=(Span(at(6, 8), at(6, 10)),),
    cut=(Span(at(5, 9), at(5, 11)),),
    twice=True,
    refused=(Span(at(4, 9), at(4, 12)),),
)
"""Every rule has something to do in it."""


async def test_a_busy_week_is_lived_well(sqlite_ward: Ward):
    lived = await live(sqlite_ward, BUSY)
    assert (wrong(BUSY, lived), missing(BUSY, lived)) == ([], [])
    assert Counter(name for ref, name, _ in lived.arrived if ref == "12") == {"甲": 3, "乙": 2, "丙": 3, "戊": 3}
    assert Counter(name for ref, name, _ in lived.reminders if ref == "12") == {"甲": 4, "乙": 3, "丙": 4, "戊": 4}


def no_night(patch: Patch) -> None:
    patch.setattr(quiet, "quiet_until", lambda at: None)


def no_duty(patch: Patch) -> None:
    patch.setattr(owed, "_ON_DUTY", "(CAST(? AS TEXT) <> CAST(? AS TEXT))")


def everybody_a_friend(patch: Patch) -> None:
    patch.setattr(owed, "_FRIENDS", {"sqlite": "SELECT account FROM org_person WHERE ? <> ''"})


def no_cap(patch: Patch) -> None:
    patch.setattr(owed, "settings", type("Config", (), {"remind_max": 99}))


def lost_ones_count(patch: Patch) -> None:
    patch.setattr(owed, "_LOST_SO_FAR", "0")


def nothing_is_counted(patch: Patch) -> None:
    async def count(tx: Transaction, told: object) -> None:
        await write_nothing()

    patch.setattr(owed, "count", count)


def dropping_does_nothing(patch: Patch) -> None:
    async def drop(tx: Transaction, kind: str, ref: str) -> None:
        await write_nothing()

    patch.setattr("plugins.remind.drop", drop)


def a_round_is_forgotten(patch: Patch) -> None:
    async def open_round(tx: Transaction, *_: object, **__: object) -> None:
        await write_nothing()

    patch.setattr(plans, "open_round", open_round)


def who_is_on_duty_is_forgotten(patch: Patch) -> None:
    async def duty_ends(*_: object) -> dict[int, object]:
        return {}

    patch.setattr(owed, "duty_ends", duty_ends)


async def write_nothing() -> None:
    return None


@pytest.mark.parametrize(
    "plant",
    [
        no_night,
        no_duty,
        everybody_a_friend,
        no_cap,
        lost_ones_count,
        nothing_is_counted,
        dropping_does_nothing,
        a_round_is_forgotten,
        who_is_on_duty_is_forgotten,
    ],
)
async def test_the_judge_sees_a_planted_defect(sqlite_ward: Ward, monkeypatch: Patch, plant: Callable[[Patch], None]):
    plant(monkeypatch)
    try:
        lived = await live(sqlite_ward, BUSY)
    except AssertionError:
        return
    assert wrong(BUSY, lived) + missing(BUSY, lived)
