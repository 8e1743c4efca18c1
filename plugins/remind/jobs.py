"""What runs by itself."""

from plugins.storage import due, retention

from . import personal, plans, serving

due.handles(plans.SERVE)(serving.serve)
due.handles(plans.OVER)(serving.over)
retention.register("reminders", personal.COUNT_DAYS, personal.erase_old)
