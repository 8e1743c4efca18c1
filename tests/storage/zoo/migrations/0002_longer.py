# ruff: noqa
from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("zoo", "0001_initial")]

    operations = [
        ops.AlterField(model_name="Animal", name="name", field=fields.CharField(max_length=60)),
        ops.AlterField(model_name="Keeper", name="code", field=fields.CharField(unique=True, max_length=40)),
    ]
