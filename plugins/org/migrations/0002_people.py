# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('org', '0001_initial')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ClaimRow',
            fields=[
                ('id', fields.BigIntField(generated=False, primary_key=True, unique=True, db_index=True)),
                ('account', fields.CharField(unique=True, max_length=32)),
                ('person', fields.ForeignKeyField('org.PersonRow', source_field='person_id', db_index=True, db_constraint=True, to_field='id', related_name='claims', on_delete=OnDelete.RESTRICT)),
                ('via', fields.CharField(default='', max_length=64)),
                ('asked_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('told', fields.BooleanField(default=False)),
            ],
            options={'table': 'org_claim', 'app': 'org', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='DataRequestRow',
            fields=[
                ('id', fields.BigIntField(generated=False, primary_key=True, unique=True, db_index=True)),
                ('account', fields.CharField(db_index=True, max_length=32)),
                ('name', fields.CharField(default='', max_length=64)),
                ('asked_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('due_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('answer', fields.TextField(default='', unique=False)),
                ('answered_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'org_data_request', 'app': 'org', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='DutyRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('person', fields.ForeignKeyField('org.PersonRow', source_field='person_id', db_constraint=True, to_field='id', related_name='duties', on_delete=OnDelete.RESTRICT)),
                ('begins', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('ends', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'org_duty', 'app': 'org', 'unique_together': (('person', 'begins'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]
