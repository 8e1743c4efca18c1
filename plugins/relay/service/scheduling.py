"""定时: what is confirmed for later, sent when its time comes; a time that was missed is put to the officers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins import storage
from plugins.gateway import inbox, outbox, previews
from plugins.gateway.chats import Chat
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.gateway.segments import text
from plugins.org.acting import officer_unit
from plugins.org.officers import who_is_told
from plugins.org.units import load_tree, path_of
from plugins.storage import Transaction, audit, due, moment, read

from .. import domain, texts
from ..domain import Proposal, Punctuality, State
from ..models import DirectiveRow, TargetRow
from . import planning
from .board import View
from .errors import NotScheduled, SentAfterDeadline
from .saying import messages_of, reference_of, say

WORD = "定时"
DUE = "relay.scheduled"

_SCHEDULED = (
    "SELECT d.id, d.title, d.not_before, u.path, (SELECT COUNT(*) FROM relay_target t WHERE t.directive_id = d.id) "
    "AS chats FROM relay_directive d JOIN org_unit u ON u.id = d.unit_id WHERE d.state = 'scheduled' "
    "ORDER BY d.not_before, d.id"
)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A directive that waits for its time. `at` is aware UTC; `missed`: nobody decided yet what becomes of it."""

    number: int
    title: str
    at: datetime
    groups: int
    missed: bool = False


async def scheduled(view: View, now: datetime) -> Sequence[Scheduled]:
    """What units of the view have scheduled, the earliest first."""
    return [
        Scheduled(row["id"], row["title"], at, row["chats"], domain.punctuality(now - at) is Punctuality.MISSED)
        for row in await read(_SCHEDULED)
        if view.covers(path_of(row["path"])) and (at := moment(row["not_before"]))
    ]


async def propose_time(
    account: str, chat: Chat, origin: Origin, number: int, at: datetime | None, now: datetime
) -> Scheduled:
    """Keeps a preview of another time for a scheduled directive (aware UTC; None: at once).

    Raises NotScheduled, NotOfficerOver, SentAfterDeadline.
    """

    async def work(tx: Transaction) -> Scheduled:
        await inbox.first_time(tx, origin, now)
        row = await _scheduled(account, number)
        if at and row.deadline and at >= row.deadline:
            raise SentAfterDeadline
        payload = {"at": at.isoformat() if at else None}
        await previews.offer(tx, owner=account, chat=chat, word=WORD, number=number, payload=payload, now=now)
        storage.failpoint("relay.time_preview.before_commit")
        return Scheduled(number, row.title, at or now, await TargetRow.filter(directive_id=number).count())

    found = await storage.write(work)
    storage.failpoint("relay.time_preview.after_commit")
    return found


async def move(account: str, preview: Preview, origin: Origin, now: datetime) -> Scheduled:
    """Has the directive sent at the previewed time. Raises as propose_time."""
    planned = preview.payload["at"]
    at = datetime.fromisoformat(planned) if planned else now

    async def work(tx: Transaction) -> Scheduled:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        row = await _scheduled(account, preview.number)
        row.not_before = at
        await row.save(update_fields=["not_before"])
        await due.schedule(tx, DUE, str(row.id), at)
        if row.receipts:
            await planning.plan(tx, row.id, row.deadline, max(at, now))
        await audit.record(tx, account, "relay.move", f"directive:{row.id}", {"at": at.isoformat()})
        storage.failpoint("relay.time.before_commit")
        return Scheduled(row.id, row.title, at, await TargetRow.filter(directive_id=row.id).count())

    moved = await storage.write(work)
    storage.failpoint("relay.time.after_commit")
    return moved


async def _scheduled(account: str, number: int) -> DirectiveRow:
    row = await DirectiveRow.get_or_none(id=number)
    if row is None or row.state is not State.SCHEDULED:
        raise NotScheduled(number)
    await officer_unit(account, row.unit_id)
    return row


async def send_scheduled(job: due.Due) -> None:
    """Its time has come: sends it, saying so where it is late; missed by more than a day, asks the officers instead.

    Called again it does nothing: the row of the due-queue ends in the same use case.
    """

    async def work(tx: Transaction) -> None:
        row = await DirectiveRow.get_or_none(id=int(job.key))
        if not await job.done(tx) or row is None or row.state is not State.SCHEDULED:
            return
        how = domain.punctuality(job.now - job.due_at)
        if how is Punctuality.MISSED:
            await _ask(tx, row, job)
        else:
            row.state = State.OPEN
            await row.save(update_fields=["state"])
            what = messages_of(
                row.id, row.unit_name, Proposal.loaded(row.proposal), job.due_at if how is Punctuality.LATE else None
            )
            await say(tx, row.id, await chats_of(row.id), what)
        storage.failpoint("relay.scheduled.before_commit")

    await storage.write(work)
    storage.failpoint("relay.scheduled.after_commit")


async def chats_of(number: int) -> list[Chat]:
    """The groups a directive is for, in the order of the roster when it was issued."""
    return [Chat.parse(row.chat) for row in await TargetRow.filter(directive_id=number).order_by("id")]


async def _ask(tx: Transaction, row: DirectiveRow, job: due.Due) -> None:
    unit = (await load_tree()).get(row.unit_id)
    if unit is None:
        return
    for chat in await who_is_told(unit):
        said = texts.missed_text(row.id, row.title, job.due_at, in_group=chat.is_group)
        key = f"{reference_of(row.id)}:missed:{job.due_at:%Y%m%d%H%M}"
        await outbox.enqueue(
            tx, key=key, chat=chat, segments=[text(said)], kind="relay.missed", ref=f"{reference_of(row.id)}:missed"
        )
