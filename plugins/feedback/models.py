"""Tables of opinions. What anybody wrote is sealed; what is not sealed names no author and no hour.

Every primary key is random and, on SQLite, the rowid itself (INTEGER PRIMARY KEY), so that no table keeps the order in
which things came. For anonymous cases nothing here holds a person, a chat, a message or a moment: days only.
"""

from tortoise import fields
from tortoise.models import Model

from .domain import Command, Kind, Role, State


class CaseRow(Model):
    """One case. `id` is random and never shown; `number` is random and shown as 意23."""

    id = fields.BigIntField(primary_key=True)
    number = fields.IntField(unique=True)
    anonymous = fields.BooleanField()
    kind = fields.CharEnumField(Kind, max_length=32)
    subject_unit_id = fields.BigIntField(db_index=True)
    """The unit it is about, as the author chose (default the root); never where they belong."""
    desk_unit_id = fields.BigIntField()
    """The unit that handles it now; domain.OVERSIGHT where FEEDBACK_OVERSIGHT does."""
    came_from_unit_id = fields.BigIntField(null=True)
    """The unit that passed it on (转办), to which 退单 gives it back."""
    state = fields.CharEnumField(State, max_length=32)
    seen_state = fields.CharEnumField(State, max_length=32)
    """What handlers see: what an anonymous author does shows at the next sweep."""
    shown = fields.BooleanField()
    """Whether handlers see it at all: an anonymous case from its first sweep on."""
    stirred = fields.BooleanField()
    """Something of the author waits for the next sweep."""
    round = fields.SmallIntField(default=1)
    arrived_on = fields.DateField(db_index=True)
    accept_by = fields.DateField()
    finish_by = fields.DateField()
    accepted_on = fields.DateField(null=True)
    answered_on = fields.DateField(null=True)
    ended_on = fields.DateField(null=True)
    """The day it was closed, declined or withdrawn, of the last round."""
    declined = fields.BooleanField(default=False)
    extended = fields.BooleanField(default=False)
    overdue = fields.BooleanField(default=False)
    """Ever."""
    transfers = fields.SmallIntField(default=0)
    rating = fields.SmallIntField(null=True)
    """domain.Rating of the last round that was rated."""
    steps = fields.SmallIntField(default=0)
    """How many events it has."""
    seen_answered_on = fields.DateField(null=True)
    seen_ended_on = fields.DateField(null=True)
    seen_declined = fields.BooleanField(default=False, db_default=False)
    seen_rating = fields.SmallIntField(null=True)
    """What figures count: as it was when handlers last saw it (see `seen_state`), so that no figure moves at the moment
    an anonymous author does something."""
    receipt = fields.CharField(max_length=64, null=True, unique=True)
    """HMAC(pepper, Argon2id(code, salt)) in hex; anonymous cases only."""
    month = fields.CharField(max_length=7, db_index=True)
    """`2026-11`: the month key that wraps the case key."""
    wrapped_key = fields.BinaryField(null=True)
    """NULL once the content is erased (撤件)."""
    header = fields.BinaryField(null=True)
    """Sealed: whom 回避 names."""
    push = fields.BinaryField(null=True)
    """Sealed route to the author, where they chose push; NULL from the notice of the end on."""
    expires_on = fields.DateField(null=True, db_index=True)

    class Meta(Model.Meta):
        table = "feedback_case"
        indexes = (("desk_unit_id", "seen_state"), ("state", "accept_by"))


class CaseEventRow(Model):
    """What happened to a case, in order of `step`. `content` is sealed under the case key: text and who acted."""

    id = fields.BigIntField(primary_key=True)
    case: fields.ForeignKeyRelation[CaseRow] = fields.ForeignKeyField(
        "feedback.CaseRow", related_name="events", on_delete=fields.OnDelete.RESTRICT
    )
    step = fields.SmallIntField()
    round = fields.SmallIntField()
    command = fields.CharEnumField(Command, max_length=32)
    role = fields.CharEnumField(Role, max_length=32)
    day = fields.DateField()
    shown = fields.BooleanField()
    """Whether handlers see it; the author sees all but what is marked internal in the content."""
    content = fields.BinaryField()

    class Meta(Model.Meta):
        table = "feedback_event"
        unique_together = (("case", "step"),)


class AttachmentRow(Model):
    """A picture of a case: re-encoded, its metadata gone, sealed under the case key."""

    id = fields.BigIntField(primary_key=True)
    case: fields.ForeignKeyRelation[CaseRow] = fields.ForeignKeyField(
        "feedback.CaseRow", related_name="attachments", on_delete=fields.OnDelete.RESTRICT
    )
    step = fields.SmallIntField()
    """The event it came with."""
    place = fields.SmallIntField()
    """Its place among the pictures of that event."""
    content = fields.BinaryField()

    class Meta(Model.Meta):
        table = "feedback_attachment"
        unique_together = (("case", "step", "place"),)


class SubmitterRow(Model):
    """Who filed a named case, so that 我的意见 finds it. Anonymous cases have no such row."""

    id = fields.BigIntField(primary_key=True)
    case: fields.OneToOneRelation[CaseRow] = fields.OneToOneField(
        "feedback.CaseRow", related_name="submitter", on_delete=fields.OnDelete.RESTRICT
    )
    person_id = fields.BigIntField(null=True, db_index=True)
    account = fields.CharField(max_length=32, null=True, db_index=True)
    """Only of somebody who is in no roster."""
    message = fields.CharField(max_length=160, default="")
    """`chat key/message id` of the command, so that recalling it takes back what is not accepted yet."""

    class Meta(Model.Meta):
        table = "feedback_submitter"


class HandlerRow(Model):
    """设经办: who handles in a unit. Counts once two people have said so; `kind` "" is every kind."""

    id = fields.BigIntField(primary_key=True)
    unit_id = fields.BigIntField()
    kind = fields.CharField(max_length=32, default="")
    person_id = fields.BigIntField(db_index=True)
    account = fields.CharField(max_length=32)
    """The person's account when appointed: another account has to be appointed again."""
    asked_by = fields.BigIntField()
    agreed_by = fields.BigIntField(null=True)
    """Person ids of the two."""
    asked_on = fields.DateField()

    class Meta(Model.Meta):
        table = "feedback_handler"
        unique_together = (("unit_id", "kind", "person_id"),)


class PublicRow(Model):
    """公示: a case is published. The words stand in its sealed event alone, and in the outbox until the case is erased."""

    id = fields.BigIntField(primary_key=True)
    case: fields.OneToOneRelation[CaseRow] = fields.OneToOneField(
        "feedback.CaseRow", related_name="published", on_delete=fields.OnDelete.RESTRICT
    )
    case_id: int
    closes_on = fields.DateField(db_index=True)
    """The last day of 我也反映; then the voters are deleted."""
    supporters = fields.IntField(default=0)

    class Meta(Model.Meta):
        table = "feedback_public"


class VoterRow(Model):
    """Who said 我也反映 on a published case, so that each counts once. Deleted when it closes; the count stays."""

    id = fields.BigIntField(primary_key=True)
    public: fields.ForeignKeyRelation[PublicRow] = fields.ForeignKeyField(
        "feedback.PublicRow", related_name="voters", on_delete=fields.OnDelete.RESTRICT
    )
    voter = fields.CharField(max_length=40)
    """`person:12` of the roster, `account:…` of somebody who is in none."""

    class Meta(Model.Meta):
        table = "feedback_voter"
        unique_together = (("public", "voter"),)


class TemplateRow(Model):
    """常用答复: words a unit's handlers use again. Its `number` is one sequence for all, the smallest that is free."""

    id = fields.BigIntField(primary_key=True)
    number = fields.IntField(unique=True)
    unit_id = fields.BigIntField(db_index=True)
    text = fields.CharField(max_length=600)

    class Meta(Model.Meta):
        table = "feedback_template"


class FigureRow(Model):
    """What is kept of cases that are erased: counts, by the month they came in, unit and kind."""

    id = fields.BigIntField(primary_key=True)
    month = fields.CharField(max_length=7)
    """`2026-11`."""
    unit_id = fields.BigIntField()
    kind = fields.CharEnumField(Kind, max_length=32)
    counts = fields.TextField()
    """JSON of domain.Tally."""

    class Meta(Model.Meta):
        table = "feedback_figure"
        unique_together = (("month", "unit_id", "kind"),)


class FixedRow(Model):
    """What is shown of a month that is over: counted at its end, and anew once a month (service.figures)."""

    id = fields.BigIntField(primary_key=True)
    month = fields.CharField(max_length=7)
    """`2026-11`."""
    unit_id = fields.BigIntField()
    kind = fields.CharEnumField(Kind, max_length=32)
    counts = fields.TextField()
    """JSON of domain.Tally."""
    counted_in = fields.CharField(max_length=7)
    """`2026-12`: the month at whose beginning it was counted last."""

    class Meta(Model.Meta):
        table = "feedback_fixed"
        unique_together = (("month", "unit_id", "kind"),)


__models__ = [
    CaseRow,
    CaseEventRow,
    AttachmentRow,
    SubmitterRow,
    HandlerRow,
    PublicRow,
    VoterRow,
    TemplateRow,
    FigureRow,
    FixedRow,
]
