"""What runs by itself."""

from plugins.gateway import outbox
from plugins.storage import due, retention

from . import personal, plans, serving, wishes

due.handles(plans.SERVE)(serving.serve)
due.handles(plans.OVER)(serving.over)
retention.register("reminders", personal.COUNT_DAYS, personal.erase_old)
outbox.asks_before(wishes.PREFIX, wishes.still_owed)
