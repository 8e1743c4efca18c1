# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('tasks', '0001_initial')]

    initial = False

    operations = [
        ops.AddField(
            model_name='TaskRow',
            name='recalled',
            field=fields.BooleanField(default=False, db_default=False),
        ),
    ]
