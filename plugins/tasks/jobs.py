"""What runs by itself."""

from plugins.storage import due, retention
from plugins.storage.config import settings

from . import service

due.handles(service.REVIEW)(service.tell)
due.handles(service.REPEAT)(service.lay_out)
due.handles(service.RECALLED)(service.tell_recalled)
retention.register("pictures of open tasks", 0, service.touch_pictures)
retention.register("tasks", settings.retention_years * 366, service.erase_old)
