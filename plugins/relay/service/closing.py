"""At 截止: the officers of the issuing unit, and each unit's own, get the list of who has not read."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from plugins import remind, storage
from plugins.gateway import outbox
from plugins.gateway.chats import Chat, private
from plugins.gateway.directory import GroupKind
from plugins.gateway.outbox import Saying
from plugins.gateway.segments import text
from plugins.org.bindings import load_bound
from plugins.org.units import path_of
from plugins.storage import Transaction, read

from .. import texts
from ..config import settings
from ..domain import Notice, State, UnitState, notices
from ..models import DirectiveRow
from .board import read_by_unit, unread_by_unit

KIND = "reminder.relay_end"
AT_ONCE = 50
"""Units whose officers are told in one use case."""
WORTH_TELLING = timedelta(days=3)
"""A list that could not be sent for so long is given up."""

_ISSUER = "SELECT path FROM org_unit WHERE id = ?"
_OFFICERS = (
    "SELECT o.unit_id, p.account FROM org_post o JOIN org_person p ON p.id = o.person_id "
    "WHERE o.officer AND p.active AND p.account IS NOT NULL ORDER BY o.id"
)


async def tell_officers(ref: str, until: datetime, now: datetime) -> None:
    """Tells the officers about a directive whose deadline has come: each once, however often it is called.

    In private, friends only; a unit none of whose officers is a friend is told in its work group, where it has one. In
    quiet hours the lists wait for the morning. An officer of the issuing unit sees all units there and gets no list of
    their own unit beside it. Raises NoFriendList while nobody can be written to.
    """
    row = await DirectiveRow.get_or_none(id=int(ref))
    if row is None or row.state is not State.OPEN or not row.receipts:
        return
    issuer = path_of((await read(_ISSUER, (row.unit_id,)))[0]["path"])
    told = notices(await _states(row.id), issuer, settings.read_alert)
    chats = await _chats(told, issuer[-1], await remind.friends())
    for begin in range(0, len(told), AT_ONCE):
        some = told[begin : begin + AT_ONCE]

        async def work(tx: Transaction, some: Sequence[Notice] = some) -> None:
            sayings = [_saying(row, one, chat, until, now) for one in some for chat in chats[one.path[-1]]]
            await outbox.enqueue_all(tx, sayings)
            storage.failpoint("relay.closing.before_commit")

        await storage.write(work)
        storage.failpoint("relay.closing.after_commit")


def _saying(row: DirectiveRow, notice: Notice, chat: Chat, until: datetime, now: datetime) -> Saying:
    begins = remind.quiet_until(now) or now
    return Saying(
        key=f"relay:end:{row.id}:{until:%Y%m%d%H%M}:{notice.path[-1]}",
        chat=chat,
        segments=[text(texts.closing_text(row.id, row.title, until, notice, settings.read_alert))],
        kind=KIND,
        ref=ending_of(row.id),
        number=row.id,
        not_before=begins,
        expires_at=begins + WORTH_TELLING,
    )


def ending_of(number: int) -> str:
    """What the outbox knows the lists at the deadline of a directive by."""
    return f"relay:end:{number}"


async def _states(number: int) -> list[UnitState]:
    unread = await unread_by_unit(number)
    return [
        UnitState(path, name, people, done, tuple(unread.get(path, ("", ()))[1]))
        for path, (name, people, done) in (await read_by_unit(number)).items()
    ]


async def _chats(told: Sequence[Notice], issuer: int, friends: Collection[str]) -> dict[int, list[Chat]]:
    """Where the officers of each unit of `told` are told, by unit."""
    officers: dict[int, list[str]] = defaultdict(list)
    for row in await read(_OFFICERS):
        officers[row["unit_id"]].append(row["account"])
    work_groups = [group for group in await load_bound() if group.kind is GroupKind.WORK]
    found: dict[int, list[Chat]] = {}
    for unit in (notice.path[-1] for notice in told):
        known = [account for account in officers[unit] if account in friends]
        found[unit] = [private(one) for one in known if unit == issuer or one not in officers[issuer]]
        if not known:
            found[unit] = [group.chat for group in work_groups if group.unit.id == unit]
    return found
