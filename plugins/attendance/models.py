"""Tables of sessions: what was called, where it was announced, and one row a person.

Units and people are kept by id without a foreign key: both are deactivated, never deleted, and a record counts for the
unit its person belonged to when the list was fixed.
"""

from tortoise import fields
from tortoise.models import Model

from .domain import Leave, Means, Mode, RecordState, Role, SessionState, Vote


class SessionRow(Model):
    """One session. `id` is its number in the one sequence. Times are aware UTC."""

    id = fields.BigIntField(primary_key=True, generated=False)
    state = fields.CharEnumField(SessionState, max_length=32)
    unit_id = fields.BigIntField()
    """The unit that holds it."""
    unit_name = fields.CharField(max_length=128)
    """As it was called then."""
    title = fields.TextField()
    begins = fields.DatetimeField(db_index=True)
    ends = fields.DatetimeField()
    """The real end once it was ended early."""
    mode = fields.CharEnumField(Mode, max_length=32)
    vote = fields.CharEnumField(Vote, max_length=32, null=True)
    proposal = fields.TextField()
    """JSON of domain.Proposal as confirmed: kinds, place, link, host, recorder, agenda, code, roll calls, observers."""
    issued_by = fields.CharField(max_length=64)
    """Account."""
    issued_at = fields.DatetimeField()
    revision = fields.IntField(default=0)
    """How often it was moved (改期); part of the keys of what is said about it."""
    series = fields.BigIntField(null=True, db_index=True)
    """The number of the first session that 重复 made this one from."""
    secret = fields.CharField(max_length=64, default="")
    """What the rotating codes are made from; "" where no code is asked for."""
    page_secret = fields.CharField(max_length=64, default="", db_default="")
    """What the token in 签到二维码 and people's own codes are made from; "" until a picture was asked for."""
    expected = fields.IntField(default=0)
    """应到."""
    present = fields.IntField(default=0)
    """实到 among them; written with every sign-in, so that nobody has to count."""

    class Meta(Model.Meta):
        table = "attendance_session"
        indexes = (("state", "begins"),)


class SessionTargetRow(Model):
    """One group a session is announced in, with the unit it belonged to."""

    id = fields.BigIntField(primary_key=True)
    session: fields.ForeignKeyRelation[SessionRow] = fields.ForeignKeyField(
        "attendance.SessionRow", related_name="targets", on_delete=fields.OnDelete.RESTRICT
    )
    chat = fields.CharField(max_length=128)
    unit_id = fields.BigIntField()

    class Meta(Model.Meta):
        table = "attendance_target"
        unique_together = (("chat", "session"),)


class AttendanceRow(Model):
    """One person at one session, on site, online and later: this row is the record, there is no other.

    `state` is what domain.state_of says of the other columns, written together with them.
    """

    id = fields.BigIntField(primary_key=True)
    session: fields.ForeignKeyRelation[SessionRow] = fields.ForeignKeyField(
        "attendance.SessionRow", related_name="records", on_delete=fields.OnDelete.RESTRICT
    )
    person_id = fields.BigIntField()
    unit_id = fields.BigIntField()
    role = fields.CharEnumField(Role, max_length=32)
    state = fields.CharEnumField(RecordState, max_length=32)
    voter = fields.BooleanField()
    signed_in_at = fields.DatetimeField(null=True)
    means = fields.CharEnumField(Means, max_length=32, null=True)
    signed_out_at = fields.DatetimeField(null=True)
    leave = fields.CharEnumField(Leave, max_length=32, default=Leave.NONE, db_default=Leave.NONE.value)
    official = fields.BooleanField(default=False, db_default=False)
    leave_reason = fields.TextField(default="", db_default="")
    """Erased after LEAVE_REASON_DAYS."""
    leave_message = fields.CharField(max_length=200, default="", db_default="", db_index=True)
    """Chat and id of the 请假 itself: recalling it takes the leave back. Erased with the reason."""
    leave_asked_at = fields.DatetimeField(null=True)
    leave_decided_by = fields.CharField(max_length=64, default="", db_default="")
    """Account."""
    correction = fields.CharEnumField(RecordState, max_length=32, null=True)
    made_up_at = fields.DatetimeField(null=True)
    made_up_by = fields.CharField(max_length=64, default="", db_default="")
    """Account of the officer who noted it; "" when the person did."""
    made_up_text = fields.TextField(default="", db_default="")
    """A voluntary 心得."""

    class Meta(Model.Meta):
        table = "attendance_record"
        unique_together = (("session", "person_id"),)
        indexes = (("person_id", "session_id"), ("session_id", "unit_id", "role", "state"))


class CorrectionRow(Model):
    """One 补签: who set what right, when and why."""

    id = fields.BigIntField(primary_key=True)
    session: fields.ForeignKeyRelation[SessionRow] = fields.ForeignKeyField(
        "attendance.SessionRow", related_name="corrections", on_delete=fields.OnDelete.RESTRICT
    )
    person_id = fields.BigIntField(db_index=True)
    before = fields.CharEnumField(RecordState, max_length=32)
    after = fields.CharEnumField(RecordState, max_length=32)
    reason = fields.TextField(default="")
    corrected_by = fields.CharField(max_length=64)
    """Account."""
    corrected_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "attendance_correction"
        indexes = (("session_id", "person_id"),)


class RollCallRow(Model):
    """One 点名: [begins, ends), aware UTC."""

    id = fields.BigIntField(primary_key=True)
    session: fields.ForeignKeyRelation[SessionRow] = fields.ForeignKeyField(
        "attendance.SessionRow", related_name="roll_calls", on_delete=fields.OnDelete.RESTRICT, db_index=True
    )
    begins = fields.DatetimeField()
    ends = fields.DatetimeField()
    called_by = fields.CharField(max_length=64)
    """Account."""

    class Meta(Model.Meta):
        table = "attendance_roll_call"


class RollAnswerRow(Model):
    """One 到."""

    id = fields.BigIntField(primary_key=True)
    roll_call: fields.ForeignKeyRelation[RollCallRow] = fields.ForeignKeyField(
        "attendance.RollCallRow", related_name="answers", on_delete=fields.OnDelete.RESTRICT
    )
    person_id = fields.BigIntField(db_index=True)
    answered_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "attendance_roll_answer"
        unique_together = (("roll_call", "person_id"),)


class MinutesRow(Model):
    """纪要 of a session; the newest row is the one that counts, the others say what stood there before."""

    id = fields.BigIntField(primary_key=True)
    session: fields.ForeignKeyRelation[SessionRow] = fields.ForeignKeyField(
        "attendance.SessionRow", related_name="minutes", on_delete=fields.OnDelete.RESTRICT, db_index=True
    )
    text = fields.TextField()
    written_by = fields.CharField(max_length=64)
    """Account."""
    written_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "attendance_minutes"


__models__ = [
    SessionRow,
    SessionTargetRow,
    AttendanceRow,
    CorrectionRow,
    RollCallRow,
    RollAnswerRow,
    MinutesRow,
]
