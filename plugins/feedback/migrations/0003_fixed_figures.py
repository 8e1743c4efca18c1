# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from plugins.feedback.domain.states import Kind
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('feedback', '0002_publishing_and_figures')]

    initial = False

    operations = [
        ops.CreateModel(
            name='FixedRow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('month', fields.CharField(max_length=7)),
                ('unit_id', fields.BigIntField()),
                ('kind', fields.CharEnumField(description='SUGGESTION: 建议\nAPPEAL: 诉求\nQUESTION: 咨询\nPRAISE: 表扬\nSUPERVISION: 监督', enum_type=Kind, max_length=32)),
                ('counts', fields.TextField(unique=False)),
                ('counted_in', fields.CharField(max_length=7)),
            ],
            options={'table': 'feedback_fixed', 'app': 'feedback', 'unique_together': (('month', 'unit_id', 'kind'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]
