# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('gateway', '0002_bodies_and_sealed_routes')]

    initial = False

    operations = [
        ops.CreateModel(
            name='GapRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('chat', fields.CharField(max_length=128)),
                ('begin', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('until', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('noted_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'gateway_gap', 'app': 'gateway', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='WatermarkRow',
            fields=[
                ('chat', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=128)),
                ('at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('seq', fields.BigIntField(null=True)),
            ],
            options={'table': 'gateway_watermark', 'app': 'gateway', 'pk_attr': 'chat'},
            bases=['Model'],
        ),
    ]
