# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('gateway', '0004_alert_lane')]

    initial = False

    operations = [
        ops.AddField(
            model_name='AccountRow',
            name='friends',
            field=fields.TextField(null=True, unique=False),
        ),
    ]
