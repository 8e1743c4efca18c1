"""Tables of the roster and of the groups that belong to it."""

from tortoise import fields
from tortoise.fields import OnDelete
from tortoise.models import Model

from plugins.gateway.directory import GroupKind

from .domain import Membership


class UnitRow(Model):
    """A unit. `path` is the ids from the root down to itself, `/1/5/`. Units are deactivated, never deleted."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=64)
    parent: fields.ForeignKeyNullableRelation["UnitRow"] = fields.ForeignKeyField(
        "org.UnitRow", related_name="children", null=True, on_delete=OnDelete.RESTRICT
    )
    path = fields.CharField(max_length=255, db_index=True)
    active = fields.BooleanField(default=True)

    class Meta(Model.Meta):
        table = "org_unit"
        unique_together = (("parent", "name"),)


class PersonRow(Model):
    """A person of the roster. `home_unit` is their 组织关系, where they count. Deactivated, never deleted."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=64, db_index=True)
    account = fields.CharField(max_length=32, null=True, unique=True)
    staff_no = fields.CharField(max_length=32, null=True, unique=True)
    home_unit: fields.ForeignKeyRelation[UnitRow] = fields.ForeignKeyField(
        "org.UnitRow", related_name="people", on_delete=OnDelete.RESTRICT, db_index=True
    )
    home_membership = fields.CharEnumField(Membership, max_length=32)
    active = fields.BooleanField(default=True)

    class Meta(Model.Meta):
        table = "org_person"


class PostRow(Model):
    """What a person is in a unit: one row a person and unit, the home unit's among them.

    `title` may hold several titles (`书记、组织委员`); `flags` is the text of domain.Flags.
    """

    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[PersonRow] = fields.ForeignKeyField(
        "org.PersonRow", related_name="posts", on_delete=OnDelete.RESTRICT
    )
    unit: fields.ForeignKeyRelation[UnitRow] = fields.ForeignKeyField(
        "org.UnitRow", related_name="posts", on_delete=OnDelete.RESTRICT, db_index=True
    )
    membership = fields.CharEnumField(Membership, max_length=32)
    title = fields.CharField(max_length=255, default="")
    officer = fields.BooleanField(default=False)
    flags = fields.CharField(max_length=128, default="")

    class Meta(Model.Meta):
        table = "org_post"
        unique_together = (("person", "unit"),)


class BindingRow(Model):
    """A group of the chat service and the unit it belongs to. A closed binding is deleted; the audit keeps it."""

    id = fields.IntField(primary_key=True)
    chat = fields.CharField(max_length=64, unique=True)
    unit: fields.ForeignKeyRelation[UnitRow] = fields.ForeignKeyField(
        "org.UnitRow", related_name="bindings", on_delete=OnDelete.RESTRICT, db_index=True
    )
    kind = fields.CharEnumField(GroupKind, max_length=32)

    class Meta(Model.Meta):
        table = "org_binding"


class ClaimRow(Model):
    """An open request of an account to be an entry of the roster. Decided or lapsed ones are deleted; the audit keeps
    the decision. `id` is of the one number sequence, so that `同意 5` and quoting mean one thing."""

    id = fields.BigIntField(primary_key=True, generated=False)
    account = fields.CharField(max_length=32, unique=True)
    person: fields.ForeignKeyRelation[PersonRow] = fields.ForeignKeyField(
        "org.PersonRow", related_name="claims", on_delete=OnDelete.RESTRICT, db_index=True
    )
    via = fields.CharField(max_length=64, default="")
    """The group through which a private answer goes to somebody who is no friend."""
    asked_at = fields.DatetimeField(db_index=True)
    told = fields.BooleanField(default=False)
    """Whether the officers were told of it."""

    class Meta(Model.Meta):
        table = "org_claim"


class DutyRow(Model):
    """One span of duty, half-open, aware UTC. Deleted when it is over."""

    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyRelation[PersonRow] = fields.ForeignKeyField(
        "org.PersonRow", related_name="duties", on_delete=OnDelete.RESTRICT
    )
    begins = fields.DatetimeField()
    ends = fields.DatetimeField(db_index=True)

    class Meta(Model.Meta):
        table = "org_duty"
        unique_together = (("person", "begins"),)


class DataRequestRow(Model):
    """A request about personal data to the data officer. `id` is of the one number sequence; `answer` "" while open."""

    id = fields.BigIntField(primary_key=True, generated=False)
    account = fields.CharField(max_length=32, db_index=True)
    name = fields.CharField(max_length=64, default="")
    asked_at = fields.DatetimeField()
    due_at = fields.DatetimeField()
    answer = fields.TextField(default="")
    answered_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "org_data_request"


class ImportRow(Model):
    """A roster file that waits for 确认. Deleted with the import, else when its preview has lapsed."""

    id = fields.IntField(primary_key=True)
    number = fields.BigIntField(unique=True)
    content = fields.BinaryField()

    class Meta(Model.Meta):
        table = "org_import"


__models__ = [UnitRow, PersonRow, PostRow, BindingRow, ClaimRow, DutyRow, DataRequestRow, ImportRow]
