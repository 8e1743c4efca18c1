"""Tables of tasks: what was handed out, to which units, what they said about it.

Units and people are kept by id without a foreign key: both are deactivated, never deleted.
"""

from tortoise import fields
from tortoise.models import Model

from .domain import Act, State


class TaskRow(Model):
    """One task. `id` is its number in the one sequence."""

    id = fields.BigIntField(primary_key=True, generated=False)
    unit_id = fields.BigIntField()
    """The unit that issues it."""
    unit_name = fields.CharField(max_length=128)
    issued_by = fields.CharField(max_length=64)
    """Account."""
    issued_at = fields.DatetimeField(db_index=True)
    title = fields.TextField()
    text = fields.TextField()
    deadline = fields.DatetimeField()
    scope = fields.TextField(default="", db_default="")
    """Whom it is for, as typed; read afresh each time it comes again."""
    repeat = fields.CharField(max_length=64, default="", db_default="")
    """The rule of 重复; "" for none, and once the series was stopped."""
    series = fields.BigIntField(null=True, db_index=True)
    """The number of the first task of its series."""
    closed_at = fields.DatetimeField(null=True)
    """销号, or 撤回; null while it is open."""
    recalled = fields.BooleanField(default=False, db_default=False)

    class Meta(Model.Meta):
        table = "tasks_task"


class AssignmentRow(Model):
    """A task at one unit."""

    id = fields.BigIntField(primary_key=True)
    task: fields.ForeignKeyRelation[TaskRow] = fields.ForeignKeyField(
        "tasks.TaskRow", related_name="assignments", on_delete=fields.OnDelete.RESTRICT
    )
    unit_id = fields.BigIntField(db_index=True)
    unit_name = fields.CharField(max_length=128)
    """As it was called then."""
    unit_path = fields.CharField(max_length=255)
    """Ids from the root down, `/1/5/`, as they were then."""
    state = fields.CharEnumField(State, max_length=32)
    deadline = fields.DatetimeField()
    """The task's, or a later one that was granted."""
    said = fields.TextField(default="")
    """What the unit last said about it."""

    class Meta(Model.Meta):
        table = "tasks_assignment"
        unique_together = (("task", "unit_id"),)


class EventRow(Model):
    """What was done about an assignment, by whom: its history."""

    id = fields.BigIntField(primary_key=True)
    assignment: fields.ForeignKeyRelation[AssignmentRow] = fields.ForeignKeyField(
        "tasks.AssignmentRow", related_name="events", on_delete=fields.OnDelete.RESTRICT
    )
    at = fields.DatetimeField()
    person_id = fields.BigIntField(null=True, db_index=True)
    """Null once the person was erased."""
    act = fields.CharEnumField(Act, max_length=32)
    text = fields.TextField(default="")
    pictures = fields.TextField(default="[]", db_default="[]")
    """JSON: segments of pictures that came along, referring to kept bytes."""

    class Meta(Model.Meta):
        table = "tasks_event"


__models__ = [TaskRow, AssignmentRow, EventRow]
