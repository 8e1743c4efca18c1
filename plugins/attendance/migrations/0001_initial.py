# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from plugins.attendance.domain.record import Leave, Means, RecordState, Role
from plugins.attendance.domain.session import SessionState
from plugins.attendance.domain.words import Mode, Vote
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name='SessionRow',
            fields=[
                ('id', fields.BigIntField(primary_key=True, unique=True, db_index=True)),
                ('state', fields.CharEnumField(description='OPEN: open\nENDED: ended\nSETTLED: settled\nCANCELLED: cancelled', enum_type=SessionState, max_length=32)),
                ('unit_id', fields.BigIntField()),
                ('unit_name', fields.CharField(max_length=128)),
                ('title', fields.TextField(unique=False)),
                ('begins', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('ends', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('mode', fields.CharEnumField(description='ONLINE: online\nON_SITE: on_site\nBOTH: both', enum_type=Mode, max_length=32)),
                ('vote', fields.CharEnumField(null=True, description='GENERAL: general\nADMISSION: admission\nCOMMITTEE: committee\nELECTION: election', enum_type=Vote, max_length=32)),
                ('proposal', fields.TextField(unique=False)),
                ('issued_by', fields.CharField(max_length=64)),
                ('issued_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('revision', fields.IntField(default=0)),
                ('series', fields.BigIntField(null=True, db_index=True)),
                ('secret', fields.CharField(default='', max_length=64)),
                ('expected', fields.IntField(default=0)),
                ('present', fields.IntField(default=0)),
            ],
            options={'table': 'attendance_session', 'app': 'attendance', 'indexes': [Index(fields=['state', 'begins'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AttendanceRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('session', fields.ForeignKeyField('attendance.SessionRow', source_field='session_id', db_constraint=True, to_field='id', related_name='records', on_delete=OnDelete.RESTRICT)),
                ('person_id', fields.BigIntField()),
                ('unit_id', fields.BigIntField()),
                ('role', fields.CharEnumField(description='EXPECTED: expected\nOBSERVER: observer\nLEFT: left', enum_type=Role, max_length=32)),
                ('state', fields.CharEnumField(description='WAITING: waiting\nPRESENT: present\nLATE: late\nLEAVE: leave\nPENDING: pending\nABSENT: absent', enum_type=RecordState, max_length=32)),
                ('voter', fields.BooleanField()),
                ('signed_in_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('means', fields.CharEnumField(null=True, description='TYPED: typed\nSCANNED: scanned\nSEEN: seen\nROOM: room\nCORRECTED: corrected', enum_type=Means, max_length=32)),
                ('signed_out_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leave', fields.CharEnumField(default=Leave.NONE, description='NONE: none\nASKED: asked\nGRANTED: granted\nREFUSED: refused\nWITHDRAWN: withdrawn', db_default='none', enum_type=Leave, max_length=32)),
                ('official', fields.BooleanField(default=False, db_default=False)),
                ('leave_reason', fields.TextField(default='', db_default='', unique=False)),
                ('leave_asked_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('leave_decided_by', fields.CharField(default='', db_default='', max_length=64)),
                ('correction', fields.CharEnumField(null=True, description='WAITING: waiting\nPRESENT: present\nLATE: late\nLEAVE: leave\nPENDING: pending\nABSENT: absent', enum_type=RecordState, max_length=32)),
                ('made_up_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('made_up_by', fields.CharField(default='', db_default='', max_length=64)),
                ('made_up_text', fields.TextField(default='', db_default='', unique=False)),
            ],
            options={'table': 'attendance_record', 'app': 'attendance', 'unique_together': (('session', 'person_id'),), 'indexes': [Index(fields=['person_id', 'session_id']), Index(fields=['session_id', 'unit_id', 'role', 'state'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='CorrectionRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('session', fields.ForeignKeyField('attendance.SessionRow', source_field='session_id', db_constraint=True, to_field='id', related_name='corrections', on_delete=OnDelete.RESTRICT)),
                ('person_id', fields.BigIntField(db_index=True)),
                ('before', fields.CharEnumField(description='WAITING: waiting\nPRESENT: present\nLATE: late\nLEAVE: leave\nPENDING: pending\nABSENT: absent', enum_type=RecordState, max_length=32)),
                ('after', fields.CharEnumField(description='WAITING: waiting\nPRESENT: present\nLATE: late\nLEAVE: leave\nPENDING: pending\nABSENT: absent', enum_type=RecordState, max_length=32)),
                ('reason', fields.TextField(default='', unique=False)),
                ('corrected_by', fields.CharField(max_length=64)),
                ('corrected_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'attendance_correction', 'app': 'attendance', 'indexes': [Index(fields=['session_id', 'person_id'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MinutesRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('session', fields.ForeignKeyField('attendance.SessionRow', source_field='session_id', db_index=True, db_constraint=True, to_field='id', related_name='minutes', on_delete=OnDelete.RESTRICT)),
                ('text', fields.TextField(unique=False)),
                ('written_by', fields.CharField(max_length=64)),
                ('written_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'attendance_minutes', 'app': 'attendance', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RollCallRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('session', fields.ForeignKeyField('attendance.SessionRow', source_field='session_id', db_index=True, db_constraint=True, to_field='id', related_name='roll_calls', on_delete=OnDelete.RESTRICT)),
                ('begins', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('ends', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('called_by', fields.CharField(max_length=64)),
            ],
            options={'table': 'attendance_roll_call', 'app': 'attendance', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RollAnswerRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('roll_call', fields.ForeignKeyField('attendance.RollCallRow', source_field='roll_call_id', db_constraint=True, to_field='id', related_name='answers', on_delete=OnDelete.RESTRICT)),
                ('person_id', fields.BigIntField(db_index=True)),
                ('answered_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'attendance_roll_answer', 'app': 'attendance', 'unique_together': (('roll_call', 'person_id'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='SessionTargetRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('session', fields.ForeignKeyField('attendance.SessionRow', source_field='session_id', db_constraint=True, to_field='id', related_name='targets', on_delete=OnDelete.RESTRICT)),
                ('chat', fields.CharField(max_length=128)),
                ('unit_id', fields.BigIntField()),
            ],
            options={'table': 'attendance_target', 'app': 'attendance', 'unique_together': (('chat', 'session'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]
