"""Erasing a person: what the data officer's 同意 does, and what restoring an older backup does again."""

from plugins.gateway.chats import private
from plugins.storage import Transaction, erasures

from . import contribute
from .models import ClaimRow, DutyRow, PersonRow, PostRow
from .texts import ERASED_NAME

KIND = "person"

_MESSAGES = (
    "DELETE FROM gateway_outbox WHERE chat = ? AND state NOT IN ('queued', 'sending', 'held', 'uncertain')",
    "DELETE FROM gateway_inbox WHERE chat = ?",
    "DELETE FROM gateway_watermark WHERE chat = ?",
)
_OWNED = ("DELETE FROM gateway_preview WHERE owner = ?", "DELETE FROM gateway_draft WHERE owner = ?")
_AUDIT = "UPDATE storage_audit SET actor = 'erased' WHERE actor = ?"


async def erase(tx: Transaction, person_id: int) -> None:
    """Erases a person from every capability, within the use case. Noted on disk first, for backups that are older."""
    await erasures.record(KIND, str(person_id))
    await contribute.erase(tx, person_id)


async def erase_entry(tx: Transaction, person_id: int) -> None:
    """org's own part. What counts people (receipts, audit) keeps its number and loses name and account."""
    person = await PersonRow.get_or_none(id=person_id)
    if person is None:
        return
    if person.account:
        for sql in _MESSAGES:
            await tx.execute(sql, (private(person.account).key,))
        for sql in (*_OWNED, _AUDIT):
            await tx.execute(sql, (person.account,))
    for model in (PostRow, ClaimRow, DutyRow):
        await model.filter(person_id=person_id).delete()
    await PersonRow.filter(id=person_id).update(name=ERASED_NAME, account=None, staff_no=None, active=False)


async def _again(tx: Transaction, key: str) -> None:
    await contribute.erase(tx, int(key))


erasures.replays(KIND, _again)
