"""纪要 and 会议记录: what was said, and what is filed."""

from datetime import datetime

from plugins import storage
from plugins.gateway import inbox
from plugins.gateway.directory import directory
from plugins.gateway.request import Origin
from plugins.storage import Transaction, audit, read

from ..domain import Missing, Protocol
from ..models import MinutesRow, SessionRow
from . import boards
from .rows import lead, load, proposal_of, session_of

NAMED = 400
"""Who was there is listed by name up to so many people."""

_PEOPLE = """
SELECT p.name, u.name AS unit, r.role, r.state, r.official, r.leave_reason, r.made_up_at FROM attendance_record r
JOIN org_person p ON p.id = r.person_id JOIN org_unit u ON u.id = r.unit_id
WHERE r.session_id = ? ORDER BY u.path, r.person_id
"""


async def write(account: str, number: int, text: str, origin: Origin, now: datetime) -> bool:
    """Keeps 纪要; an older one stays below it. Whether there was one. Raises NoSuchSession, NotOfficerOver.

    The recorder named at the call may too.
    """

    async def work(tx: Transaction) -> bool:
        await inbox.first_time(tx, origin, now)
        row = await load(number)
        await _may(account, row)
        before = await MinutesRow.filter(session_id=number).exists()
        await MinutesRow.create(session_id=number, text=text, written_by=account, written_at=now)
        await audit.record(tx, account, "attendance.minutes", f"session:{number}")
        return before

    return await storage.write(work)


async def newest(account: str, number: int) -> str:
    """The text that counts, "" for none. Raises NoSuchSession, NotOfficerOver."""
    await _may(account, await load(number))
    return await _newest(number)


async def protocol(account: str, number: int) -> Protocol:
    """All of 会议记录, for who leads the session or records it. Raises NoSuchSession, NotOfficerOver."""
    row = await load(number)
    await _may(account, row)
    return await protocol_of(row)


async def protocol_of(row: SessionRow) -> Protocol:
    """The same for who has the machine (bot.py print)."""
    people = await read(_PEOPLE, (row.id,))
    there = [one for one in people if one["state"] in ("present", "late")]
    present = [one["name"] for one in there if one["role"] == "expected"]
    missing = tuple(
        Missing(
            one["name"],
            one["unit"],
            one["state"],
            bool(one["official"]),
            one["leave_reason"],
            one["made_up_at"] is not None,
        )
        for one in people
        if one["role"] == "expected" and one["state"] not in ("present", "late")
    )
    return Protocol(
        session_of(row),
        proposal_of(row),
        row.unit_name,
        (await boards.stand_of(row)).totals,
        await boards.quorum_of(row),
        tuple(present) if len(present) <= NAMED else (),
        tuple(one["name"] for one in there if one["role"] == "observer"),
        missing,
        await _newest(row.id),
    )


async def _newest(number: int) -> str:
    row = await MinutesRow.filter(session_id=number).order_by("-id").first()
    return row.text if row else ""


async def _may(account: str, row: SessionRow) -> None:
    person = (await directory().actor(account)).person_id
    if person is None or person != proposal_of(row).recorder_id:
        await lead(account, row)
