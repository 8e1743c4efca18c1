# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('actor', fields.CharField(db_index=True, max_length=64)),
                ('action', fields.CharField(max_length=64)),
                ('subject', fields.CharField(db_index=True, max_length=128)),
                ('detail', fields.TextField(default='{}', unique=False)),
            ],
            options={'table': 'storage_audit', 'app': 'storage', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='DueRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('kind', fields.CharField(max_length=64)),
                ('key', fields.CharField(max_length=128)),
                ('due_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('run_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('payload', fields.TextField(default='{}', unique=False)),
                ('attempt', fields.IntField(default=0)),
                ('lease_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('owner', fields.CharField(null=True, max_length=64)),
            ],
            options={'table': 'storage_due', 'app': 'storage', 'unique_together': (('kind', 'key'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='NumberSequence',
            fields=[
                ('name', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=32)),
                ('value', fields.BigIntField()),
            ],
            options={'table': 'storage_sequence', 'app': 'storage', 'pk_attr': 'name'},
            bases=['Model'],
        ),
    ]
