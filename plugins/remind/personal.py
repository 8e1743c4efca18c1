"""What is kept on a person about reminders, and for how long."""

from datetime import datetime

from plugins.org.contribute import PersonalData, contributes
from plugins.storage import Transaction, read

from . import texts

COUNT_DAYS = 180
"""Counts are erased this long after their matter was last planned or asked for."""

_OLD = "SELECT id FROM remind_matter WHERE touched_at < ? AND next_at IS NULL AND (until IS NULL OR until < ?)"


async def own_part(person_id: int) -> PersonalData:
    """remind's part of 我的数据."""
    rows = await read(
        "SELECT COUNT(*) AS matters, SUM(count) AS told FROM remind_count WHERE person_id = ?", (person_id,)
    )
    lines = (texts.own_part_line(rows[0]["matters"], rows[0]["told"]),) if rows[0]["matters"] else ()
    return PersonalData(texts.own_part_title(COUNT_DAYS), lines)


async def erase(tx: Transaction, person_id: int) -> None:
    await tx.execute("DELETE FROM remind_count WHERE person_id = ?", (person_id,))


async def erase_old(tx: Transaction, before: datetime) -> None:
    """Erases matters not touched since, with their counts."""
    for table in ("remind_count", "remind_round"):
        await tx.execute(f"DELETE FROM {table} WHERE matter_id IN ({_OLD})", (before, before))
    await tx.execute(f"DELETE FROM remind_matter WHERE id IN ({_OLD})", (before, before))


contributes(personal_data=own_part, erase=erase)
