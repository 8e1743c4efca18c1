"""What runs by itself."""

from plugins.storage import config, due, retention

from . import service

for _kind, _handler in service.KINDS.items():
    due.handles(_kind)(_handler)
due.handles(service.TOLD)(service.tell_of_leaves)
due.handles(service.OVER)(service.roll_over)

retention.register("attendance", config.settings.retention_years * 366, service.erase_old)
retention.register("leave reasons", service.LEAVE_REASON_DAYS, service.erase_reasons)
