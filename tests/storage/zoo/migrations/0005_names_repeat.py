# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("zoo", "0004_unique")]

    initial = False

    operations = [
        ops.RemoveConstraint(
            model_name="Animal",
            name=None,
            fields=["keeper", "name"],
        ),
    ]
