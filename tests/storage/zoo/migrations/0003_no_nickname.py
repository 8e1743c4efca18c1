# ruff: noqa
from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("zoo", "0002_longer")]

    operations = [
        ops.RemoveField(model_name="Animal", name="nickname"),
    ]
