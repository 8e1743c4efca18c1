# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('tasks', '0003_series')]

    initial = False

    operations = [
        ops.AddField(
            model_name='EventRow',
            name='pictures',
            field=fields.TextField(default='[]', db_default='[]', unique=False),
        ),
    ]
