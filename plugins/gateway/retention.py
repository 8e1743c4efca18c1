"""How long the gateway keeps what it keeps."""

from datetime import datetime

from plugins.storage import Transaction, retention

from .models import DraftRow, InboxRow, PreviewRow

INBOX_DAYS = 7
PREVIEW_DAYS = 1


async def _inbox(tx: Transaction, before: datetime) -> None:
    await InboxRow.filter(received_at__lt=before).delete()


async def _previews(tx: Transaction, before: datetime) -> None:
    await PreviewRow.filter(expires_at__lt=before).delete()


async def _drafts(tx: Transaction, before: datetime) -> None:
    await DraftRow.filter(expires_at__lt=before).delete()


retention.register("inbox", INBOX_DAYS, _inbox)
retention.register("previews", PREVIEW_DAYS, _previews)
retention.register("drafts", 0, _drafts)
