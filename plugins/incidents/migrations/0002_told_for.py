# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('incidents', '0001_initial')]

    initial = False

    operations = [
        ops.AddField(
            model_name='SafetyRow',
            name='told_how',
            field=fields.CharField(null=True, max_length=32),
        ),
        ops.AddField(
            model_name='SafetyRow',
            name='told_by',
            field=fields.BigIntField(null=True),
        ),
    ]
