"""The SQL of the outbox: claim, release, sweep. One statement each, the same words on SQLite and PostgreSQL."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, count
from typing import Any, NamedTuple, Self

from plugins.storage import Transaction

from .. import chats
from ..chats import PLATFORM, Chat
from ..segments import Segment
from . import bodies, content
from .domain import LEASE, Lane, Recall, State, Step


class Claimed(NamedTuple):
    """A row that is ours to send, once."""

    id: int
    attempt: int
    chat: Chat
    frozen: str
    lane: Lane
    number: int | None
    kind: str
    ref: str
    started: datetime
    sealed: str | None = None

    def __repr__(self) -> str:
        return f"Claimed({self.id}, attempt {self.attempt})"

    @property
    def segments(self) -> tuple[Segment, ...]:
        return content.thawed(self.frozen)


@dataclass(frozen=True, slots=True)
class Reach:
    """The keys of the chats an account may take, as JSON arrays. Groups and private chats apart: those are few and
    always looked up, these may be thousands and are not read while only groups wait."""

    groups: str
    private: str

    @classmethod
    def of(cls, groups: Iterable[str] = (), people: Iterable[str] = ()) -> Self:
        """By the ids of groups and the accounts of friends."""
        return cls(
            json.dumps([chats.group(group).key for group in groups]),
            json.dumps([chats.private(account).key for account in people]),
        )


def moment(tx: Transaction, value: datetime | None) -> Any:  # what the driver takes: text on SQLite
    """A time as a statement's parameter."""
    return value.astimezone(UTC).isoformat(" ") if value and tx.dialect == "sqlite" else value


def as_time(value: Any) -> datetime | None:  # what the driver gave
    """A time out of a row of `execute`, aware UTC."""
    parsed = datetime.fromisoformat(value) if isinstance(value, str) else value
    return parsed.astimezone(UTC) if parsed else None


_claims = count()
"""Each claim has a name of its own, after its owner's."""


@lru_cache(maxsize=4096)
def chat_of(key: str, via: str) -> Chat:
    known = Chat.parse(key)
    return Chat(known.kind, known.id, known.platform, via)


async def claim(
    tx: Transaction, *, owner: str, account: str, now: datetime, most: int, reach: Reach | None, least: Lane = Lane.BULK
) -> list[Claimed]:
    """Takes up to `most` rows for `account`, urgent ones first and none after `least`, in order inside a chat and lane.

    `reach` is the chats the account may take, None for all; whom a sealed row is for shows later. A row waits while an earlier
    one of its chat and lane is due, under way or held; a later part has no due time until the one before is sent.
    It comes back as one JSON value: many rows would be fetched one by one, each a turn that everybody else waits for.
    """
    owner = f"{owner}-{next(_claims)}"
    started, due = moment(tx, now), moment(tx, now + LEASE)
    within, keys = "", []
    lanes = "" if least is Lane.BULK else f"AND r.lane <= {int(least)}"
    if reach is not None:
        one_of = "SELECT value FROM json_each(?)"
        if tx.dialect == "postgres":
            one_of = "SELECT json_array_elements_text(CAST(? AS JSON))"
        within = f"""AND (r.sealed IS NOT NULL OR (r.chat LIKE '{PLATFORM}:group:%' AND r.chat IN ({one_of}))
            OR (r.chat LIKE '{PLATFORM}:private:%' AND r.chat IN ({one_of})))"""
        keys = [reach.groups, reach.private]
    locking = "FOR UPDATE OF r SKIP LOCKED" if tx.dialect == "postgres" else ""
    array, by_id = "json_group_array(json_array", "json_group_object"
    if tx.dialect == "postgres":
        array, by_id = "json_agg(json_build_array", "json_object_agg"
    ours = "state = 'sending' AND owner = ?"
    changed, (one,) = await tx.change_and_read(
        f"""
        UPDATE gateway_outbox SET state = 'sending', attempt = attempt + 1, looks = 0, owner = ?, account = ?,
            send_started_at = ?, due_at = ?
        WHERE id IN (
            SELECT r.id FROM gateway_outbox r
            WHERE r.state = 'queued' AND r.due_at <= ? AND (r.expires_at IS NULL OR r.expires_at > ?) {lanes} {within}
            AND NOT EXISTS (
                SELECT 1 FROM gateway_outbox e WHERE e.chat = r.chat AND e.lane = r.lane AND e.id < r.id
                AND e.state IN ('queued', 'sending', 'held')
                AND (e.state <> 'queued' OR (e.due_at IS NOT NULL AND e.not_before <= ?)))
            ORDER BY r.lane, r.id LIMIT ? {locking})
        """,
        [owner, account, started, due, started, started, *keys, started, most],
        f"""SELECT {array}(segments, body_id, id, attempt, chat, via, lane, number, kind, ref, sealed)) AS rows,
            (SELECT {by_id}(b.id, b.segments) FROM gateway_body b
            WHERE b.id IN (SELECT body_id FROM gateway_outbox WHERE {ours})) AS bodies
        FROM gateway_outbox WHERE {ours}""",
        [owner, owner],
    )
    if not changed:
        return []
    found, body = json.loads(one["rows"]), json.loads(one["bodies"] or "{}")
    claimed = [
        Claimed(id, attempt, chat_of(chat, via), text or body[str(body_id)], Lane(lane), number, kind, ref, now, sealed)
        for text, body_id, id, attempt, chat, via, lane, number, kind, ref, sealed in found
    ]
    return sorted(claimed, key=lambda row: (row.lane, row.id))


async def give_back(tx: Transaction, claimed: Sequence[Claimed], due_at: datetime) -> None:
    """Rows that were claimed and not begun may be claimed again from `due_at` on; no attempt is counted. Stopped ones end."""
    for row in claimed:
        await tx.execute(
            """UPDATE gateway_outbox SET state = 'queued', attempt = attempt - 1, owner = NULL, send_started_at = NULL,
            due_at = ? WHERE id = ? AND attempt = ? AND state = 'sending'""",
            [moment(tx, due_at), row.id, row.attempt],
        )
    await tx.execute(
        f"""UPDATE gateway_outbox SET state = 'cancelled', due_at = NULL, evidence = 'stopped'
        WHERE state = 'queued' AND recall = '{Recall.WANTED}'"""
    )


async def erase_sealed(tx: Transaction, row_id: int) -> None:
    """A sealed row has been tried."""
    await tx.execute("DELETE FROM gateway_outbox WHERE id = ? AND sealed IS NOT NULL", [row_id])


class Answered(NamedTuple):
    """A send that went well: the hot path of marking."""

    id: int
    attempt: int
    message_id: str


async def mark_sent(tx: Transaction, answers: Sequence[Answered], now: datetime) -> set[int]:
    """Marks rows that are still being sent by that attempt; the ids of those it found so. While all is well no row comes
    back (see `claim`)."""
    values = ", ".join(["(CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS TEXT))"] * len(answers))
    ids = [answer.id for answer in answers]
    these = f"id IN ({', '.join('?' * len(ids))}) AND state = 'sent' AND sent_at = ?"
    marked, this_time = set(ids), [*ids, moment(tx, now)]
    changed, more = await tx.change_and_read(
        f"""
        UPDATE gateway_outbox SET state = 'sent', sent_at = ?, owner = NULL, evidence = 'answer',
            message_id = v.column3, due_at = CASE WHEN recall = '{Recall.WANTED}' THEN send_started_at END
        FROM (VALUES {values}) AS v
        WHERE gateway_outbox.id = v.column1 AND attempt = v.column2 AND state = 'sending'
        """,
        [moment(tx, now), *chain.from_iterable(answers)],
        f"""SELECT id, key, chat, part, parts, recall FROM gateway_outbox
        WHERE {these} AND (part < parts OR recall = '{Recall.WANTED}')""",
        this_time,
    )
    if changed < len(ids):
        marked = {row["id"] for row in await tx.execute(f"SELECT id FROM gateway_outbox WHERE {these}", this_time)}
    for row in more:
        if row["recall"] == Recall.WANTED:
            await bodies.strip(tx, [row["id"]])
        if row["part"] < row["parts"]:
            await release_next(tx, row["key"], row["chat"], row["part"])
    return marked


async def release_next(tx: Transaction, key: str, chat: str, part: int) -> None:
    """The part after a sent one may go."""
    await tx.execute(
        """UPDATE gateway_outbox SET due_at = not_before
        WHERE key = ? AND chat = ? AND part = ? AND state = 'queued' AND due_at IS NULL""",
        [key, chat, part + 1],
    )


async def end_later_parts(tx: Transaction, key: str, chat: str, part: int, state: State) -> None:
    """What comes after a part that will never be there is given up with it."""
    await tx.execute(
        """UPDATE gateway_outbox SET state = ?, due_at = NULL, evidence = 'an earlier part did not go out'
        WHERE key = ? AND chat = ? AND part > ? AND state = 'queued'""",
        [state.value, key, chat, part],
    )


async def apply(tx: Transaction, row_id: int, step: Step, segments: str | None = None) -> None:
    """Writes a decision on a row, and what it means for the later parts of its message."""
    rows = await tx.execute(
        """
        UPDATE gateway_outbox SET state = ?, evidence = ?, due_at = ?, message_id = ?, sent_at = ?, refusals = ?,
            looks = ?, repeated = ?, attempt = attempt - ?, owner = NULL, segments = COALESCE(?, segments)
        WHERE id = ? RETURNING key, chat, part, parts
        """,
        [
            step.state.value,
            step.evidence[:200],
            moment(tx, step.due_at),
            step.message_id or None,
            moment(tx, step.sent_at),
            step.refusals,
            step.looks,
            step.repeated if tx.dialect == "postgres" else int(step.repeated),
            int(step.uncount),
            segments,
            row_id,
        ],
    )
    for row in rows:
        if row["part"] == row["parts"]:
            continue
        if step.state is State.SENT:
            await release_next(tx, row["key"], row["chat"], row["part"])
        elif step.state in (State.REJECTED, State.CANCELLED, State.EXPIRED):
            await end_later_parts(tx, row["key"], row["chat"], row["part"], step.state)


async def give_up_leases(
    tx: Transaction, now: datetime, *, all_of_them: bool = False, besides: Collection[int] = ()
) -> list[str]:
    """Rows whose process is gone become uncertain; their chats. Sealed ones had their one try. `all_of_them`: this is the only
    process, just begun. `besides`: rows that are in good hands, whatever the clock says."""
    where = "" if all_of_them else "AND due_at <= ?"
    if besides:
        where += f" AND id NOT IN ({', '.join(map(str, besides))})"
    params = [moment(tx, now)] if all_of_them else [moment(tx, now)] * 2
    await tx.execute(
        f"DELETE FROM gateway_outbox WHERE state = 'sending' AND sealed IS NOT NULL {where}",
        params[1:],
    )
    rows = await tx.execute(
        f"""UPDATE gateway_outbox SET state = 'uncertain', evidence = 'the process ended', owner = NULL, due_at = ?
        WHERE state = 'sending' {where} RETURNING chat""",
        params,
    )
    return [row["chat"] for row in rows]


async def expire(tx: Transaction, now: datetime) -> int:
    """Ends what waited beyond its time; how many rows."""
    await tx.execute(
        "DELETE FROM gateway_outbox WHERE state = 'queued' AND sealed IS NOT NULL AND expires_at <= ?",
        [moment(tx, now)],
    )
    rows = await tx.execute(
        """UPDATE gateway_outbox SET state = 'expired', due_at = NULL
        WHERE state IN ('queued', 'held') AND expires_at <= ? RETURNING id""",
        [moment(tx, now)],
    )
    return len(rows)


async def probe(tx: Transaction, now: datetime) -> int:
    """Held rows whose probe is due try again; how many."""
    rows = await tx.execute(
        "UPDATE gateway_outbox SET state = 'queued' WHERE state = 'held' AND due_at <= ? RETURNING id",
        [moment(tx, now)],
    )
    return len(rows)


async def stop(tx: Transaction, ref: str) -> tuple[int, int, int]:
    """Cancels what waits and asks to recall what may be out: (cancelled, to be recalled later, already sent)."""
    erased = await tx.execute(
        "DELETE FROM gateway_outbox WHERE ref = ? AND state = 'queued' AND sealed IS NOT NULL RETURNING id", [ref]
    )
    cancelled = await tx.execute(
        """UPDATE gateway_outbox SET state = 'cancelled', due_at = NULL, evidence = 'stopped'
        WHERE ref = ? AND state IN ('queued', 'held') RETURNING id""",
        [ref],
    )
    later = await tx.execute(
        f"""UPDATE gateway_outbox SET recall = '{Recall.WANTED}'
        WHERE ref = ? AND state IN ('sending', 'uncertain', 'needs_human') AND sealed IS NULL RETURNING id""",
        [ref],
    )
    sent = await tx.execute("SELECT COUNT(*) AS n FROM gateway_outbox WHERE ref = ? AND state = 'sent'", [ref])
    return len(erased) + len(cancelled), len(later), sent[0]["n"]
