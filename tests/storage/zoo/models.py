"""The zoo's tables as the last migration leaves them."""

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model


class Keeper(Model):
    """Who looks after animals."""

    id = fields.IntField(primary_key=True)
    code = fields.CharField(max_length=40, unique=True)

    class Meta(Model.Meta):
        app = "zoo"
        table = "zoo_keeper"


class Food(Model):
    """What animals eat."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=20)

    class Meta(Model.Meta):
        app = "zoo"
        table = "zoo_food"


class Animal(Model):
    """Refers to a keeper, is referred to by visits, has a composite unique constraint and an index."""

    id = fields.IntField(primary_key=True)
    keeper = fields.ForeignKeyField("zoo.Keeper", related_name="animals", on_delete=fields.RESTRICT)
    name = fields.CharField(max_length=60)
    kind = fields.CharField(max_length=20, db_index=True)
    foods = fields.ManyToManyField("zoo.Food", related_name="eaters", through="zoo_animal_food")

    class Meta(Model.Meta):
        app = "zoo"
        table = "zoo_animal"
        constraints = (UniqueConstraint(fields=("kind", "name"), name="uid_zoo_kind_name"),)


class Visit(Model):
    """Goes with its animal."""

    id = fields.IntField(primary_key=True)
    animal = fields.ForeignKeyField("zoo.Animal", related_name="visits", on_delete=fields.CASCADE)

    class Meta(Model.Meta):
        app = "zoo"
        table = "zoo_visit"
