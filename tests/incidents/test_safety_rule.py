"""The SQL that decides who is reminded of 报平安, against a model of it: whatever was asked, answered and joined."""

import sqlite3
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from plugins.incidents.service import owing_safety

OPEN = ("reported", "handling")
INCIDENTS = (1, 2, 3)
TABLES = """
CREATE TABLE incidents_incident (id INTEGER, state TEXT, merged_into INTEGER);
CREATE TABLE incidents_safety (id INTEGER PRIMARY KEY, incident_id INTEGER, person_id INTEGER, unit_id INTEGER, answered_at TEXT);
"""
STATES = st.tuples(*[st.sampled_from([(*OPEN, "closed", "false")[n] for n in range(4)])] * len(INCIDENTS))
JOINED = st.sampled_from([{}, {2: 1}, {3: 1}, {2: 1, 3: 1}, {1: 3}])
ASKED = st.dictionaries(st.tuples(st.sampled_from(INCIDENTS), st.integers(1, 4)), st.booleans(), max_size=12)
"""(incident, person) who is asked, and whether they have answered."""


@given(STATES, JOINED, ASKED)
def test_nobody_who_answered_is_reminded_and_nobody_who_was_not_asked(states, joined, asked):
    def root(incident: int) -> int:
        return joined.get(incident, incident)

    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(TABLES)
        for incident, state in zip(INCIDENTS, states, strict=True):
            row = (incident, "merged" if incident in joined else state, joined.get(incident))
            database.execute("INSERT INTO incidents_incident VALUES (?, ?, ?)", row)
        for (incident, person), answered in asked.items():
            database.execute(
                "INSERT INTO incidents_safety (incident_id, person_id, unit_id, answered_at) VALUES (?, ?, 1, ?)",
                (incident, person, "2026-11-23" if answered else None),
            )
        reminded = [
            (root(incident), person) for incident in INCIDENTS for person, _ in database.execute(*_query(incident))
        ]
    answered = {(root(incident), person) for (incident, person), done in asked.items() if done}
    going_on = {incident for incident, state in zip(INCIDENTS, states, strict=True) if state in OPEN}
    owed = {(root(incident), person) for incident, person in asked if root(incident) in going_on} - answered
    assert sorted(reminded) == sorted(owed)


def _query(incident: int) -> tuple[str, list[int]]:
    sql, params = owing_safety(str(incident))
    return sql, [int(value) for value in params]
