"""改期, 取消会议, 结束: previews first, then done by their 确认."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plugins import storage
from plugins.gateway import inbox, outbox, previews
from plugins.gateway.chats import Chat
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.gateway.times import Span
from plugins.remind import quiet_until
from plugins.remind.reach import known as known_friends
from plugins.storage import Transaction, audit, clock

from .. import domain, texts
from ..domain import Counts, Phase, SessionState
from ..models import SessionRow
from . import boards, calling, ending, errors, saying, series
from .rows import lead, load, proposal_of, recount, reference_of, session_of

MOVE = "改期"
CANCEL = "取消会议"
END = "结束"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a preview of one of the three shows. Times are aware UTC."""

    number: int
    title: str
    begins: datetime
    ends: datetime
    present: int
    repeat: str
    """Where the next one is not made yet."""
    counts: Counts
    new: Span | None
    """The times after 改期."""
    heard: bool
    """Whether any group has been told of it."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The session has these times now, and so many groups are told; where none had heard of it, at `not_before` (None for
    now)."""

    number: int
    begins: datetime
    ends: datetime
    groups: int
    not_before: datetime | None


@dataclass(frozen=True, slots=True)
class Cancelled:
    """So many groups are told; `next_number` is the session that 重复 has made next, None for none."""

    number: int
    groups: int
    next_number: int | None


async def propose(
    account: str, word: str, number: int, chat: Chat, origin: Origin, now: datetime, new: Span | datetime | None = None
) -> Foreseen:
    """Keeps a preview of 改期 (to `new`; a beginning alone keeps the length), 取消会议 or 结束. Raises NoSuchSession, NotOfficerOver, and what `_check` raises."""

    async def work(tx: Transaction) -> Foreseen:
        await inbox.first_time(tx, origin, now)
        row = await _led(account, number, word, now)
        span = Span(new, new + (row.ends - row.begins)) if isinstance(new, datetime) else new
        payload = {"begins": span.begins.isoformat(), "ends": span.ends.isoformat()} if span else {}
        await previews.offer(tx, owner=account, chat=chat, word=word, number=number, payload=payload, now=now)
        storage.failpoint("attendance.move_preview.before_commit")
        counts = await boards.totals(number)
        repeat = proposal_of(row).repeat if row.state is SessionState.OPEN else ""
        heard = bool(await saying.heard_in(number))
        return Foreseen(number, row.title, row.begins, row.ends, row.present, repeat, counts, span, heard)

    found = await storage.write(work)
    storage.failpoint("attendance.move_preview.after_commit")
    return found


async def _led(account: str, number: int, word: str, now: datetime) -> SessionRow:
    row = await load(number)
    await lead(account, row)
    session = session_of(row)
    if word == CANCEL and domain.may_be_cancelled(session):
        return row
    if row.state is not SessionState.OPEN or now > row.ends:
        raise errors.Closed(number, cancelled=row.state is SessionState.CANCELLED)
    if word == MOVE and not domain.may_be_moved(session, now):
        raise errors.Begun(number)
    if word == END and not domain.may_be_ended(session, now):
        raise errors.NotBegun(number)
    return row


_NOT_HELD = "UPDATE attendance_record SET state = 'waiting' WHERE session_id = ? AND correction IS NULL AND state IN ('pending', 'absent')"
_VOID = """
UPDATE attendance_record SET signed_in_at = NULL, means = NULL, signed_out_at = NULL,
    state = CASE WHEN correction IS NOT NULL THEN correction WHEN leave = 'granted' THEN 'leave' ELSE 'waiting' END
WHERE session_id = ?
"""


async def move(account: str, preview: Preview, origin: Origin, now: datetime) -> Moved:
    """Gives the session the times of the preview: sign-ins made before are void, leaves stay, the list is open again, and
    every group is told. Raises as propose."""
    span = _span_of(preview.payload)

    async def work(tx: Transaction) -> Moved:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        row = await _led(account, preview.number, MOVE, now)
        if span.begins <= now:
            raise errors.Begun(row.id)
        old = (row.begins, row.ends)
        groups, not_before = await _tell_move(tx, row, span, now)
        await tx.execute(_VOID, (row.id,))
        await recount(tx, row.id)
        await calling.schedule(tx, row, now)
        detail = {"from": old[0].isoformat(), "to": span.begins.isoformat()}
        await audit.record(tx, account, "attendance.move", f"session:{row.id}", detail)
        storage.failpoint("attendance.move.before_commit")
        return Moved(row.id, span.begins, span.ends, groups, not_before)

    moved = await storage.write(work)
    storage.failpoint("attendance.move.after_commit")
    return moved


def _span_of(payload: Mapping[str, Any]) -> Span:  # JSON of the preview
    return Span(datetime.fromisoformat(payload["begins"]), datetime.fromisoformat(payload["ends"]))


async def _tell_move(tx: Transaction, row: SessionRow, span: Span, now: datetime) -> tuple[int, datetime | None]:
    """Writes the new times and says them in place of what has not gone out yet: as 改期 where it was announced, else as any
    session, at the time when one like it is announced. How many groups are told, and when (None for now)."""
    old = (row.begins, row.ends)
    proposal = proposal_of(row).moved(span.begins, span.ends)
    row.begins, row.ends, row.proposal, row.revision = span.begins, span.ends, proposal.dumped(), row.revision + 1
    await row.save(update_fields=["begins", "ends", "proposal", "revision"])
    heard = await saying.heard_in(row.id)
    await outbox.stop(tx, reference_of(row.id))
    groups = [chat for chat, _ in await saying.targets(row.id)]
    said = texts.announcement_text(row.id, row.unit_name, proposal, moved_from=old)
    await saying.to_groups(tx, row.id, heard, said, f"announced:{row.revision}", expires_at=row.ends)
    not_before = None if heard else _announced_at(row, now)
    others = [chat for chat in groups if chat not in heard]
    await calling.announce(tx, row, proposal, others, not_before)
    return len(groups), not_before


def _announced_at(row: SessionRow, now: datetime) -> datetime | None:
    """When a session is announced that no group has heard of: one of a series some days before, any in no quiet hours."""
    by_series = series.announced_at(row.begins, now) if row.series not in (None, row.id) else None
    return by_series or quiet_until(now)


async def cancel(account: str, preview: Preview, origin: Origin, now: datetime, *, whole_series: bool) -> Cancelled:
    """Cancels the session, also one that is over and was not held: it counts nothing. Groups that had the announcement are
    told. 重复 goes on with the next one unless `whole_series`. Raises as propose."""

    friends = await known_friends() or ()

    async def work(tx: Transaction) -> Cancelled:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        row = await _led(account, preview.number, CANCEL, now)
        over = domain.phase(session_of(row), now) is Phase.ENDED
        followed = whole_series or row.state is not SessionState.OPEN
        row.state = SessionState.CANCELLED
        await row.save(update_fields=["state"])
        await tx.execute(_NOT_HELD, (row.id,))
        await calling.unschedule(tx, row.id)
        groups = await saying.heard_in(row.id)
        await outbox.stop(tx, reference_of(row.id))
        said = texts.cancellation_text(row.id, row.title, row.begins, over=over)
        await saying.to_groups(tx, row.id, groups, said, "cancelled", expires_at=None if over else row.ends)
        follows = None if followed else await series.make_next(tx, row, now, friends)
        await audit.record(tx, account, "attendance.cancel", f"session:{row.id}", {"series": whole_series})
        storage.failpoint("attendance.cancel.before_commit")
        return Cancelled(row.id, len(groups), follows and follows.number)

    cancelled = await storage.write(work)
    storage.failpoint("attendance.cancel.after_commit")
    return cancelled


async def end(account: str, preview: Preview, origin: Origin, now: datetime) -> tuple[int, Counts]:
    """Ends the session now: its number and how it stands. Raises as propose."""

    friends = await known_friends() or ()

    async def work(tx: Transaction) -> tuple[int, Counts]:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        row = await _led(account, preview.number, END, now)
        row.ends = now
        await row.save(update_fields=["ends"])
        await calling.unschedule(tx, row.id)
        await ending.close(tx, row, clock.now(), friends)
        await audit.record(tx, account, "attendance.end", f"session:{row.id}")
        storage.failpoint("attendance.end_now.before_commit")
        return row.id, await boards.totals(row.id)

    ended = await storage.write(work)
    storage.failpoint("attendance.end_now.after_commit")
    return ended
