"""Rows of tasks and incidents that were there before their tables grew are there after it, and mean the same."""

from tortoise.backends.base.client import BaseDBAsyncClient

from plugins.storage import lifecycle, migrate
from plugins.storage.connections import place
from tests.support.databases import BOTH

pytestmark = BOTH

AT = "'2026-11-24 00:00:00+00:00'"
TASK = f"""
INSERT INTO tasks_task (id, unit_id, unit_name, issued_by, issued_at, title, text, deadline)
    VALUES (5, 1, '院党委', '10001', {AT}, '消防自查', '逐间查', {AT});
INSERT INTO tasks_assignment (id, task_id, unit_id, unit_name, unit_path, state, deadline, said)
    VALUES (7, 5, 2, '内科党支部', '/1/2/', 'returned', {AT}, '查了一半');
INSERT INTO tasks_event (id, assignment_id, at, person_id, act, text) VALUES (9, 7, {AT}, 3, 'return', '缺二楼');
"""
INCIDENT = f"""
INSERT INTO incidents_incident (id, unit_id, unit_name, unit_path, title, text, state, reported_at, filed_at,
    reporter_account, reporter_name, chat, handler_name, version)
    VALUES (6, 2, '内科党支部', '/1/2/', '三楼停电', '', 'reported', {AT}, {AT}, '10002', '', 'qq:private:10002', '', 1);
INSERT INTO incidents_safety (id, incident_id, person_id, unit_id, unit_name, asked_at, answered_at, answered_by, said)
    VALUES (8, 6, 3, 2, '内科党支部', {AT}, {AT}, '10003', '我在家');
"""
BEFORE = {"tasks.0001_initial": TASK, "incidents.0001_initial": INCIDENT}
"""What is there right after the first migration of each."""
KEPT = (
    "SELECT t.title, t.recalled, t.repeat, t.scope, t.series, a.state, a.said, e.act, e.text, e.pictures FROM tasks_task t "
    "JOIN tasks_assignment a ON a.task_id = t.id JOIN tasks_event e ON e.assignment_id = a.id"
)
ANSWERED = "SELECT answered_by, said, told_how, told_by FROM incidents_safety WHERE answered_at IS NOT NULL"


async def test_tasks_and_answers_of_before_survive(empty_url: str):
    where = place(empty_url)
    async with migrate.runner(where, lifecycle.config(where)) as (runner, connection):
        done: list[str] = []
        for _ in BEFORE:
            pending = await runner.pending()
            names = [f"{step.migration.app_label}.{step.migration.name}" for step in pending]
            first = min(names.index(name) for name in BEFORE if name in names)
            await runner.apply(pending[: first + 1], done.append)
            await connection.execute_script(BEFORE[done[-1]])
        await runner.apply(await runner.pending(), done.append)
        (task,) = await connection.execute_query_dict(KEPT)
        kept = ("消防自查", False, "", "", None, "returned", "查了一半", "return", "缺二楼", "[]")
        assert (task["title"], bool(task["recalled"]), *list(task.values())[2:]) == kept
        (answer,) = await connection.execute_query_dict(ANSWERED)
        assert tuple(answer.values()) == ("10003", "我在家", None, None)
        indexed = "INSERT INTO tasks_assignment (task_id, unit_id, unit_name, unit_path, state, deadline, said) "
        assert await _is_refused(connection, f"{indexed} VALUES (5, 2, '', '', 'done', {AT}, '')")


async def _is_refused(connection: BaseDBAsyncClient, statement: str) -> bool:
    """By a constraint that is still there."""
    try:
        await connection.execute_query(statement)
    except Exception as error:
        return any(word in str(error).lower() for word in ("unique", "foreign"))
    return False
