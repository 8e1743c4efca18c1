"""No small cell is shown, and none can be worked out: by whoever knows the rule, and subtracts what stands there."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from plugins.feedback.domain import (
    RECEIVED,
    SMALL_CELL,
    Kind,
    Mask,
    Tally,
    UnitFigures,
    bounds,
    kinds_apart,
    minus,
    percent,
    plus,
    published_unit,
    units_apart,
)

MOST = 16
"""Cases of a month, of which every distribution over the kinds is tried."""
MIN_PEOPLE = 20


def months() -> Iterator[tuple[int, ...]]:
    """Every distribution of up to MOST cases over the kinds."""

    def split(left: int, kinds: int) -> Iterator[tuple[int, ...]]:
        if kinds == 1:
            yield (left,)
            return
        for count in range(left + 1):
            yield from ((count, *rest) for rest in split(left - count, kinds - 1))

    for cases in range(MOST + 1):
        yield from split(cases, len(Kind))


def seen_of(month: tuple[int, ...]) -> object:
    """All that 监督台账 says of how many there were: the lines by kind, or the total alone."""
    groups = kinds_apart(dict(zip(Kind, month, strict=True)))
    return tuple(groups) if len(groups) > 1 else bounds(sum(month), Mask.SMALL)


def test_who_knows_the_rule_learns_no_small_number_of_a_kind():
    alike: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for month in months():
        alike[seen_of(month)].append(month)
    for seen, those in alike.items():
        for at, kind in enumerate(Kind):
            values = {month[at] for month in those}
            assert len(values) > 1 or values.isdisjoint(range(1, SMALL_CELL)), (seen, kind, values)


@given(st.dictionaries(st.sampled_from(Kind), st.integers(0, 200)))
def test_every_line_by_kind_is_large_and_all_cases_are_in_one(received: dict[Kind, int]):
    groups = kinds_apart(received)
    assert sum(count for _, count in groups) == sum(received.values())
    kinds = [kind for those, _ in groups for kind in those]
    assert len(kinds) == len(set(kinds))
    assert {kind for kind, count in received.items() if count} <= set(kinds)
    if len(groups) > 1:
        assert all(count >= SMALL_CELL for _, count in groups)


@st.composite
def trees(draw: st.DrawFn) -> list[UnitFigures]:
    """A root, branches, groups below them; people at home and cases about each."""
    paths: list[tuple[int, ...]] = [(1,)]
    for branch in range(draw(st.integers(0, 5))):
        paths.append((1, 10 + branch))
        paths += [(1, 10 + branch, 100 + 10 * branch + group) for group in range(draw(st.integers(0, 3)))]
    few = st.one_of(st.integers(0, 8), st.integers(0, 40))
    return [UnitFigures(path, draw(st.integers(0, 60)), {RECEIVED: draw(few)}) for path in paths]


@given(trees())
def test_units_told_apart_leave_nothing_small_between_them(figures: list[UnitFigures]):
    apart = units_apart(figures, MIN_PEOPLE)
    assert sum(one.cells[RECEIVED] for one in apart) == sum(one.cells[RECEIVED] for one in figures)
    assert sum(one.people for one in apart) == sum(one.people for one in figures)
    if len(apart) > 1:
        assert all(one.cells[RECEIVED] == 0 or one.cells[RECEIVED] >= SMALL_CELL for one in apart)

    def cases(path: tuple[int, ...]) -> int:
        return sum(one.cells[RECEIVED] for one in figures if one.path[: len(path)] == path)

    shown = {published_unit(one.path, figures, apart, MIN_PEOPLE) for one in figures}
    for path in shown:
        if len(path) > 1:
            assert sum(one.people for one in figures if one.path[: len(path)] == path) >= MIN_PEOPLE
            inside = [other for other in shown if other[: len(path)] == path and len(other) > len(path)]
            left = cases(path) - sum(cases(other) for other in inside if other[:-1] == path)
            assert left == 0 or left >= SMALL_CELL


@given(st.integers(0, 500), st.integers(0, 500), st.sampled_from([Mask.SMALL, Mask.COARSE]))
def test_what_is_shown_holds_the_truth_and_never_a_small_number(one: int, other: int, mask: Mask):
    shown = bounds(one, mask)
    assert shown.low <= one <= shown.high
    if 0 < one < SMALL_CELL:
        assert shown == bounds(SMALL_CELL - one, mask), "the same for each of them"
    both = plus(shown, bounds(other, mask))
    assert both.low <= one + other <= both.high
    rest = minus(both, shown)
    assert rest.low <= other <= rest.high
    rate = percent(shown, both)
    if one + other:
        assert rate is not None
        assert rate.low <= round(100 * one / (one + other)) <= rate.high


@given(st.lists(st.integers(0, 500), min_size=2))
def test_in_steps_a_case_more_shows_only_once_in_five(counts: list[int]):
    for one, other in pairwise(sorted(counts)):
        low, high = bounds(one, Mask.COARSE), bounds(other, Mask.COARSE)
        assert low == high or low.high < high.high


tallies = st.builds(
    Tally,
    **dict.fromkeys(("received", "accepted", "closed", "overdue", "rated", "content"), st.integers(0, 50)),
    days=st.dictionaries(st.integers(0, 30), st.integers(1, 9)),
)


@given(tallies, tallies)
def test_counts_are_kept_and_added_without_loss(one: Tally, other: Tally):
    both = Tally.loaded((one + other).dumped())
    assert both == one + other
    assert both.received == one.received + other.received
    assert sum(both.days.values()) == sum(one.days.values()) + sum(other.days.values())
