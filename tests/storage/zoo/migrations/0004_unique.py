# ruff: noqa
from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("zoo", "0003_no_nickname")]

    operations = [
        ops.AddConstraint(
            model_name="Animal", constraint=UniqueConstraint(fields=("kind", "name"), name="uid_zoo_kind_name")
        ),
    ]
