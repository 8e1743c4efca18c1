"""relay's part of 我的数据 and 我的."""

from plugins.gateway.directory import Actor
from plugins.org.contribute import PersonalData, Waiting, contributes

from .. import service, texts


async def own_receipts(person_id: int) -> PersonalData:
    """relay's part of 我的数据."""
    lines = [
        texts.own_receipt_line(r.number, r.title, r.read_at, r.earlier, r.told_by, r.told_how)
        for r in await service.receipts_of(person_id)
    ]
    return PersonalData(texts.own_receipts_title(service.RECEIPT_DAYS), tuple(lines))


async def waiting_receipts(actor: Actor) -> list[Waiting]:
    """relay's part of 我的."""
    if actor.person_id is None:
        return []
    found = await service.unread_by(actor.person_id)
    return [Waiting(one.number, one.title, f"已阅 {one.number}", one.deadline) for one in found]


contributes(personal_data=own_receipts, waiting=waiting_receipts, audited=texts.AUDITED)
