# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from plugins.incidents.domain.incident import Entry
from plugins.incidents.domain.states import State
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name='IncidentRow',
            fields=[
                ('id', fields.BigIntField(primary_key=True, unique=True, db_index=True)),
                ('unit_id', fields.BigIntField(db_index=True)),
                ('unit_name', fields.CharField(max_length=128)),
                ('unit_path', fields.CharField(max_length=255)),
                ('title', fields.TextField(unique=False)),
                ('text', fields.TextField(unique=False)),
                ('state', fields.CharEnumField(db_index=True, description='REPORTED: reported\nHANDLING: handling\nCLOSED: closed\nFALSE: false\nMERGED: merged', enum_type=State, max_length=32)),
                ('reported_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('filed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('reporter_account', fields.CharField(max_length=64)),
                ('reporter_id', fields.BigIntField(null=True, db_index=True)),
                ('reporter_name', fields.CharField(default='', max_length=64)),
                ('chat', fields.CharField(max_length=128)),
                ('handler_id', fields.BigIntField(null=True, db_index=True)),
                ('handler_name', fields.CharField(default='', max_length=64)),
                ('merged_into', fields.BigIntField(null=True, db_index=True)),
                ('version', fields.IntField(default=1)),
                ('next_report_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('news_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('answered_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('elsewhere_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('closed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'incidents_incident', 'app': 'incidents', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AlertedRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('incident', fields.ForeignKeyField('incidents.IncidentRow', source_field='incident_id', db_constraint=True, to_field='id', related_name='alerted', on_delete=OnDelete.RESTRICT)),
                ('person_id', fields.BigIntField(db_index=True)),
                ('named_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'incidents_alerted', 'app': 'incidents', 'unique_together': (('incident', 'person_id'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='BroadcastRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('incident', fields.ForeignKeyField('incidents.IncidentRow', source_field='incident_id', db_constraint=True, to_field='id', related_name='broadcasts', on_delete=OnDelete.RESTRICT)),
                ('version', fields.IntField()),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('account', fields.CharField(max_length=64)),
                ('person_id', fields.BigIntField(null=True, db_index=True)),
                ('name', fields.CharField(default='', max_length=64)),
                ('unit_id', fields.BigIntField()),
                ('scope', fields.TextField(unique=False)),
                ('text', fields.TextField(unique=False)),
                ('groups', fields.IntField()),
                ('people', fields.IntField()),
            ],
            options={'table': 'incidents_broadcast', 'app': 'incidents', 'unique_together': (('incident', 'version'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ReportRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('incident', fields.ForeignKeyField('incidents.IncidentRow', source_field='incident_id', db_constraint=True, to_field='id', related_name='reports', on_delete=OnDelete.RESTRICT)),
                ('number', fields.BigIntField()),
                ('kind', fields.CharEnumField(description='FIRST: first\nREPORT: report\nCLOSING: closing\nCORRECTION: correction\nTAKEN: taken\nFALSE: false\nMERGED: merged\nRECALLED: recalled', enum_type=Entry, max_length=32)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('account', fields.CharField(max_length=64)),
                ('person_id', fields.BigIntField(null=True, db_index=True)),
                ('name', fields.CharField(default='', max_length=64)),
                ('text', fields.TextField(default='', unique=False)),
                ('pieces', fields.TextField(default='[]', unique=False)),
                ('version', fields.IntField(null=True)),
                ('chat', fields.CharField(default='', max_length=128)),
                ('message_id', fields.CharField(default='', max_length=64)),
                ('told', fields.BooleanField(default=False)),
            ],
            options={'table': 'incidents_report', 'app': 'incidents', 'indexes': [Index(fields=['chat', 'message_id'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='SafetyRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('incident', fields.ForeignKeyField('incidents.IncidentRow', source_field='incident_id', db_constraint=True, to_field='id', related_name='safety', on_delete=OnDelete.RESTRICT)),
                ('person_id', fields.BigIntField(db_index=True)),
                ('unit_id', fields.BigIntField()),
                ('unit_name', fields.CharField(max_length=128)),
                ('asked_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('answered_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('answered_by', fields.CharField(default='', max_length=64)),
                ('said', fields.TextField(default='', unique=False)),
            ],
            options={'table': 'incidents_safety', 'app': 'incidents', 'unique_together': (('incident', 'person_id'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]
