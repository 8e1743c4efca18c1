"""What runs by itself."""

from plugins.storage import due, retention
from plugins.storage.config import settings

from . import service

retention.register("receipts", service.RECEIPT_DAYS, service.erase_old_receipts)
retention.register("directive texts", settings.retention_years * 366, service.erase_old_texts)
retention.register("attachments of scheduled directives", 0, service.touch_scheduled)
due.handles(service.SCHEDULED)(service.send_scheduled)
due.handles(service.RECALLED)(service.tell_recalled)
