"""Tables of reminders: what is planned, which moment is being served, how often a person was reminded."""

from tortoise import fields
from tortoise.models import Model


class MatterRow(Model):
    """Something people may be reminded of: `kind` and `ref` name it. Kept as long as its counts."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=32)
    ref = fields.CharField(max_length=64)
    number = fields.BigIntField(null=True)
    """What the reminder stands for when somebody quotes it."""
    until = fields.DatetimeField(null=True)
    """From then on nobody is reminded by itself."""
    moments = fields.TextField(default="[]")
    """JSON: the planned moments, in order."""
    next_at = fields.DatetimeField(null=True, db_index=True)
    """The first planned moment that was not opened yet."""
    touched_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "remind_matter"
        unique_together = (("kind", "ref"),)


class RoundRow(Model):
    """A moment being served: whoever owes it and was not reminded in this round or a later one is reminded. Deleted when
    it is finished; ids only grow, so a later round is a greater one."""

    id = fields.BigIntField(primary_key=True)
    matter: fields.ForeignKeyRelation[MatterRow] = fields.ForeignKeyField(
        "remind.MatterRow", related_name="rounds", on_delete=fields.OnDelete.CASCADE
    )
    opens_at = fields.DatetimeField()
    """The moment it serves."""
    look_at = fields.DatetimeField(db_index=True)
    """When somebody may next be reminded in it."""
    lapses_at = fields.DatetimeField(null=True)
    asked = fields.BooleanField()
    """An officer asked for it."""
    spares_since = fields.DatetimeField(null=True)
    """Whoever was reminded of the matter after this is left out."""
    scope = fields.CharField(max_length=255, default="")
    """Path of the unit it is limited to with all below it; "" for everybody."""
    noted = fields.BooleanField(default=False)
    """Who cannot be reached was told so in the groups."""

    class Meta(Model.Meta):
        table = "remind_round"


class CountRow(Model):
    """How often a person was reminded of a matter, last in round `round_id`."""

    id = fields.BigIntField(primary_key=True)
    matter: fields.ForeignKeyRelation[MatterRow] = fields.ForeignKeyField(
        "remind.MatterRow", related_name="counts", on_delete=fields.OnDelete.CASCADE
    )
    person_id = fields.BigIntField(db_index=True)
    count = fields.IntField()
    round_id = fields.BigIntField()
    last_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "remind_count"
        unique_together = (("matter", "person_id"),)


__models__ = [MatterRow, RoundRow, CountRow]
