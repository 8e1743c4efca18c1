# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from plugins.feedback.domain.states import Command, Kind, Role, State
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name='CaseRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('number', fields.IntField(unique=True)),
                ('anonymous', fields.BooleanField()),
                ('kind', fields.CharEnumField(description='SUGGESTION: 建议\nAPPEAL: 诉求\nQUESTION: 咨询\nPRAISE: 表扬\nSUPERVISION: 监督', enum_type=Kind, max_length=32)),
                ('subject_unit_id', fields.BigIntField(db_index=True)),
                ('desk_unit_id', fields.BigIntField()),
                ('came_from_unit_id', fields.BigIntField(null=True)),
                ('state', fields.CharEnumField(description='RECEIVED: 待受理\nHANDLING: 办理中\nANSWERED: 已答复\nCLOSED: 已办结\nRATED: 已评价\nDECLINED: 不予受理\nREOPENED: 重开\nWITHDRAWN: 已撤件', enum_type=State, max_length=32)),
                ('seen_state', fields.CharEnumField(description='RECEIVED: 待受理\nHANDLING: 办理中\nANSWERED: 已答复\nCLOSED: 已办结\nRATED: 已评价\nDECLINED: 不予受理\nREOPENED: 重开\nWITHDRAWN: 已撤件', enum_type=State, max_length=32)),
                ('shown', fields.BooleanField()),
                ('stirred', fields.BooleanField()),
                ('round', fields.SmallIntField(default=1)),
                ('arrived_on', fields.DateField(db_index=True)),
                ('accept_by', fields.DateField()),
                ('finish_by', fields.DateField()),
                ('accepted_on', fields.DateField(null=True)),
                ('answered_on', fields.DateField(null=True)),
                ('ended_on', fields.DateField(null=True)),
                ('declined', fields.BooleanField(default=False)),
                ('extended', fields.BooleanField(default=False)),
                ('overdue', fields.BooleanField(default=False)),
                ('transfers', fields.SmallIntField(default=0)),
                ('rating', fields.SmallIntField(null=True)),
                ('steps', fields.SmallIntField(default=0)),
                ('receipt', fields.CharField(null=True, unique=True, max_length=64)),
                ('month', fields.CharField(db_index=True, max_length=7)),
                ('wrapped_key', fields.BinaryField(null=True)),
                ('header', fields.BinaryField(null=True)),
                ('push', fields.BinaryField(null=True)),
                ('expires_on', fields.DateField(null=True, db_index=True)),
            ],
            options={'table': 'feedback_case', 'app': 'feedback', 'indexes': [Index(fields=['desk_unit_id', 'seen_state']), Index(fields=['state', 'accept_by'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AttachmentRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('case', fields.ForeignKeyField('feedback.CaseRow', source_field='case_id', db_constraint=True, to_field='id', related_name='attachments', on_delete=OnDelete.RESTRICT)),
                ('step', fields.SmallIntField()),
                ('place', fields.SmallIntField()),
                ('content', fields.BinaryField()),
            ],
            options={'table': 'feedback_attachment', 'app': 'feedback', 'unique_together': (('case', 'step', 'place'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='CaseEventRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('case', fields.ForeignKeyField('feedback.CaseRow', source_field='case_id', db_constraint=True, to_field='id', related_name='events', on_delete=OnDelete.RESTRICT)),
                ('step', fields.SmallIntField()),
                ('round', fields.SmallIntField()),
                ('command', fields.CharEnumField(description='FILE: 提交\nVIEW: 意见\nACCEPT: 受理\nDECLINE: 不予受理\nTRANSFER: 转办\nRETURN: 退单\nANSWER: 答复\nCLOSE: 办结\nEXTEND: 延期意见\nPUBLISH: 公示\nUNPUBLISH: 撤回公示\nQUERY: 查询\nADD: 追加\nRATE: 评价\nREOPEN: 重开\nWITHDRAW: 撤件\nSTOP_PUSH: 停止推送\nESCALATE: 逾期上转\nREROUTE: 改派', enum_type=Command, max_length=32)),
                ('role', fields.CharEnumField(description='SUBMITTER: submitter\nHANDLER: handler\nSYSTEM: system\nOTHER: other', enum_type=Role, max_length=32)),
                ('day', fields.DateField()),
                ('shown', fields.BooleanField()),
                ('content', fields.BinaryField()),
            ],
            options={'table': 'feedback_event', 'app': 'feedback', 'unique_together': (('case', 'step'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='HandlerRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('unit_id', fields.BigIntField()),
                ('kind', fields.CharField(default='', max_length=32)),
                ('person_id', fields.BigIntField(db_index=True)),
                ('account', fields.CharField(max_length=32)),
                ('asked_by', fields.BigIntField()),
                ('agreed_by', fields.BigIntField(null=True)),
                ('asked_on', fields.DateField()),
            ],
            options={'table': 'feedback_handler', 'app': 'feedback', 'unique_together': (('unit_id', 'kind', 'person_id'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='SubmitterRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('case', fields.OneToOneField('feedback.CaseRow', source_field='case_id', db_constraint=True, to_field='id', related_name='submitter', on_delete=OnDelete.RESTRICT)),
                ('person_id', fields.BigIntField(null=True, db_index=True)),
                ('account', fields.CharField(null=True, db_index=True, max_length=32)),
                ('message', fields.CharField(default='', max_length=160)),
            ],
            options={'table': 'feedback_submitter', 'app': 'feedback', 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]
