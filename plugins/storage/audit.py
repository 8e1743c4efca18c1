"""Who did what to whose record, in the transaction that does it."""

import json
from collections.abc import Mapping
from typing import Any

from . import clock
from .transactions import Transaction

_RECORD = "INSERT INTO storage_audit (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)"


async def record(
    tx: Transaction,
    actor: str,
    action: str,
    subject: str,
    detail: Mapping[str, Any] | None = None,  # JSON of the action's own shape
) -> None:
    """Notes that `actor` (an account, "system" or "cli") did `action` ("relay.issue") to `subject` ("directive:12").
    Never for anonymous cases, and never with the text of anybody's message."""
    await tx.execute(_RECORD, (clock.now(), actor, action, subject, json.dumps(detail or {}, ensure_ascii=False)))
