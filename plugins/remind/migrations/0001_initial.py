# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name='MatterRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('kind', fields.CharField(max_length=32)),
                ('ref', fields.CharField(max_length=64)),
                ('number', fields.BigIntField(null=True)),
                ('until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('moments', fields.TextField(default='[]', unique=False)),
                ('next_at', fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False)),
                ('touched_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'remind_matter', 'app': 'remind', 'unique_together': (('kind', 'ref'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='CountRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('matter', fields.ForeignKeyField('remind.MatterRow', source_field='matter_id', db_constraint=True, to_field='id', related_name='counts', on_delete=OnDelete.CASCADE)),
                ('person_id', fields.BigIntField(db_index=True)),
                ('count', fields.IntField()),
                ('round_id', fields.BigIntField()),
                ('last_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'remind_count', 'app': 'remind', 'unique_together': (('matter', 'person_id'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RoundRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('matter', fields.ForeignKeyField('remind.MatterRow', source_field='matter_id', db_constraint=True, to_field='id', related_name='rounds', on_delete=OnDelete.CASCADE)),
                ('opens_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('look_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('lapses_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('asked', fields.BooleanField()),
                ('spares_since', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('scope', fields.CharField(default='', max_length=255)),
                ('noted', fields.BooleanField(default=False)),
            ],
            options={'table': 'remind_round', 'app': 'remind', 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]
