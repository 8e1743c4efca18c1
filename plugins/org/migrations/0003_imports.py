# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('org', '0002_people')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ImportRow',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('number', fields.BigIntField(unique=True)),
                ('content', fields.BinaryField()),
            ],
            options={'table': 'org_import', 'app': 'org', 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]
