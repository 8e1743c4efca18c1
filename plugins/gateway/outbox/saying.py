"""Saying something: rows of the outbox, in the transaction that decides them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from plugins.storage import Transaction, clock

from ..chats import Chat
from ..config import settings
from ..segments import Segment, text
from . import bell, blobs, bodies, content, rows
from .domain import Lane

Messages = Sequence[tuple[Segment, ...]]
"""What is said, one message after the other."""

TOGETHER = ("image",)
"""Attachments that stand in one message with the text; every other kind needs a message of its own."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One message, or part of one, to one chat.

    `key` names the message: the same key, chat and part again changes nothing. Its later parts wait for the earlier
    ones. `number` is what the message stands for when it is quoted. Times are aware UTC; after `expires_at` it is not
    sent any more. A `kind` beginning with "reminder" is never put to a person when in doubt.
    """

    key: str
    chat: Chat
    segments: Sequence[Segment]
    kind: str
    ref: str
    number: int | None = None
    lane: Lane = Lane.NORMAL
    not_before: datetime | None = None
    expires_at: datetime | None = None
    part: int = 1
    parts: int = 1
    sealed: str | None = field(default=None, repr=False)
    """For outbox.sealed alone: the route of a row whose chat is none."""


def messages(said: str, number: int | None = None, attached: Sequence[Segment] = ()) -> Messages:
    """A text in its stable parts, the last of them with its pictures, then each attachment that must stand alone."""
    *before, last = content.parts(said, settings.message_limit, number)
    found: list[tuple[Segment, ...]] = [(text(part),) for part in before]
    found.append((text(last), *(piece for piece in attached if piece.type in TOGETHER)))
    return [*found, *((piece,) for piece in attached if piece.type not in TOGETHER)]


async def say(
    tx: Transaction,
    chats: Iterable[Chat],
    what: Messages,
    *,
    key: str,
    kind: str,
    ref: str,
    number: int | None = None,
    lane: Lane = Lane.NORMAL,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Says messages in each chat, in their order; the other arguments are Saying's. Raises as `enqueue` does."""
    await enqueue_all(
        tx,
        [
            Saying(key, chat, segments, kind, ref, number, lane, not_before, expires_at, part, len(what))
            for chat in chats
            for part, segments in enumerate(what, 1)
        ],
    )


async def enqueue(
    tx: Transaction,
    *,
    key: str,
    chat: Chat,
    segments: Sequence[Segment],
    kind: str,
    ref: str,
    number: int | None = None,
    lane: Lane = Lane.NORMAL,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    part: int = 1,
    parts: int = 1,
) -> None:
    """Says `segments` in `chat`, some time after the transaction is kept; the arguments are Saying's.

    Raises blobs.BlobGone for a picture whose bytes are not kept.
    """
    saying = Saying(key, chat, segments, kind, ref, number, lane, not_before, expires_at, part, parts)
    await enqueue_all(tx, [saying])


async def enqueue_all(tx: Transaction, sayings: Iterable[Saying]) -> None:
    """Says all of it, in this order: one statement for however many chats, and what they have in common kept once.

    Raises as `enqueue` does; then nothing is said.
    """
    said = list(sayings)
    if not said:
        return
    now = clock.now()
    stored = await _stored(tx, said)
    at = rows.moment(tx, now)
    await tx.execute_many(
        """
        INSERT INTO gateway_outbox (key, chat, part, parts, via, kind, ref, number, lane, segments, body_id, sealed,
            not_before, expires_at, state, due_at, attempt, refusals, looks, repeated, evidence, recall, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, 0, 0, 0, FALSE, '', '', ?)
        ON CONFLICT (key, chat, part) DO NOTHING
        """,
        (
            (
                one.key,
                one.chat.key,
                one.part,
                one.parts,
                one.chat.via,
                one.kind,
                one.ref,
                one.number,
                int(one.lane),
                *kept,
                one.sealed,
                due := at if one.not_before is None or one.not_before <= now else rows.moment(tx, one.not_before),
                rows.moment(tx, one.expires_at),
                due if one.part == 1 else None,
                at,
            )
            for one, kept in zip(said, stored, strict=True)
        ),
    )
    urgent = any(one.lane <= Lane.URGENT for one in said)
    tx.after_commit(partial(bell.ring, urgent=urgent))


async def _stored(tx: Transaction, said: Sequence[Saying]) -> list[tuple[str, int | None]]:
    """How the content of each is kept: (frozen segments, None), or ("", id of a body) for what is long and repeated,
    and for what refers to blobs: a body tells which of them are in use."""
    frozen: dict[int, str] = {}
    for one in said:
        if id(one.segments) not in frozen:
            frozen[id(one.segments)] = content.frozen(one.segments)
    times = Counter(frozen[id(one.segments)] for one in said)
    referring = {frozen[id(one.segments)]: blobs.references(one.segments) for one in said}
    await blobs.touch(tx, (digest for hashes in referring.values() for digest in hashes))
    body_of = {
        text: await bodies.keep(tx, text)
        for text, count in times.items()
        if referring[text] or (count > 1 and len(text) > bodies.SHORT)
    }
    kept: dict[str, tuple[str, int | None]] = {text: ("", body) for text, body in body_of.items()}
    return [kept.get(text, (text, None)) for text in (frozen[id(one.segments)] for one in said)]
