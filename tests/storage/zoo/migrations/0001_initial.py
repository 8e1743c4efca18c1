# ruff: noqa
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Keeper",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("code", fields.CharField(unique=True, max_length=20)),
            ],
            options={"table": "zoo_keeper", "app": "zoo", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Food",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("name", fields.CharField(max_length=20)),
            ],
            options={"table": "zoo_food", "app": "zoo", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Animal",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "keeper",
                    fields.ForeignKeyField(
                        "zoo.Keeper",
                        source_field="keeper_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="animals",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=30)),
                ("nickname", fields.CharField(null=True, max_length=30, db_index=True)),
                ("kind", fields.CharField(db_index=True, max_length=20)),
                (
                    "foods",
                    fields.ManyToManyField(
                        "zoo.Food",
                        unique=True,
                        db_constraint=True,
                        through="zoo_animal_food",
                        forward_key="food_id",
                        backward_key="zoo_animal_id",
                        related_name="eaters",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={"table": "zoo_animal", "app": "zoo", "unique_together": (("keeper", "name"),), "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Visit",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "animal",
                    fields.ForeignKeyField(
                        "zoo.Animal",
                        source_field="animal_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="visits",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={"table": "zoo_visit", "app": "zoo", "pk_attr": "id"},
            bases=["Model"],
        ),
    ]
