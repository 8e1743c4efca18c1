"""What relay keeps on one person, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins.storage import Transaction, moment, read

RECEIPT_DAYS = 180
"""Receipts by name are erased this long after their directive was issued; its count stays."""

_MINE = (
    "SELECT d.id, d.title, r.read_at, r.earlier_read_at, r.told_by, r.told_how FROM relay_receipt r "
    "JOIN relay_directive d ON d.id = r.directive_id WHERE r.person_id = ? ORDER BY d.id DESC"
)
_UNREAD = (
    "SELECT d.id, d.title, d.deadline FROM relay_receipt r JOIN relay_directive d ON d.id = r.directive_id "
    "WHERE r.person_id = ? AND r.read_at IS NULL AND d.state = 'open' AND d.receipts "
    "ORDER BY d.id DESC LIMIT 50"
)
_OLD = "DELETE FROM relay_receipt WHERE directive_id IN (SELECT id FROM relay_directive WHERE issued_at < ?)"


@dataclass(frozen=True, slots=True)
class OwnReceipt:
    """One directive a person was addressed by; `read_at` aware UTC, None while unread."""

    number: int
    title: str
    read_at: datetime | None
    earlier: datetime | None = None
    """When they had read it before a correction that asked them again, aware UTC."""
    told_by: str = ""
    """The account of the officer who answered for them, and how they had been told."""
    told_how: str = ""


async def receipts_of(person_id: int) -> Sequence[OwnReceipt]:
    """All receipts kept on a person, the newest first."""
    return [
        OwnReceipt(
            row["id"],
            row["title"],
            _when(row["read_at"]),
            _when(row["earlier_read_at"]),
            row["told_by"] or "",
            row["told_how"] or "",
        )
        for row in await read(_MINE, (person_id,))
    ]


@dataclass(frozen=True, slots=True)
class Unread:
    """A directive that a person has not read yet; `deadline` aware UTC."""

    number: int
    title: str
    deadline: datetime | None


def _when(value: datetime | str | None) -> datetime | None:
    return None if value is None else moment(value)


async def unread_by(person_id: int) -> Sequence[Unread]:
    """What went out to a person and waits for their receipt, the newest 50."""
    return [Unread(row["id"], row["title"], _when(row["deadline"])) for row in await read(_UNREAD, (person_id,))]


async def erase_old_receipts(tx: Transaction, before: datetime) -> None:
    """Erases the receipts of directives issued before that moment."""
    await tx.execute(_OLD, (before,))


async def erase_old_texts(tx: Transaction, before: datetime) -> None:
    """Erases the texts of directives issued before that moment, and their corrections; title and counts stay."""
    await tx.execute("UPDATE relay_directive SET proposal = '' WHERE issued_at < ? AND state <> 'scheduled'", (before,))
    await tx.execute("DELETE FROM relay_correction WHERE issued_at < ?", (before,))
