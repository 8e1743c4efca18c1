# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from plugins.relay.domain.directive import State
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name='DirectiveRow',
            fields=[
                ('id', fields.BigIntField(generated=False, primary_key=True, unique=True, db_index=True)),
                ('state', fields.CharEnumField(description='OPEN: open\nSCHEDULED: scheduled\nSTOPPED: stopped\nRECALLED: recalled', enum_type=State, max_length=32)),
                ('unit_id', fields.BigIntField()),
                ('unit_name', fields.CharField(max_length=128)),
                ('issued_by', fields.CharField(max_length=64)),
                ('issued_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('proposal', fields.TextField(unique=False)),
                ('title', fields.TextField(unique=False)),
                ('deadline', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('not_before', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('receipts', fields.BooleanField()),
                ('people', fields.IntField()),
                ('read_count', fields.IntField()),
            ],
            options={'table': 'relay_directive', 'app': 'relay', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ReceiptRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('directive', fields.ForeignKeyField('relay.DirectiveRow', source_field='directive_id', db_constraint=True, to_field='id', related_name='receipt_rows', on_delete=OnDelete.RESTRICT)),
                ('person_id', fields.BigIntField(db_index=True)),
                ('unit_id', fields.BigIntField()),
                ('read_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'relay_receipt', 'app': 'relay', 'unique_together': (('directive', 'person_id'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='TargetRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('directive', fields.ForeignKeyField('relay.DirectiveRow', source_field='directive_id', db_constraint=True, to_field='id', related_name='targets', on_delete=OnDelete.RESTRICT)),
                ('chat', fields.CharField(max_length=128)),
                ('unit_id', fields.BigIntField()),
            ],
            options={'table': 'relay_target', 'app': 'relay', 'unique_together': (('chat', 'directive'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]
