"""How long org keeps what runs out: claims, duty, and answered requests about data."""

from datetime import datetime

from plugins.storage import Transaction, retention

from .claims import LIFETIME
from .models import ClaimRow, DataRequestRow, DutyRow


async def _claims(tx: Transaction, before: datetime) -> None:
    await ClaimRow.filter(asked_at__lt=before).delete()


async def _duty(tx: Transaction, before: datetime) -> None:
    await DutyRow.filter(ends__lte=before).delete()


async def _requests(tx: Transaction, before: datetime) -> None:
    await DataRequestRow.filter(answered_at__lt=before).delete()


retention.register("claims", LIFETIME.days, _claims)
retention.register("duty", 0, _duty)
retention.register("data requests", retention.AUDIT_DAYS, _requests)
