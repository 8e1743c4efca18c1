"""Between the tables and the rules, and who may touch which record."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from plugins.gateway.directory import UnitView, directory
from plugins.org.acting import NotOfficerOver
from plugins.org.units import UnitTree, load_tree
from plugins.storage import Transaction, moment

from .. import domain
from ..config import settings
from ..domain import Leave, Means, Proposal, Record, RecordState, Role, Session
from ..models import AttendanceRow, SessionRow
from .errors import NoSuchSession


def reference_of(number: int) -> str:
    """What the outbox and remind know a session by."""
    return f"attendance:{number}"


def leaves_of(number: int) -> str:
    """What the outbox knows its leaves by: what is said of them goes on when it is moved."""
    return f"{reference_of(number)}:leaves"


def session_of(row: SessionRow) -> Session:
    """The session as the rules see it."""
    return Session(row.id, row.state, row.begins, row.ends, row.mode, settings.late_minutes)


def proposal_of(row: SessionRow) -> Proposal:
    """All that was confirmed for it."""
    return proposal_from(row.proposal)


def proposal_from(kept: str) -> Proposal:
    """The same from the column."""
    return Proposal.of(json.loads(kept))


def record_of(row: AttendanceRow | Mapping[str, Any]) -> Record:  # a raw row: columns of attendance_record
    """The facts of one record, from the model or from a raw row with all the columns of domain.Record."""
    if isinstance(row, AttendanceRow):
        return Record(
            row.role,
            row.voter,
            row.signed_in_at,
            row.means,
            row.signed_out_at,
            row.leave,
            row.official,
            row.correction,
            row.made_up_at,
        )
    return Record(
        Role(row["role"]),
        bool(row["voter"]),
        _maybe(row["signed_in_at"]),
        Means(row["means"]) if row["means"] else None,
        _maybe(row["signed_out_at"]),
        Leave(row["leave"]),
        bool(row["official"]),
        RecordState(row["correction"]) if row["correction"] else None,
        _maybe(row["made_up_at"]),
    )


def _maybe(value: datetime | str | None) -> datetime | None:
    return None if value is None else moment(value)


async def store(row_id: int, record: Record, session: Session, **more: object) -> RecordState:
    """Writes the facts and what they count as, with `more` columns (leave_reason, leave_decided_by …), and returns the
    state. Call `recount` once when all of a use case are stored."""
    state = domain.state_of(record, session)
    facts = {one.name: getattr(record, one.name) for one in fields(record)}
    await AttendanceRow.filter(id=row_id).update(state=state, **facts, **more)
    return state


_RECOUNT = """
UPDATE attendance_session SET
    expected = (SELECT COUNT(*) FROM attendance_record r WHERE r.session_id = attendance_session.id AND r.role = 'expected'),
    present = (SELECT COUNT(*) FROM attendance_record r WHERE r.session_id = attendance_session.id
               AND r.role = 'expected' AND r.state IN ('present', 'late'))
WHERE id = ?
"""


async def recount(tx: Transaction, number: int) -> None:
    """Makes the two counters of a session what its records say."""
    await tx.execute(_RECOUNT, (number,))


async def load(number: int) -> SessionRow:
    """The session of this number. Raises NoSuchSession."""
    row = await SessionRow.get_or_none(id=number)
    if row is None:
        raise NoSuchSession(number)
    return row


async def exists(number: int | None) -> bool:
    """Whether there is a session of this number, whoever may see it."""
    return await SessionRow.exists(id=number)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose records an officer may see and change: these units with all below them; everything of the session where `whole`."""

    units: tuple[UnitView, ...]
    whole: bool
    tree: UnitTree

    def covers(self, unit_id: int) -> bool:
        """Whether records of this unit are within reach."""
        if self.whole:
            return True
        unit = self.tree.get(unit_id)
        return unit is not None and any(one.id in unit.path for one in self.units)


async def reach(account: str, row: SessionRow) -> Reach:
    """What the account may do with the people of a session at this moment: officers of its unit or above and its host
    reach everybody, officers of a unit below the people of that unit. Raises NotOfficerOver."""
    tree = await load_tree()
    actor = await directory().actor(account)
    unit = tree.get(row.unit_id)
    whole = (unit is not None and actor.is_officer_over(unit)) or is_host(actor.person_id, row)
    units = actor.officer_units()
    if not whole and not units:
        raise NotOfficerOver(row.unit_name)
    return Reach(units, whole, tree)


def is_host(person_id: int | None, row: SessionRow) -> bool:
    """Whether this person is the host (主持) of the session."""
    return person_id is not None and proposal_of(row).host_id == person_id


async def lead(account: str, row: SessionRow) -> None:
    """For what concerns a session as a whole (改期, 结束, 签到码, 纪要): an officer of its unit or above, or its host.
    Raises NotOfficerOver."""
    if not (await reach(account, row)).whole:
        raise NotOfficerOver(row.unit_name)
