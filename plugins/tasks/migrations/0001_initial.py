# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from plugins.tasks.domain.states import Act, State
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name='TaskRow',
            fields=[
                ('id', fields.BigIntField(primary_key=True, unique=True, db_index=True)),
                ('unit_id', fields.BigIntField()),
                ('unit_name', fields.CharField(max_length=128)),
                ('issued_by', fields.CharField(max_length=64)),
                ('issued_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('title', fields.TextField(unique=False)),
                ('text', fields.TextField(unique=False)),
                ('deadline', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('closed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'tasks_task', 'app': 'tasks', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AssignmentRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('task', fields.ForeignKeyField('tasks.TaskRow', source_field='task_id', db_constraint=True, to_field='id', related_name='assignments', on_delete=OnDelete.RESTRICT)),
                ('unit_id', fields.BigIntField(db_index=True)),
                ('unit_name', fields.CharField(max_length=128)),
                ('unit_path', fields.CharField(max_length=255)),
                ('state', fields.CharEnumField(description='ASSIGNED: assigned\nACCEPTED: accepted\nWORKING: working\nSUBMITTED: submitted\nDONE: done\nRETURNED: returned', enum_type=State, max_length=32)),
                ('deadline', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('said', fields.TextField(default='', unique=False)),
            ],
            options={'table': 'tasks_assignment', 'app': 'tasks', 'unique_together': (('task', 'unit_id'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='EventRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('assignment', fields.ForeignKeyField('tasks.AssignmentRow', source_field='assignment_id', db_constraint=True, to_field='id', related_name='events', on_delete=OnDelete.RESTRICT)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('person_id', fields.BigIntField(null=True, db_index=True)),
                ('act', fields.CharEnumField(description='ACCEPT: accept\nREPORT: report\nSUBMIT: submit\nPASS: pass\nRETURN: return\nEXTEND: extend', enum_type=Act, max_length=32)),
                ('text', fields.TextField(default='', unique=False)),
            ],
            options={'table': 'tasks_event', 'app': 'tasks', 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]
