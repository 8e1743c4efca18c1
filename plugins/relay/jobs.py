"""What runs by itself."""

from plugins.storage import retention

from . import service

retention.register("receipts", service.RECEIPT_DAYS, service.erase_old_receipts)
