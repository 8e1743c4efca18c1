"""What attendance keeps on one person, and for how long; what waits for them; the sessions of a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plugins.gateway.directory import UnitView
from plugins.org.units import stored_path
from plugins.storage import Transaction, clock, moment, read

from ..config import settings
from ..domain import Corrected, Counts, Kept, Means, RecordState
from ..models import SessionRow
from . import boards

LEAVE_REASON_DAYS = 90
"""Reasons of leave are erased this long after the end of their session; that there was a leave stays."""
AHEAD = timedelta(days=7)
"""我的 shows sessions that begin within this time."""

_KEPT = """
SELECT s.id, s.title, s.begins, s.ends, s.state AS stands, r.state, r.leave, r.official, r.made_up_at, r.leave_reason,
       r.made_up_text, r.signed_in_at, r.means, r.signed_out_at
FROM attendance_record r JOIN attendance_session s ON s.id = r.session_id WHERE r.person_id = ? ORDER BY s.begins DESC
"""
_CORRECTIONS = (
    "SELECT session_id, before, after, reason, corrected_at FROM attendance_correction WHERE person_id = ? ORDER BY id"
)
_ANSWERS = """
SELECT c.session_id, COUNT(*) AS answers FROM attendance_roll_answer a JOIN attendance_roll_call c ON c.id = a.roll_call_id
WHERE a.person_id = ? GROUP BY c.session_id
"""
_WAITING = """
SELECT s.id, s.title, s.begins, s.ends, r.state, r.made_up_at FROM attendance_record r
JOIN attendance_session s ON s.id = r.session_id
WHERE r.person_id = ? AND r.role = 'expected' AND (
    (s.state = 'open' AND r.state = 'waiting' AND r.leave <> 'asked' AND s.begins <= ? AND s.ends >= ?)
    OR (s.state IN ('ended', 'settled') AND r.state = 'absent' AND r.made_up_at IS NULL AND s.ends >= ?))
ORDER BY s.begins LIMIT 50
"""
_OLD_RECORDS = "DELETE FROM attendance_{table} WHERE session_id IN (SELECT id FROM attendance_session WHERE ends < ?)"
_OLD_ANSWERS = (
    "DELETE FROM attendance_roll_answer WHERE roll_call_id IN (SELECT c.id FROM attendance_roll_call c "
    "JOIN attendance_session s ON s.id = c.session_id WHERE s.ends < ?)"
)
_REASONS = (
    "UPDATE attendance_record SET leave_reason = '', leave_message = '' WHERE (leave_reason <> '' OR leave_message <> '') "
    "AND session_id IN (SELECT id FROM attendance_session WHERE ends < ?)"
)
_BY_UNIT_IN_MONTH = """
SELECT s.id FROM attendance_session s WHERE s.state <> 'cancelled' AND s.begins >= ? AND s.begins < ?
AND EXISTS (SELECT 1 FROM attendance_record r JOIN org_unit u ON u.id = r.unit_id
            WHERE r.session_id = s.id AND u.path LIKE ?) ORDER BY s.begins, s.id
"""


@dataclass(frozen=True, slots=True)
class WaitingSession:
    """A session that waits for a person to sign in (`due_at` its beginning, then its end), or to be made up."""

    number: int
    title: str
    due_at: datetime
    begun: bool | None
    """None: it is over and may be made up."""


async def kept_on(person_id: int) -> Sequence[Kept]:
    """All that is kept on a person, the newest first."""
    corrections: dict[int, list[Corrected]] = {}
    for one in await read(_CORRECTIONS, (person_id,)):
        before, after = RecordState(one["before"]), RecordState(one["after"])
        made = Corrected(before, after, one["reason"], moment(one["corrected_at"]))
        corrections.setdefault(one["session_id"], []).append(made)
    answers = {one["session_id"]: one["answers"] for one in await read(_ANSWERS, (person_id,))}
    return [
        Kept(
            boards.own_of(one),
            _maybe(one["signed_in_at"]),
            Means(one["means"]) if one["means"] else None,
            _maybe(one["signed_out_at"]),
            one["leave_reason"],
            one["made_up_text"],
            tuple(corrections.get(one["id"], ())),
            answers.get(one["id"], 0),
        )
        for one in await read(_KEPT, (person_id,))
    ]


def _maybe(value: datetime | str | None) -> datetime | None:
    return None if value is None else moment(value)


async def waiting_for(person_id: int, now: datetime) -> Sequence[WaitingSession]:
    """What waits for a person: sessions of the next days and those to be made up, the nearest 50."""
    makeup = timedelta(days=settings.makeup_days)
    found = []
    for one in await read(_WAITING, (person_id, now + AHEAD, now, now - makeup)):
        begins, ends = moment(one["begins"]), moment(one["ends"])
        if one["state"] == RecordState.ABSENT:
            found.append(WaitingSession(one["id"], one["title"], ends + makeup, None))
        else:
            begun = now >= begins
            found.append(WaitingSession(one["id"], one["title"], ends if begun else begins, begun))
    return found


async def erase_old(tx: Transaction, before: datetime) -> None:
    """Erases everything by name on sessions that ended before that moment; that they were held stays, with their counts."""
    await tx.execute(_OLD_ANSWERS, (before,))
    for table in ("record", "correction"):
        await tx.execute(_OLD_RECORDS.format(table=table), (before,))


async def erase_reasons(tx: Transaction, before: datetime) -> None:
    """Erases the reasons of leave for sessions that ended before that moment."""
    await tx.execute(_REASONS, (before,))


async def erase_person(tx: Transaction, person_id: int) -> None:
    """Erases a person's own words, and answers to roll calls; that they were there or not stays as a count without a name."""
    await tx.execute(
        "UPDATE attendance_record SET leave_reason = '', leave_message = '', made_up_text = '' WHERE person_id = ?",
        (person_id,),
    )
    await tx.execute("UPDATE attendance_correction SET reason = '' WHERE person_id = ?", (person_id,))
    await tx.execute("DELETE FROM attendance_roll_answer WHERE person_id = ?", (person_id,))


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One session of a month as far as it concerns a unit."""

    unit: str
    summary: boards.Summary
    counts: Counts


async def month(unit: UnitView, first: date) -> Sequence[MonthRow]:
    """The sessions that began in the local month of `first` and concern the unit or one below it."""
    begins, ends = clock.month_bounds(first)
    found = []
    for one in await read(_BY_UNIT_IN_MONTH, (begins, ends, stored_path(unit.path) + "%")):
        row = await SessionRow.get(id=one["id"])
        counts = (await boards.stand_of(row)).below(unit.id)
        found.append(MonthRow(row.unit_name, boards.summary_of(row), counts))
    return found
