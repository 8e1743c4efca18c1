"""Every (state, command, role) triple of an incident, written by hand; and its clocks."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from plugins.incidents.domain import Act, Refusal, Role, State, clocks, is_open, step

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)

# rows: state and role; columns as ACTS. "-": not yours, "x": officers only
ACTS = (Act.TAKE, Act.TAKE_OVER, Act.REPORT, Act.CLOSE, Act.CORRECT, Act.CALL_FALSE, Act.MERGE)
BY_HAND = """
                  接手      换人      续报      终报    更正      误报    并入
reported handler  handling  handling  reported  closed  reported  false   merged
reported officer  handling  handling  reported  closed  reported  false   merged
reported reporter x         x         reported  x       reported  false   merged
reported other    -         -         -         -       -         -       -
handling handler  already   already   handling  closed  handling  false   merged
handling officer  taken     handling  handling  closed  handling  false   merged
handling reporter x         x         handling  x       handling  false   merged
handling other    -         -         -         -       -         -       -
closed   handler  over      over      over      already closed    over    over
closed   officer  over      over      over      already closed    over    over
closed   reporter x         x         over      x       closed    over    over
closed   other    -         -         -         -       -         -       -
false    handler  was false was_false was_false was_false was_false already was_false
false    officer  was_false was_false was_false was_false was_false already was_false
false    reporter x         x         was_false x       was_false already was_false
false    other    -         -         -         -       -         -       -
merged   handler  moved     moved     moved     moved   moved     moved   already
merged   officer  moved     moved     moved     moved   moved     moved   already
merged   reporter x         x         moved     x       moved     moved   already
merged   other    -         -         -         -       -         -       -
"""
WORDS: dict[str, State | Refusal] = {
    "-": Refusal.NOT_YOURS,
    "x": Refusal.OFFICERS_ONLY,
    "already": Refusal.ALREADY,
    "taken": Refusal.TAKEN,
    "over": Refusal.OVER,
    "was_false": Refusal.FALSE,
    "moved": Refusal.MERGED,
}


def written() -> dict[tuple[State, Role, Act], State | Refusal]:
    """The table as it stands above."""
    found = {}
    for row in BY_HAND.replace("was false", "was_false").strip().splitlines()[1:]:
        state, role, *cells = row.split()
        for act, cell in zip(ACTS, cells, strict=True):
            found[State(state), Role(role), act] = WORDS[cell] if cell in WORDS else State(cell)
    return found


EXPECTED = written()


def test_the_table_is_complete():
    assert set(EXPECTED) == {(state, role, act) for state in State for role in Role for act in Act}


@pytest.mark.parametrize(("state", "role", "act"), EXPECTED, ids=str)
def test_every_triple_has_its_answer(state: State, role: Role, act: Act):
    assert step(state, act, role) == EXPECTED[state, role, act]


def test_reminders_come_at_the_interval_and_end():
    times = clocks.reminders(NOW, 60)
    assert times[0] == clocks.next_report(NOW, 60) == NOW + timedelta(hours=1)
    assert len(times) == clocks.MOST_REMINDERS
    assert {after - before for before, after in pairwise(times)} == {timedelta(hours=1)}


def test_news_goes_at_once_and_what_follows_together():
    assert clocks.gathers_until(None, NOW) is None
    assert clocks.gathers_until(NOW, NOW + timedelta(seconds=1)) == NOW + clocks.GATHERED
    assert clocks.gathers_until(NOW, NOW + clocks.GATHERED) is None


def test_open_is_what_has_a_clock():
    assert {state for state in State if is_open(state)} == {State.REPORTED, State.HANDLING}
