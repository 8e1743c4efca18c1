# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from plugins.gateway.outbox.domain import Lane
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('gateway', '0003_catch_up')]

    initial = False

    operations = [
        ops.AlterField(
            model_name='OutboxRow',
            name='lane',
            field=fields.IntEnumField(description='ALERT: -1\nURGENT: 0\nNORMAL: 1\nBULK: 2', enum_type=Lane, generated=False),
        ),
    ]
