"""How long the gateway keeps what it keeps."""

from datetime import datetime

from plugins.storage import Transaction, retention

from .models import DraftRow, GapRow, InboxRow, PreviewRow, WatermarkRow

INBOX_DAYS = 7
PREVIEW_DAYS = 1
WATERMARK_DAYS = 4
"""CATCHUP_HOURS is 72 at most."""
GAP_DAYS = 30


async def _inbox(tx: Transaction, before: datetime) -> None:
    await InboxRow.filter(received_at__lt=before).delete()


async def _previews(tx: Transaction, before: datetime) -> None:
    await PreviewRow.filter(expires_at__lt=before).delete()


async def _drafts(tx: Transaction, before: datetime) -> None:
    await DraftRow.filter(expires_at__lt=before).delete()


async def _watermarks(tx: Transaction, before: datetime) -> None:
    await WatermarkRow.filter(at__lt=before).delete()


async def _gaps(tx: Transaction, before: datetime) -> None:
    await GapRow.filter(noted_at__lt=before).delete()


retention.register("inbox", INBOX_DAYS, _inbox)
retention.register("previews", PREVIEW_DAYS, _previews)
retention.register("drafts", 0, _drafts)
retention.register("watermarks", WATERMARK_DAYS, _watermarks)
retention.register("gaps", GAP_DAYS, _gaps)
