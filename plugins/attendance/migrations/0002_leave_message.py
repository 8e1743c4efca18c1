# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('attendance', '0001_initial')]

    initial = False

    operations = [
        ops.AddField(
            model_name='AttendanceRow',
            name='leave_message',
            field=fields.CharField(default='', db_index=True, db_default='', max_length=200),
        ),
    ]
