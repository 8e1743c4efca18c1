"""What runs by itself."""

from plugins.storage import due, retention
from plugins.storage.config import settings

from . import service

due.handles(service.SETTLE)(service.settle)
due.handles(service.NEWS)(service.pass_on)
retention.register("incidents", settings.retention_years * 366, service.erase_old)
