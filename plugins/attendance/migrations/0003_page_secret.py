# Generated from the models by `bot.py db make`.
# ruff: noqa
from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('attendance', '0002_leave_message')]

    initial = False

    operations = [
        ops.AddField(
            model_name='SessionRow',
            name='page_secret',
            field=fields.CharField(default='', db_default='', max_length=64),
        ),
    ]
