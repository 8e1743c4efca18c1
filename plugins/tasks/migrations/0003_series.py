# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('tasks', '0002_recalled')]

    initial = False

    operations = [
        ops.AddField(
            model_name='TaskRow',
            name='repeat',
            field=fields.CharField(default='', db_default='', max_length=64),
        ),
        ops.AddField(
            model_name='TaskRow',
            name='scope',
            field=fields.TextField(default='', db_default='', unique=False),
        ),
        ops.AddField(
            model_name='TaskRow',
            name='series',
            field=fields.BigIntField(null=True, db_index=True),
        ),
    ]
