"""Content that stands once for many rows: a directive of 2,000 characters to 1,000 groups is one body."""

import hashlib
from collections.abc import Iterable, Mapping

from plugins.storage import Transaction, read

from ..segments import Segment
from . import content
from .models import OutboxRow

NOTHING = "[]"
"""The segments of a row whose words are gone."""
SHORT = 200
"""Characters up to which a body would cost more than it saves."""


async def keep(tx: Transaction, frozen: str) -> int:
    """The id of the body with this content, new or there already."""
    digest = hashlib.sha256(frozen.encode()).hexdigest()
    added = await tx.execute(
        """INSERT INTO gateway_body (hash, segments) VALUES (?, ?)
        ON CONFLICT (hash) DO UPDATE SET hash = excluded.hash RETURNING id""",
        [digest, frozen],
    )
    return int(added[0]["id"])


async def erase_unused(tx: Transaction) -> None:
    """Deletes the content that no row has any more."""
    await tx.execute(
        "DELETE FROM gateway_body WHERE NOT EXISTS (SELECT 1 FROM gateway_outbox r WHERE r.body_id = gateway_body.id)"
    )


async def strip(tx: Transaction, row_ids: Iterable[int]) -> None:
    """The words of rows that need them no longer go; the rows stay with their message ids."""
    ids = list(row_ids)
    if not ids:
        return
    which = ", ".join("?" * len(ids))
    held = await tx.execute(f"SELECT DISTINCT body_id FROM gateway_outbox WHERE id IN ({which})", ids)
    await tx.execute(f"UPDATE gateway_outbox SET segments = '{NOTHING}', body_id = NULL WHERE id IN ({which})", ids)
    for row in filter(lambda row: row["body_id"] is not None, held):
        await tx.execute(
            """DELETE FROM gateway_body WHERE id = ?
            AND NOT EXISTS (SELECT 1 FROM gateway_outbox r WHERE r.body_id = gateway_body.id)""",
            [row["body_id"]],
        )


async def load(ids: Iterable[int]) -> Mapping[int, str]:
    """The frozen content of bodies; inside a use case it sees what that wrote."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    found = await read(f"SELECT id, segments FROM gateway_body WHERE id IN ({', '.join('?' * len(wanted))})", wanted)
    return {int(row["id"]): str(row["segments"]) for row in found}


async def segments_of(row: OutboxRow) -> tuple[Segment, ...]:
    """The content of a row, wherever it is kept."""
    if row.body_id is None or row.segments:
        return content.thawed(row.segments)
    return content.thawed((await load([row.body_id]))[row.body_id])
