# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from plugins.feedback.domain.states import Kind
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('feedback', '0001_initial')]

    initial = False

    operations = [
        ops.CreateModel(
            name='FigureRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('month', fields.CharField(max_length=7)),
                ('unit_id', fields.BigIntField()),
                ('kind', fields.CharEnumField(description='SUGGESTION: 建议\nAPPEAL: 诉求\nQUESTION: 咨询\nPRAISE: 表扬\nSUPERVISION: 监督', enum_type=Kind, max_length=32)),
                ('counts', fields.TextField(unique=False)),
            ],
            options={'table': 'feedback_figure', 'app': 'feedback', 'unique_together': (('month', 'unit_id', 'kind'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PublicRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('case', fields.OneToOneField('feedback.CaseRow', source_field='case_id', db_constraint=True, to_field='id', related_name='published', on_delete=OnDelete.RESTRICT)),
                ('closes_on', fields.DateField(db_index=True)),
                ('supporters', fields.IntField(default=0)),
            ],
            options={'table': 'feedback_public', 'app': 'feedback', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='TemplateRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('number', fields.IntField(unique=True)),
                ('unit_id', fields.BigIntField(db_index=True)),
                ('text', fields.CharField(max_length=600)),
            ],
            options={'table': 'feedback_template', 'app': 'feedback', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='VoterRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('public', fields.ForeignKeyField('feedback.PublicRow', source_field='public_id', db_constraint=True, to_field='id', related_name='voters', on_delete=OnDelete.RESTRICT)),
                ('voter', fields.CharField(max_length=40)),
            ],
            options={'table': 'feedback_voter', 'app': 'feedback', 'unique_together': (('public', 'voter'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='CaseRow',
            name='seen_answered_on',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='CaseRow',
            name='seen_declined',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='CaseRow',
            name='seen_ended_on',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='CaseRow',
            name='seen_rating',
            field=fields.SmallIntField(null=True),
        ),
        # Written by hand: what handlers have seen of cases so far.
        ops.RunSQL(
            'UPDATE feedback_case SET seen_answered_on = answered_on, seen_ended_on = ended_on, '
            'seen_declined = declined, seen_rating = rating WHERE NOT stirred',
            reverse_sql=ops.RunSQL.noop,
        ),
    ]
