# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name='DraftRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('owner', fields.CharField(max_length=64)),
                ('chat', fields.CharField(max_length=128)),
                ('word', fields.CharField(max_length=32)),
                ('segments', fields.TextField(unique=False)),
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
