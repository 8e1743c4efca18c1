"""The tables of publishing and figures come to cases that are there already."""

from tests.support.databases import BOTH
from tests.support.migrations import running, up_to

pytestmark = BOTH

CASE = (
    "INSERT INTO feedback_case (id, number, anonymous, kind, subject_unit_id, desk_unit_id, state, seen_state, shown, "
    "stirred, round, arrived_on, accept_by, finish_by, answered_on, declined, extended, overdue, transfers, rating, "
    "steps, month) VALUES ({id}, {id}, TRUE, '诉求', 1, 1, '已评价', '{seen}', TRUE, {stirred}, 1, '2026-11-02', "
    "'2026-11-03', '2026-11-09', '2026-11-04', FALSE, FALSE, FALSE, 0, 4, 3, '2026-11')"
)


async def test_what_handlers_have_seen_counts_and_what_they_have_not_does_not(empty_url: str):
    async with running(empty_url, "feedback") as (runner, connection):
        await up_to(runner, "feedback.0001_initial")
        await connection.execute_script(CASE.format(id=1, seen="已评价", stirred="FALSE"))
        await connection.execute_script(CASE.format(id=2, seen="已办结", stirred="TRUE"))
        await runner.apply(await runner.pending(), lambda name: None)
        rows = await connection.execute_query_dict(
            "SELECT id, seen_rating, seen_answered_on IS NULL AS unseen, seen_declined FROM feedback_case ORDER BY id"
        )
        assert [(row["id"], row["seen_rating"], bool(row["unseen"]), bool(row["seen_declined"])) for row in rows] == [
            (1, 4, False, False),
            (2, None, True, False),
        ]
