"""Tables of the gateway: once-only keys, previews, drafts, and those of the outbox."""

from tortoise import fields
from tortoise.models import Model

from .outbox.models import AccountRow, BlobRow, BodyRow, OutboxRow


class InboxRow(Model):
    """One incoming message whose effect has been written. Erased after 7 days."""

    id = fields.BigIntField(primary_key=True)
    self_id = fields.CharField(max_length=64)
    chat = fields.CharField(max_length=128)
    message_id = fields.CharField(max_length=64)
    received_at = fields.DatetimeField(db_index=True)

    class Meta(Model.Meta):
        table = "gateway_inbox"
        unique_together = (("self_id", "chat", "message_id"),)


class PreviewRow(Model):
    """What was shown and waits for 确认, or was decided."""

    id = fields.BigIntField(primary_key=True)
    word = fields.CharField(max_length=32)
    number = fields.BigIntField()
    owner = fields.CharField(max_length=64)
    chat = fields.CharField(max_length=128)
    payload = fields.TextField()
    """JSON, kept readable (Chinese unescaped)."""
    state = fields.CharField(max_length=32)
    """open, confirmed, cancelled or replaced."""
    expires_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "gateway_preview"
        indexes = (("owner", "chat", "state"),)


class DraftRow(Model):
    """An open draft: what one person has collected in one chat so far."""

    id = fields.BigIntField(primary_key=True)
    owner = fields.CharField(max_length=64)
    chat = fields.CharField(max_length=128)
    word = fields.CharField(max_length=32)
    """The command; behind a space the number it was typed with, where it was."""
    opened_by = fields.CharField(max_length=64)
    """The chat service's id of the message that opened it: recalling that drops the draft."""
    messages = fields.TextField()
    """JSON list of [message id, segments], in the order they came."""
    asking = fields.BooleanField(db_default=False)
    """True after 完毕, while the bot waits for the first line (scope and deadline)."""
    expires_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "gateway_draft"
        unique_together = (("owner", "chat"),)


class WatermarkRow(Model):
    """Up to where a chat (by its key) or an account (`account:10000`) has been dealt with. Erased after 4 days."""

    chat = fields.CharField(max_length=128, primary_key=True)
    at = fields.DatetimeField(db_index=True)
    seq = fields.BigIntField(null=True)
    """The true sequence number of the last command there, where the implementation tells it."""

    class Meta(Model.Meta):
        table = "gateway_watermark"


class GapRow(Model):
    """A stretch of time in which a chat could not be heard, and which no history gave back. Erased after 30 days."""

    id = fields.BigIntField(primary_key=True)
    chat = fields.CharField(max_length=128)
    begin = fields.DatetimeField()
    until = fields.DatetimeField(db_index=True)
    noted_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "gateway_gap"


__models__ = [InboxRow, PreviewRow, DraftRow, OutboxRow, BodyRow, BlobRow, AccountRow, WatermarkRow, GapRow]
