"""The tables of the outbox."""

from tortoise import fields
from tortoise.models import Model

from .domain import Lane, Recall, State


class OutboxRow(Model):
    """One message, or part of one, to one chat."""

    id = fields.BigIntField(primary_key=True)
    key = fields.CharField(max_length=200)
    """Names the message: the same key, chat and part is the same row."""
    chat = fields.CharField(max_length=128)
    part = fields.IntField()
    parts = fields.IntField()
    via = fields.CharField(max_length=64, default="")
    """The group of a group-temporary session."""
    kind = fields.CharField(max_length=32)
    ref = fields.CharField(max_length=128)
    """What it is about; states and stop go by it."""
    number = fields.BigIntField(null=True)
    """What the message stands for when somebody quotes it."""
    lane = fields.IntEnumField(Lane)
    segments = fields.TextField()
    """JSON array of segments, frozen (Chinese unescaped); "" where the content is kept once for several rows."""
    body_id = fields.BigIntField(null=True)
    """The BodyRow with the content. No foreign key: whoever erases a body looks for its rows first."""
    sealed = fields.TextField(null=True)
    """The sealed route of a row without a plain chat: `scheme:token`."""
    not_before = fields.DatetimeField()
    expires_at = fields.DatetimeField(null=True)
    state = fields.CharEnumField(State, max_length=32)
    due_at = fields.DatetimeField(null=True, db_index=True)
    """When it next needs attention; NULL when it is over or waits for a person."""
    attempt = fields.IntField(default=0)
    refusals = fields.IntField(default=0)
    looks = fields.IntField(default=0)
    repeated = fields.BooleanField(default=False)
    owner = fields.CharField(max_length=64, null=True)
    """The process that sends it and its claim; its lease ends at `due_at`."""
    account = fields.CharField(max_length=64, null=True)
    """The account that sent it last."""
    send_started_at = fields.DatetimeField(null=True)
    sent_at = fields.DatetimeField(null=True)
    message_id = fields.CharField(max_length=64, null=True)
    evidence = fields.CharField(max_length=200, default="")
    recall = fields.CharEnumField(Recall, max_length=32, default=Recall.NO)
    created_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "gateway_outbox"
        unique_together = (("key", "chat", "part"),)
        indexes = (("state", "lane", "id"), ("chat", "state"), ("chat", "message_id"), ("ref",), ("body_id",))


class BodyRow(Model):
    """Content that several rows have in common, or that refers to blobs."""

    id = fields.BigIntField(primary_key=True)
    hash = fields.CharField(max_length=64, unique=True)
    """SHA-256 of `segments`."""
    segments = fields.TextField()

    class Meta(Model.Meta):
        table = "gateway_body"


class BlobRow(Model):
    """The bytes of a picture or file, once."""

    id = fields.BigIntField(primary_key=True)
    hash = fields.CharField(max_length=64, unique=True)
    """SHA-256 of `content`."""
    content = fields.BinaryField()
    kept_at = fields.DatetimeField()
    """When it was last kept or said: what nothing refers to is erased some time after."""

    class Meta(Model.Meta):
        table = "gateway_blob"


class AccountRow(Model):
    """An account that connected lately, in this process or another: with several, each takes only its own groups."""

    id = fields.CharField(max_length=64, primary_key=True)
    seen_at = fields.DatetimeField()
    friends = fields.TextField(null=True)
    """JSON: the accounts of its friends in the roster, as it last told them; null: it never did, or nobody else asks."""

    class Meta(Model.Meta):
        table = "gateway_account"
