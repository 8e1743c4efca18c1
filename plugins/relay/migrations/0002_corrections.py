# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('relay', '0001_initial')]

    initial = False

    operations = [
        ops.CreateModel(
            name='CorrectionRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('directive', fields.ForeignKeyField('relay.DirectiveRow', source_field='directive_id', db_constraint=True, to_field='id', related_name='corrections', on_delete=OnDelete.RESTRICT)),
                ('ordinal', fields.IntField()),
                ('correction', fields.TextField(unique=False)),
                ('read_before', fields.IntField()),
                ('issued_by', fields.CharField(max_length=64)),
                ('issued_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'relay_correction', 'app': 'relay', 'unique_together': (('directive', 'ordinal'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='DirectiveRow',
            name='corrected',
            field=fields.IntField(db_default=0),
        ),
        ops.AddField(
            model_name='ReceiptRow',
            name='earlier_read_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='ReceiptRow',
            name='told_by',
            field=fields.CharField(null=True, max_length=64),
        ),
        ops.AddField(
            model_name='ReceiptRow',
            name='told_how',
            field=fields.CharField(null=True, max_length=64),
        ),
    ]
