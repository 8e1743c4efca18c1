# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from plugins.gateway.directory import GroupKind
from plugins.org.domain.words import Membership
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name='UnitRow',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('name', fields.CharField(max_length=64)),
                ('parent', fields.ForeignKeyField('org.UnitRow', source_field='parent_id', null=True, db_constraint=True, to_field='id', related_name='children', on_delete=OnDelete.RESTRICT)),
                ('path', fields.CharField(db_index=True, max_length=255)),
                ('active', fields.BooleanField(default=True)),
            ],
            options={'table': 'org_unit', 'app': 'org', 'unique_together': (('parent', 'name'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='BindingRow',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('chat', fields.CharField(unique=True, max_length=64)),
                ('unit', fields.ForeignKeyField('org.UnitRow', source_field='unit_id', db_index=True, db_constraint=True, to_field='id', related_name='bindings', on_delete=OnDelete.RESTRICT)),
                ('kind', fields.CharEnumField(description='WORK: work\nBRANCH: branch\nPUBLIC: public', enum_type=GroupKind, max_length=32)),
            ],
            options={'table': 'org_binding', 'app': 'org', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PersonRow',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('name', fields.CharField(db_index=True, max_length=64)),
                ('account', fields.CharField(null=True, unique=True, max_length=32)),
                ('staff_no', fields.CharField(null=True, unique=True, max_length=32)),
                ('home_unit', fields.ForeignKeyField('org.UnitRow', source_field='home_unit_id', db_index=True, db_constraint=True, to_field='id', related_name='people', on_delete=OnDelete.RESTRICT)),
                ('home_membership', fields.CharEnumField(description='FULL: 正式党员\nPROBATIONARY: 预备党员\nCANDIDATE: 发展对象\nACTIVIST: 入党积极分子\nREPRESENTATIVE: 群众代表', enum_type=Membership, max_length=32)),
                ('active', fields.BooleanField(default=True)),
            ],
            options={'table': 'org_person', 'app': 'org', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PostRow',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('person', fields.ForeignKeyField('org.PersonRow', source_field='person_id', db_constraint=True, to_field='id', related_name='posts', on_delete=OnDelete.RESTRICT)),
                ('unit', fields.ForeignKeyField('org.UnitRow', source_field='unit_id', db_index=True, db_constraint=True, to_field='id', related_name='posts', on_delete=OnDelete.RESTRICT)),
                ('membership', fields.CharEnumField(description='FULL: 正式党员\nPROBATIONARY: 预备党员\nCANDIDATE: 发展对象\nACTIVIST: 入党积极分子\nREPRESENTATIVE: 群众代表', enum_type=Membership, max_length=32)),
                ('title', fields.CharField(default='', max_length=255)),
                ('officer', fields.BooleanField(default=False)),
                ('flags', fields.CharField(default='', max_length=128)),
            ],
            options={'table': 'org_post', 'app': 'org', 'unique_together': (('person', 'unit'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]
