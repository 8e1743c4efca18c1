"""The due-queue: whatever is due later is a row, so a restart loses nothing and what was due meanwhile runs late.

A handler is called at least once for a row: it must bear being called again, and says itself what it does when it is
late (`due.now - due.due_at`). It may finish with `await due.done(tx)` in its own use case, so that its effect and the
end of the row are one commit.
"""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from nonebot.log import logger

from . import clock
from .failpoints import failpoint
from .reading import dialect, moment, read
from .transactions import Transaction
from .writer import write

RUNNING_LIMIT = 8
"""Handlers at once in this process."""
HANDLER_SECONDS = 240
"""A handler is given up after this."""
LEASE_SECONDS = 300
"""How long another process (PostgreSQL) leaves a claimed row alone; more than HANDLER_SECONDS."""
BACK_OFF_SECONDS = (5, 3600)
"""The wait after a first failure and the longest one; it doubles with each failure."""

Handler = Callable[["Due"], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Due:
    """A row whose time has come. `due_at` is when it was to run, `now` when it does (both aware UTC), `attempt` how
    often it failed before."""

    kind: str
    key: str
    due_at: datetime
    now: datetime
    payload: Mapping[str, Any]  # JSON of the kind's own shape
    attempt: int
    id: int
    owner: str

    async def done(self, tx: Transaction) -> bool:
        """Ends the row in the use case that has its effect. False when it was scheduled anew or cancelled meanwhile."""
        return bool(await tx.execute(_DONE, (self.id, self.owner)))


_handlers: dict[str, Handler] = {}
_running: dict[int, asyncio.Task[None]] = {}
_process = secrets.token_hex(6)
_claims = count(1)

_SCHEDULE = (
    "INSERT INTO storage_due (kind, key, due_at, run_at, payload, attempt) VALUES (?, ?, ?, ?, ?, 0) "
    "ON CONFLICT (kind, key) DO UPDATE SET due_at = excluded.due_at, run_at = excluded.run_at, "
    "payload = excluded.payload, attempt = 0, owner = NULL, lease_until = NULL"
)
_NO_LATER = f"{_SCHEDULE} WHERE storage_due.run_at > excluded.run_at OR storage_due.owner IS NOT NULL"
_DONE = "DELETE FROM storage_due WHERE id = ? AND owner = ? RETURNING id"
_FAILED = (
    "UPDATE storage_due SET attempt = attempt + 1, run_at = ?, owner = NULL, lease_until = NULL "
    "WHERE id = ? AND owner = ?"
)
_FREE = {"sqlite": "", "postgres": " AND (lease_until IS NULL OR lease_until < now())"}
"""On SQLite there is one process, and what it runs it knows; leases go by the server's clock."""
_CLAIM = {
    "sqlite": "UPDATE storage_due SET owner = ?",
    "postgres": f"UPDATE storage_due SET owner = ?, lease_until = now() + interval '{LEASE_SECONDS} seconds'",
}
_LOCK = {"sqlite": "", "postgres": " FOR UPDATE SKIP LOCKED"}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Registers the handler of `kind` ("relay.remind"). Rows of kinds without a handler wait."""

    def register(handler: Handler) -> Handler:
        if kind in _handlers:
            raise ValueError(f"{kind} has a handler already")
        _handlers[kind] = handler
        return handler

    return register


async def schedule(
    tx: Transaction,
    kind: str,
    key: str,
    due_at: datetime,
    payload: Mapping[str, Any] | None = None,  # JSON of the kind's own shape
) -> None:
    """Has the handler of `kind` called at `due_at` (aware). The same kind and key again replaces what was scheduled."""
    await tx.execute(_SCHEDULE, (kind, key, due_at, due_at, json.dumps(payload or {}, ensure_ascii=False)))


async def no_later_than(
    tx: Transaction,
    kind: str,
    key: str,
    due_at: datetime,
    payload: Mapping[str, Any] | None = None,  # JSON of the kind's own shape
) -> None:
    """As schedule, but what is scheduled earlier stays: of several that ask, the earliest counts, in whatever order they
    commit. A handler that is running ends with this too, not with `done`."""
    await tx.execute(_NO_LATER, (kind, key, due_at, due_at, json.dumps(payload or {}, ensure_ascii=False)))


async def cancel(tx: Transaction, kind: str, key: str) -> bool:
    """Takes a row back; False when there was none. A handler that is running goes on."""
    return bool(await tx.execute("DELETE FROM storage_due WHERE kind = ? AND key = ? RETURNING id", (kind, key)))


async def tick(now: datetime | None = None) -> list[asyncio.Task[None]]:
    """Starts the handlers of what is due at `now` and returns their tasks. Writes nothing when nothing is due."""
    now = now or clock.now()
    room = RUNNING_LIMIT - len(_running)
    if room <= 0 or not _handlers:
        return []
    condition, params = _due(now)
    if not await read(f"SELECT id FROM storage_due WHERE {condition} LIMIT 1", params):
        return []

    async def claim(tx: Transaction) -> list[Due]:
        owner = f"{_process}:{next(_claims)}"
        rows = await tx.execute(
            f"{_CLAIM[tx.dialect]} WHERE id IN (SELECT id FROM storage_due WHERE {condition} "
            f"ORDER BY run_at, id LIMIT {room}{_LOCK[tx.dialect]}) "
            "RETURNING id, kind, key, due_at, payload, attempt",
            (owner, *params),
        )
        failpoint("storage.due.claim.before_commit")
        return [_due_of(row, owner, now) for row in rows]

    claimed = await write(claim)
    failpoint("storage.due.claim.after_commit")
    return [_start(due) for due in sorted(claimed, key=lambda due: (due.due_at, due.id))]


async def run_due(now: datetime | None = None) -> int:
    """Runs the handlers of what is due at `now` to their end and returns how many there were; for tests and tools."""
    tasks = await tick(now)
    await asyncio.gather(*tasks)
    return len(tasks)


async def finish(seconds: float = 10) -> None:
    """Waits for running handlers, then gives up the rest: their rows are still there at the next start."""
    tasks = list(_running.values())
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def _due(now: datetime) -> tuple[str, list[Any]]:  # parameters of SQL
    kinds, running = list(_handlers), list(_running)
    condition = f"run_at <= ? AND kind IN ({', '.join('?' * len(kinds))}){_FREE[dialect()]}"
    if running:
        condition += f" AND id NOT IN ({', '.join('?' * len(running))})"
    return condition, [now, *kinds, *running]


def _due_of(row: Mapping[str, Any], owner: str, now: datetime) -> Due:  # a raw row
    return Due(
        kind=row["kind"],
        key=row["key"],
        due_at=moment(row["due_at"]),
        now=now,
        payload=json.loads(row["payload"]),
        attempt=row["attempt"],
        id=row["id"],
        owner=owner,
    )


def _start(due: Due) -> asyncio.Task[None]:
    task = asyncio.create_task(_run(due), name=f"due:{due.kind}")
    _running[due.id] = task
    task.add_done_callback(lambda _: _running.pop(due.id, None))
    return task


async def _run(due: Due) -> None:
    try:
        async with asyncio.timeout(HANDLER_SECONDS):
            await _handlers[due.kind](due)
    except Exception as error:
        logger.error("a job of kind {} failed ({}), attempt {}", due.kind, type(error).__name__, due.attempt + 1)
        await _settle(due, failed=True)
    else:
        await _settle(due, failed=False)


async def _settle(due: Due, *, failed: bool) -> None:
    first, longest = BACK_OFF_SECONDS
    again = timedelta(seconds=min(first * 2 ** min(due.attempt, 12), longest))

    async def work(tx: Transaction) -> None:
        if failed:
            await tx.execute(_FAILED, (clock.now() + again, due.id, due.owner))
        else:
            await due.done(tx)
        failpoint("storage.due.settle.before_commit")

    try:
        await write(work)
    except Exception as error:  # the row stays and would be due at once: not before the database had time to recover
        logger.error("the end of a job of kind {} was not kept: {}", due.kind, type(error).__name__)
        await asyncio.sleep(first)
    failpoint("storage.due.settle.after_commit")
