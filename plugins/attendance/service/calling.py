"""开会: from what was typed to a preview, and from 确认 to a session with its list and its announcements."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from plugins import storage
from plugins.gateway import inbox, previews
from plugins.gateway import series as rules
from plugins.gateway.chats import Chat
from plugins.gateway.directory import UnitView
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.org import people
from plugins.org.acting import officer_unit
from plugins.org.audience import Scope
from plugins.org.domain import tidy_name
from plugins.remind import quiet_until
from plugins.storage import Transaction, audit, clock, due, numbers

from .. import texts
from ..config import settings
from ..domain import OPENS_BEFORE, Outline, Proposal, SessionState
from ..models import SessionRow
from . import errors, lists, saying

WORD = "开会"
OPEN = "attendance.open"
REMIND = "attendance.remind"
END = "attendance.end"


@dataclass(frozen=True, slots=True)
class Issued:
    """A session that is announced (or will be at `not_before`, aware UTC)."""

    number: int
    begins: datetime
    groups: int
    expected: int
    not_before: datetime | None


async def propose(
    account: str, unit: UnitView, chat: Chat, origin: Origin, proposal: Proposal, now: datetime
) -> Outline:
    """Keeps a preview under a number of its own. Raises NoGroups, NobodyExpected and what parse_scope raises."""
    scope = await lists.scope_of(proposal, unit)
    groups = await lists.groups_of(proposal, scope)
    if not groups:
        raise errors.NoGroups
    expected, observers, without_account = await lists.foreseen(proposal, scope)
    if not expected:
        raise errors.NobodyExpected
    quiet = quiet_until(now)
    quiet = quiet if quiet and quiet < proposal.begins - OPENS_BEFORE else None
    named = proposal
    unknown: list[str] = []
    for field in ("host", "recorder"):
        if name := tidy_name(getattr(proposal, field)):
            found = [one for one in await people.find(name, unit) if one.name == name]
            if len(found) == 1:
                named = replace(named, **{f"{field}_id": found[0].id})
            else:
                unknown.append(name)

    async def work(tx: Transaction) -> int:
        await inbox.first_time(tx, origin, now)
        number = await numbers.take(tx)
        payload = {"proposal": named.as_json(), "quiet_until": quiet and quiet.isoformat()}
        await previews.offer(tx, owner=account, chat=chat, word=WORD, number=number, payload=payload, now=now)
        storage.failpoint("attendance.preview.before_commit")
        return number

    number = await storage.write(work)
    storage.failpoint("attendance.preview.after_commit")
    return Outline(
        number,
        named,
        unit.name,
        len(groups),
        expected,
        observers,
        without_account,
        rules.following(named.repeat, named.begins) if named.repeat else None,
        tuple(unknown),
        quiet,
        "明早" if quiet and clock.local(quiet).date() > clock.local(now).date() else "今早",
    )


async def issue(
    account: str, preview: Preview, origin: Origin, now: datetime, *, in_the_morning: bool = False
) -> Issued:
    """Calls the session that the preview showed: row, list, announcements and what is due, in one use case.

    The roster is read afresh. Raises NotOfficerOver, NoGroups, NobodyExpected, CalledTooLate, and
    what previews.settle raises (a second 确认).
    """
    proposal = Proposal.of(preview.payload["proposal"])
    wanted = preview.payload["quiet_until"] if in_the_morning else None
    not_before = datetime.fromisoformat(wanted) if wanted else None

    async def work(tx: Transaction) -> Issued:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        if now >= proposal.begins:
            raise errors.CalledTooLate
        unit = await officer_unit(account, proposal.unit_id)
        issued = await keep(tx, preview.number, account, unit, proposal, now, not_before=not_before)
        detail = {"groups": issued.groups, "expected": issued.expected}
        await audit.record(tx, account, "attendance.issue", f"session:{preview.number}", detail)
        storage.failpoint("attendance.issue.before_commit")
        return issued

    issued = await storage.write(work)
    storage.failpoint("attendance.issue.after_commit")
    return issued


async def keep(
    tx: Transaction,
    number: int,
    account: str,
    unit: UnitView,
    proposal: Proposal,
    now: datetime,
    *,
    not_before: datetime | None = None,
    series: int | None = None,
) -> Issued:
    """Writes a session with its list, announcements (from `not_before` on) and due rows, within a use case."""
    scope = await lists.scope_of(proposal, unit)
    groups = await lists.groups_of(proposal, scope)
    if not groups:
        raise errors.NoGroups
    row = await SessionRow.create(
        id=number,
        state=SessionState.OPEN,
        unit_id=unit.id,
        unit_name=unit.name,
        title=proposal.title,
        begins=proposal.begins,
        ends=proposal.ends,
        mode=proposal.mode,
        vote=proposal.vote,
        proposal=proposal.dumped(),
        issued_by=account,
        issued_at=now,
        series=series if series is not None else (number if proposal.repeat else None),
        secret=secrets.token_hex(16) if proposal.code else "",
    )
    expected = await _list(tx, number, proposal, scope)
    await tx.execute_many(
        "INSERT INTO attendance_target (session_id, chat, unit_id) VALUES (?, ?, ?)",
        [(number, group.chat.key, group.unit.id) for group in groups],
    )
    await announce(tx, row, proposal, [group.chat for group in groups], not_before)
    await schedule(tx, row, now)
    return Issued(number, proposal.begins, len(groups), expected, not_before)


async def _list(tx: Transaction, number: int, proposal: Proposal, scope: Scope) -> int:
    await lists.make(tx, number, proposal, scope)
    counted = await tx.execute("SELECT expected FROM attendance_session WHERE id = ?", (number,))
    if not counted[0]["expected"]:
        raise errors.NobodyExpected
    return counted[0]["expected"]


async def announce(
    tx: Transaction, row: SessionRow, proposal: Proposal, chats: Sequence[Chat], not_before: datetime | None = None
) -> None:
    """Says it in its groups; after the beginning it is not said any more."""
    said = texts.announcement_text(row.id, row.unit_name, proposal)
    await saying.to_groups(
        tx, row.id, chats, said, f"announced:{row.revision}", not_before=not_before, expires_at=proposal.ends
    )


async def schedule(tx: Transaction, row: SessionRow, now: datetime) -> None:
    """What is due for a session at its times, in place of what was."""
    key = str(row.id)
    opens = row.begins - OPENS_BEFORE
    if opens > now:
        await due.schedule(tx, OPEN, key, opens)
    else:
        await due.cancel(tx, OPEN, key)
    remind_at = row.begins - timedelta(minutes=settings.session_remind_minutes)
    if settings.session_remind_minutes and remind_at > now:
        await due.schedule(tx, REMIND, key, remind_at)
    else:
        await due.cancel(tx, REMIND, key)
    await due.schedule(tx, END, key, row.ends)


async def unschedule(tx: Transaction, number: int) -> None:
    """Nothing more is due for a session before its end is decided."""
    for kind in (OPEN, REMIND, END):
        await due.cancel(tx, kind, str(number))
