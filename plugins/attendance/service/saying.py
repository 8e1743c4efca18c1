"""Saying something about a session, through the outbox."""

from collections.abc import Collection, Iterable
from datetime import datetime

from plugins.gateway import outbox
from plugins.gateway.chats import Chat, private
from plugins.org.officers import who_is_told
from plugins.org.units import load_tree
from plugins.storage import Transaction, read

from ..models import SessionRow, SessionTargetRow
from .rows import proposal_of, reference_of

KIND = "attendance.session"
"""What the groups of a session hear of it."""
NOTICE = "attendance.notice"
"""What its officers hear."""
REMINDER = "reminder.attendance"
_OUT = frozenset({outbox.State.SENDING, outbox.State.UNCERTAIN, outbox.State.NEEDS_HUMAN, outbox.State.SENT})


async def to_groups(
    tx: Transaction,
    number: int,
    chats: Iterable[Chat],
    said: str,
    what: str,
    *,
    kind: str = KIND,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Says `said` in these chats; `what` makes the key, so that it is said once."""
    await outbox.say(
        tx,
        chats,
        outbox.messages(said, number),
        key=f"{reference_of(number)}:{what}",
        kind=kind,
        ref=reference_of(number),
        number=number,
        not_before=not_before,
        expires_at=expires_at,
    )


async def targets(number: int) -> list[tuple[Chat, int]]:
    """The groups a session is announced in, and their units."""
    rows = await SessionTargetRow.filter(session_id=number).order_by("id")
    return [(Chat.parse(row.chat), row.unit_id) for row in rows]


async def heard_in(number: int) -> list[Chat]:
    """Those of its groups that a session was announced in, or may have been: what is said of it there is no news out of
    nothing."""
    told = {one.chat for one in await outbox.states(reference_of(number)) if one.kind == KIND and one.state in _OUT}
    return [chat for chat, _ in await targets(number) if chat in told]


async def who_runs(row: SessionRow, friends: Collection[str]) -> list[Chat]:
    """Who is told how a session went: its host, else who called it, in private where they are a friend of the bot; else
    the officers of its unit."""
    accounts = []
    if host := proposal_of(row).host_id:
        found = await read("SELECT account FROM org_person WHERE id = ? AND active AND account IS NOT NULL", (host,))
        accounts = [str(one["account"]) for one in found]
    for account in (*accounts, row.issued_by):
        if account in friends:
            return [private(account)]
    unit = (await load_tree()).get(row.unit_id)
    return await who_is_told(unit) if unit else []
