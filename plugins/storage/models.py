"""Tables of storage: the number sequence, the audit, the due-queue."""

from tortoise import fields
from tortoise.models import Model


class NumberSequence(Model):
    """The last number given out of each named sequence."""

    name = fields.CharField(max_length=32, primary_key=True)
    value = fields.BigIntField()

    class Meta(Model.Meta):
        app = "storage"
        table = "storage_sequence"


class AuditEntry(Model):
    """Who did what to whose record, when."""

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField(db_index=True)
    actor = fields.CharField(max_length=64, db_index=True)
    action = fields.CharField(max_length=64)
    subject = fields.CharField(max_length=128, db_index=True)
    detail = fields.TextField(default="{}")

    class Meta(Model.Meta):
        app = "storage"
        table = "storage_audit"


class DueRow(Model):
    """One job: due at `due_at`, run at `run_at` or later. While it runs `owner` is set, and `lease_until` where there
    are several processes; `attempt` counts its failures."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=64)
    key = fields.CharField(max_length=128)
    due_at = fields.DatetimeField()
    run_at = fields.DatetimeField(db_index=True)
    payload = fields.TextField(default="{}")
    attempt = fields.IntField(default=0)
    lease_until = fields.DatetimeField(null=True)
    owner = fields.CharField(max_length=64, null=True)

    class Meta(Model.Meta):
        app = "storage"
        table = "storage_due"
        unique_together = (("kind", "key"),)


__models__ = [NumberSequence, AuditEntry, DueRow]
