"""What runs by itself."""

from plugins.storage import due, retention

from . import service

retention.register("receipts", service.RECEIPT_DAYS, service.erase_old_receipts)
due.handles(service.SCHEDULED)(service.send_scheduled)
due.handles(service.RECALLED)(service.tell_recalled)
