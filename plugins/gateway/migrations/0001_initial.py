# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from plugins.gateway.outbox.domain import Lane, Recall, State
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name='AccountRow',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ('seen_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'gateway_account', 'app': 'gateway', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='DraftRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('owner', fields.CharField(max_length=64)),
                ('chat', fields.CharField(max_length=128)),
                ('word', fields.CharField(max_length=32)),
                ('opened_by', fields.CharField(max_length=64)),
                ('messages', fields.TextField(unique=False)),
                ('asking', fields.BooleanField(db_default=False)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'gateway_draft', 'app': 'gateway', 'unique_together': (('owner', 'chat'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='InboxRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('self_id', fields.CharField(max_length=64)),
                ('chat', fields.CharField(max_length=128)),
                ('message_id', fields.CharField(max_length=64)),
                ('received_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'gateway_inbox', 'app': 'gateway', 'unique_together': (('self_id', 'chat', 'message_id'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='OutboxRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('key', fields.CharField(max_length=200)),
                ('chat', fields.CharField(max_length=128)),
                ('part', fields.IntField()),
                ('parts', fields.IntField()),
                ('via', fields.CharField(default='', max_length=64)),
                ('kind', fields.CharField(max_length=32)),
                ('ref', fields.CharField(max_length=128)),
                ('number', fields.BigIntField(null=True)),
                ('lane', fields.IntEnumField(description='URGENT: 0\nNORMAL: 1\nBULK: 2', enum_type=Lane, generated=False)),
                ('segments', fields.TextField(unique=False)),
                ('not_before', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('state', fields.CharEnumField(description='QUEUED: queued\nSENDING: sending\nSENT: sent\nHELD: held\nUNCERTAIN: uncertain\nNEEDS_HUMAN: needs_human\nREJECTED: rejected\nEXPIRED: expired\nCANCELLED: cancelled', enum_type=State, max_length=32)),
                ('due_at', fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False)),
                ('attempt', fields.IntField(default=0)),
                ('refusals', fields.IntField(default=0)),
                ('looks', fields.IntField(default=0)),
                ('repeated', fields.BooleanField(default=False)),
                ('owner', fields.CharField(null=True, max_length=64)),
                ('account', fields.CharField(null=True, max_length=64)),
                ('send_started_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('sent_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('message_id', fields.CharField(null=True, max_length=64)),
                ('evidence', fields.CharField(default='', max_length=200)),
                ('recall', fields.CharEnumField(default=Recall.NO, description='NO: \nWANTED: wanted\nDONE: done\nFAILED: failed', enum_type=Recall, max_length=32)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'gateway_outbox', 'app': 'gateway', 'unique_together': (('key', 'chat', 'part'),), 'indexes': [Index(fields=['state', 'lane', 'id']), Index(fields=['chat', 'state']), Index(fields=['chat', 'message_id']), Index(fields=['ref'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PreviewRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('word', fields.CharField(max_length=32)),
                ('number', fields.BigIntField()),
                ('owner', fields.CharField(max_length=64)),
                ('chat', fields.CharField(max_length=128)),
                ('payload', fields.TextField(unique=False)),
                ('state', fields.CharField(max_length=32)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'gateway_preview', 'app': 'gateway', 'indexes': [Index(fields=['owner', 'chat', 'state'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]
