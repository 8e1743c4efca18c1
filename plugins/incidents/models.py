"""Tables of incidents: what happened, what was said about it, who was alerted, what was broadcast, who is safe.

Units and people are kept by id without a foreign key: both are deactivated, never deleted.
"""

from tortoise import fields
from tortoise.models import Model

from .domain import Entry, State


class IncidentRow(Model):
    """One incident. `id` is its number in the one sequence. `title` and `text` are as they were first typed."""

    id = fields.BigIntField(primary_key=True, generated=False)
    unit_id = fields.BigIntField(db_index=True)
    unit_name = fields.CharField(max_length=128)
    unit_path = fields.CharField(max_length=255)
    """Ids from the root down, `/1/5/`, as they were then."""
    title = fields.TextField()
    text = fields.TextField()
    state = fields.CharEnumField(State, max_length=32, db_index=True)
    reported_at = fields.DatetimeField(db_index=True)
    """When it was typed."""
    filed_at = fields.DatetimeField()
    """When it was kept: later, where the bot was away."""
    reporter_account = fields.CharField(max_length=64)
    """Account; "" once the person was erased."""
    reporter_id = fields.BigIntField(null=True, db_index=True)
    """Null for somebody of a bound group who is in no roster, and once the person was erased."""
    reporter_name = fields.CharField(max_length=64, default="")
    chat = fields.CharField(max_length=128)
    """Key of the chat it was typed in."""
    handler_id = fields.BigIntField(null=True, db_index=True)
    handler_name = fields.CharField(max_length=64, default="")
    merged_into = fields.BigIntField(null=True, db_index=True)
    """The number it lives on under."""
    version = fields.IntField(default=1)
    """1 is what was typed first; each correction is one more."""
    next_report_at = fields.DatetimeField(null=True)
    """When the next report is due; null once it is over."""
    news_at = fields.DatetimeField(null=True)
    """When those alerted were last told something."""
    answered_at = fields.DatetimeField(null=True)
    """When the reporter was told whom the alert has reached."""
    elsewhere_at = fields.DatetimeField(null=True)
    """When it was told outside the chat service, because nobody was reached."""
    closed_at = fields.DatetimeField(null=True)
    """终报, 误报 or 并入."""

    class Meta(Model.Meta):
        table = "incidents_incident"


class ReportRow(Model):
    """One line of a timeline: the first report, what followed, and what was done. Of a joined incident the lines are
    the other's; `number` stays what was typed."""

    id = fields.BigIntField(primary_key=True)
    incident: fields.ForeignKeyRelation[IncidentRow] = fields.ForeignKeyField(
        "incidents.IncidentRow", related_name="reports", on_delete=fields.OnDelete.RESTRICT
    )
    number = fields.BigIntField()
    kind = fields.CharEnumField(Entry, max_length=32)
    at = fields.DatetimeField()
    """When it was typed."""
    account = fields.CharField(max_length=64)
    """"" once the person was erased."""
    person_id = fields.BigIntField(null=True, db_index=True)
    name = fields.CharField(max_length=64, default="")
    text = fields.TextField(default="")
    pieces = fields.TextField(default="[]")
    """JSON: segments of pictures and files, referring to kept bytes."""
    version = fields.IntField(null=True)
    """Of a correction: 2 is the first."""
    chat = fields.CharField(max_length=128, default="")
    message_id = fields.CharField(max_length=64, default="")
    """The chat service's own id of the message, for when it is recalled."""
    told = fields.BooleanField(default=False)
    """Those alerted were told."""

    class Meta(Model.Meta):
        table = "incidents_report"
        indexes = (("chat", "message_id"),)


class AlertedRow(Model):
    """An officer who was alerted (or could not be): hears of everything that follows."""

    id = fields.BigIntField(primary_key=True)
    incident: fields.ForeignKeyRelation[IncidentRow] = fields.ForeignKeyField(
        "incidents.IncidentRow", related_name="alerted", on_delete=fields.OnDelete.RESTRICT
    )
    person_id = fields.BigIntField(db_index=True)
    named_at = fields.DatetimeField(null=True)
    """When the reporter was told that this officer was not reached."""

    class Meta(Model.Meta):
        table = "incidents_alerted"
        unique_together = (("incident", "person_id"),)


class BroadcastRow(Model):
    """通报: what was told to groups about an incident, one row a version, as it was sent."""

    id = fields.BigIntField(primary_key=True)
    incident: fields.ForeignKeyRelation[IncidentRow] = fields.ForeignKeyField(
        "incidents.IncidentRow", related_name="broadcasts", on_delete=fields.OnDelete.RESTRICT
    )
    version = fields.IntField()
    """1 is the first 通报 of an incident."""
    at = fields.DatetimeField()
    account = fields.CharField(max_length=64)
    """Who confirmed it; "" once the person was erased."""
    person_id = fields.BigIntField(null=True, db_index=True)
    name = fields.CharField(max_length=64, default="")
    unit_id = fields.BigIntField()
    """The unit it was sent for."""
    scope = fields.TextField()
    """As typed."""
    text = fields.TextField()
    groups = fields.IntField()
    people = fields.IntField()

    class Meta(Model.Meta):
        table = "incidents_broadcast"
        unique_together = (("incident", "version"),)


class SafetyRow(Model):
    """报平安: one person who is asked whether they are safe. `answered_at` null: not answered yet."""

    id = fields.BigIntField(primary_key=True)
    incident: fields.ForeignKeyRelation[IncidentRow] = fields.ForeignKeyField(
        "incidents.IncidentRow", related_name="safety", on_delete=fields.OnDelete.RESTRICT
    )
    person_id = fields.BigIntField(db_index=True)
    unit_id = fields.BigIntField()
    unit_name = fields.CharField(max_length=128)
    """As it was called then."""
    asked_at = fields.DatetimeField()
    answered_at = fields.DatetimeField(null=True)
    answered_by = fields.CharField(max_length=64, default="")
    """Their own account; "" where an officer said it."""
    said = fields.TextField(default="")
    """What they said beside it."""
    told_how = fields.CharField(max_length=32, null=True)
    """How the officer who said it for them knew ("": not told); null: it is their own answer."""
    told_by = fields.BigIntField(null=True)
    """That officer's person; null: their own answer, or the officer was erased."""

    class Meta(Model.Meta):
        table = "incidents_safety"
        unique_together = (("incident", "person_id"),)


__models__ = [IncidentRow, ReportRow, AlertedRow, BroadcastRow, SafetyRow]
