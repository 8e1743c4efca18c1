"""Officers hear in one line a while who asks for leave: those of the branch, in private; names only, no reasons."""

from collections import defaultdict

from plugins import remind, storage
from plugins.gateway import outbox
from plugins.gateway.chats import Chat, private
from plugins.gateway.segments import text
from plugins.org.officers import who_is_told
from plugins.org.units import load_tree
from plugins.remind.reach import known as known_friends
from plugins.storage import Transaction, read
from plugins.storage.due import Due

from .. import texts
from ..domain import SessionState
from ..models import SessionRow
from .rows import leaves_of, reference_of

_ASKED = (
    "SELECT r.unit_id, p.name FROM attendance_record r JOIN org_person p ON p.id = r.person_id "
    "WHERE r.session_id = ? AND r.leave = 'asked' ORDER BY r.leave_asked_at"
)
_OFFICERS = (
    "SELECT DISTINCT o.unit_id, p.account FROM org_post o JOIN org_person p ON p.id = o.person_id "
    "WHERE o.officer AND p.active AND p.account IS NOT NULL AND o.unit_id IN ({marks})"
)


async def tell(job: Due) -> None:
    """For each branch with requests that wait: its officers, where they are friends; else who is told of the unit."""
    row = await SessionRow.get_or_none(id=int(job.key))
    if row is None or row.state is SessionState.CANCELLED:
        return
    friends = await known_friends() or ()
    waiting: dict[int, list[str]] = defaultdict(list)
    for one in await read(_ASKED, (row.id,)):
        waiting[one["unit_id"]].append(one["name"])
    if not waiting:
        return
    officers: dict[int, list[Chat]] = defaultdict(list)
    for one in await read(_OFFICERS.format(marks=", ".join("?" * len(waiting))), list(waiting)):
        if one["account"] in friends:
            officers[one["unit_id"]].append(private(one["account"]))
    tree = await load_tree()
    for unit_id in waiting:
        unit = tree.get(unit_id)
        if not officers[unit_id] and unit is not None:
            officers[unit_id] = await who_is_told(unit)

    async def work(tx: Transaction) -> None:
        if not await job.done(tx):
            return
        for unit_id, names in waiting.items():
            for chat in officers[unit_id]:
                await outbox.enqueue(
                    tx,
                    key=f"{reference_of(row.id)}:leaves:{unit_id}:{job.due_at.isoformat()}",
                    chat=chat,
                    segments=[text(texts.leaves_waiting_text(row.id, row.title, names, in_group=chat.is_group))],
                    kind="reminder.leaves",
                    ref=leaves_of(row.id),
                    number=row.id,
                    not_before=remind.quiet_until(job.now),
                )

    await storage.write(work)
