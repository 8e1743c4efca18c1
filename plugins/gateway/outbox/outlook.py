"""What the table holds for the drain: read without writing, so that an idle outbox costs nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise import connections

from plugins.storage import Transaction, clock, write

from ..chats import Chat
from . import doubts, rows
from .domain import State
from .models import OutboxRow

_SEEN = (
    "id",
    "attempt",
    "chat",
    "via",
    "account",
    "send_started_at",
    "created_at",
    "message_id",
    "state",
    "due_at",
    "number",
)
MOST_LOOKS = 32
"""Doubtful rows looked after at a time."""


@dataclass(frozen=True, slots=True)
class Attention:
    """A row that needs looking after: in doubt, or sent and to be recalled."""

    id: int
    attempt: int
    chat: Chat
    account: str
    started: datetime
    message_id: str
    state: State
    due_at: datetime
    number: int | None


@dataclass(frozen=True, slots=True)
class View:
    """The table at one moment. `alone`: no other process writes to it."""

    alone: bool
    next_due: Mapping[State, datetime]
    next_expiry: datetime | None
    attention: tuple[Attention, ...]

    def queued(self, now: datetime) -> bool:
        """Whether something may be due to be sent."""
        return self._due(State.QUEUED, now)

    def doubtful(self, now: datetime) -> list[Attention]:
        return [row for row in self.attention if row.state is State.UNCERTAIN and row.due_at <= now]

    def to_recall(self, now: datetime) -> list[Attention]:
        return [row for row in self.attention if row.state is State.SENT and row.due_at <= now]

    def seconds_to_next(self, now: datetime) -> float:
        """Until the next row becomes due; what is due already is being seen to."""
        times = [due for due in (*self.next_due.values(), self.next_expiry) if due and due > now]
        times += [row.due_at for row in self.attention if row.due_at > now]
        return min(((at - now).total_seconds() for at in times), default=float("inf"))

    def needs_sweep(self, now: datetime) -> bool:
        expired = self.next_expiry is not None and self.next_expiry <= now
        return expired or self._due(State.SENDING, now) or self._due(State.HELD, now)

    def _due(self, state: State, now: datetime) -> bool:
        due = self.next_due.get(state)
        return due is not None and due <= now


NOTHING = View(True, {}, None, ())
"""Before the first look."""


async def read() -> View:
    """Two reads over the rows that still have something due."""
    connection = connections.get("default")
    found = await connection.execute_query_dict(
        """SELECT state, MIN(due_at) AS due, MIN(expires_at) AS expires FROM gateway_outbox
        WHERE due_at IS NOT NULL GROUP BY state"""
    )
    states = {State(row["state"]): row for row in found}
    attention: list[Attention] = []
    if State.UNCERTAIN in states or State.SENT in states:
        doubtful = OutboxRow.filter(state__in=[State.UNCERTAIN, State.SENT], due_at__not_isnull=True)
        attention = [_attention(row) for row in await doubtful.order_by("due_at").limit(MOST_LOOKS).only(*_SEEN)]
    expiries = [rows.as_time(states[s]["expires"]) for s in (State.QUEUED, State.HELD) if s in states]
    return View(
        alone=connection.capabilities.dialect == "sqlite",
        next_due={state: due for state, row in states.items() if (due := _due(row))},
        next_expiry=min((at for at in expiries if at), default=None),
        attention=tuple(attention),
    )


def _due(row: Mapping[str, Any]) -> datetime | None:  # a row as the driver gave it
    return rows.as_time(row["due"])


def _attention(row: OutboxRow) -> Attention:
    started = row.send_started_at or row.created_at
    chat = rows.chat_of(row.chat, row.via)
    return Attention(
        row.id,
        row.attempt,
        chat,
        row.account or "",
        started,
        row.message_id or "",
        row.state,
        row.due_at or started,
        row.number,
    )


async def begin() -> None:
    """At start: what a process before this one left half sent becomes uncertain, and the doubtful chats are known."""

    async def work(tx: Transaction) -> None:
        await rows.give_up_leases(tx, clock.now(), all_of_them=tx.dialect == "sqlite")

    if await OutboxRow.filter(state=State.SENDING).exists():
        await write(work)
    doubtful = OutboxRow.filter(state__in=[State.UNCERTAIN, State.NEEDS_HUMAN])
    for key in await doubtful.distinct().values_list("chat", flat=True):
        doubts.note(str(key))


async def sweep(now: datetime, mine: Collection[int]) -> None:
    """Ends what has expired, takes over what a dead process had claimed, lets held rows try again. For when
    `View.needs_sweep`. `mine`: rows this process has in hand; the clock may have jumped."""

    async def work(tx: Transaction) -> list[str]:
        await rows.expire(tx, now)
        await rows.probe(tx, now)
        return await rows.give_up_leases(tx, now, besides=mine)

    for key in await write(work):
        doubts.note(key)
