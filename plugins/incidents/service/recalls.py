"""A reporter recalls their own message: what was said stays said, and the officers are told."""

from dataclasses import dataclass
from datetime import datetime

from plugins import storage
from plugins.storage import Transaction, audit

from ..domain import Entry, clocks
from ..models import ReportRow
from . import names, news
from .acts import locked

_SAID = (Entry.FIRST, Entry.REPORT, Entry.CLOSING, Entry.CORRECTION)


@dataclass(frozen=True, slots=True)
class Recalled:
    """Whose message it was: the incident, and what kind of report."""

    number: int
    kind: Entry


async def recalled(chat_key: str, account: str, message_id: str, at: datetime) -> Recalled | None:
    """Notes it in the timeline and tells those alerted; the state stays. None where the message was no report, or it was
    noted before."""

    async def work(tx: Transaction) -> Recalled | None:
        said = (
            await ReportRow.filter(
                chat=chat_key,
                message_id=message_id,
                account=account,
                kind__in=list(_SAID),
                at__gte=at - clocks.RECALLABLE,
            )
            .order_by("-id")
            .first()
        )
        mine = ReportRow.filter(chat=chat_key, message_id=message_id, kind=Entry.RECALLED, account=account)
        if said is None or await mine.filter(at__gte=said.at).exists():
            return None
        row = await locked(said.number)
        await ReportRow.create(
            incident_id=row.id,
            number=said.number,
            kind=Entry.RECALLED,
            at=at,
            account=account,
            person_id=said.person_id,
            name=said.name,
            chat=chat_key,
            message_id=message_id,
        )
        await news.spread(tx, row, storage.clock.now(), at_once=False)
        await row.save(update_fields=["news_at"])
        await audit.record(tx, account, "incidents.recalled", names.subject(row.id))
        storage.failpoint("incidents.recall.before_commit")
        return Recalled(said.number, said.kind)

    found = await storage.write(work)
    storage.failpoint("incidents.recall.after_commit")
    return found
