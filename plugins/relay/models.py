"""Tables of directives: what was issued, where to, and who has read it.

Units and people are kept by id without a foreign key: both are deactivated, never deleted, and a receipt counts
for the unit its person belonged to when the directive was issued.
"""

from tortoise import fields
from tortoise.models import Model

from .domain import State


class DirectiveRow(Model):
    """One issued directive. `id` is its number in the one sequence."""

    id = fields.BigIntField(primary_key=True, generated=False)
    state = fields.CharEnumField(State, max_length=32)
    unit_id = fields.BigIntField()
    """The unit that relays it."""
    unit_name = fields.CharField(max_length=128)
    """As it was called then: provenance does not change afterwards."""
    issued_by = fields.CharField(max_length=64)
    """Account."""
    issued_at = fields.DatetimeField()
    proposal = fields.TextField()
    """JSON of domain.Proposal, as confirmed."""
    title = fields.TextField()
    deadline = fields.DatetimeField(null=True)
    not_before = fields.DatetimeField(null=True)
    receipts = fields.BooleanField()
    people = fields.IntField()
    """How many are addressed."""
    read_count = fields.IntField()
    """How many receipts have a time; written with them, so that nobody has to count."""
    corrected = fields.IntField(db_default=0)
    """How many corrections it has had; `proposal`, `title` and `deadline` are those of the last one."""

    class Meta(Model.Meta):
        table = "relay_directive"


class TargetRow(Model):
    """One group a directive goes to, with the unit it belonged to when it was issued."""

    id = fields.BigIntField(primary_key=True)
    directive: fields.ForeignKeyRelation[DirectiveRow] = fields.ForeignKeyField(
        "relay.DirectiveRow", related_name="targets", on_delete=fields.OnDelete.RESTRICT
    )
    chat = fields.CharField(max_length=128)
    unit_id = fields.BigIntField()

    class Meta(Model.Meta):
        table = "relay_target"
        unique_together = (("chat", "directive"),)


class ReceiptRow(Model):
    """One addressed person and when they read it; null until then. This row is the record: there is no other."""

    id = fields.BigIntField(primary_key=True)
    directive: fields.ForeignKeyRelation[DirectiveRow] = fields.ForeignKeyField(
        "relay.DirectiveRow", related_name="receipt_rows", on_delete=fields.OnDelete.RESTRICT
    )
    person_id = fields.BigIntField(db_index=True)
    unit_id = fields.BigIntField()
    read_at = fields.DatetimeField(null=True)
    earlier_read_at = fields.DatetimeField(null=True)
    """When they had read it before a correction that asked them again."""
    told_by = fields.CharField(max_length=64, null=True)
    """The account of the officer who answered for somebody without one (代阅); null when they did it themselves."""
    told_how = fields.CharField(max_length=64, null=True)
    """How that person was told: 电话, 当面."""

    class Meta(Model.Meta):
        table = "relay_receipt"
        unique_together = (("directive", "person_id"),)


class CorrectionRow(Model):
    """One correction of a directive, as confirmed."""

    id = fields.BigIntField(primary_key=True)
    directive: fields.ForeignKeyRelation[DirectiveRow] = fields.ForeignKeyField(
        "relay.DirectiveRow", related_name="corrections", on_delete=fields.OnDelete.RESTRICT
    )
    ordinal = fields.IntField()
    """From 1 on."""
    correction = fields.TextField()
    """JSON of domain.Correction."""
    read_before = fields.IntField()
    """How many had read it until then."""
    issued_by = fields.CharField(max_length=64)
    issued_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "relay_correction"
        unique_together = (("directive", "ordinal"),)


__models__ = [DirectiveRow, TargetRow, ReceiptRow, CorrectionRow]
