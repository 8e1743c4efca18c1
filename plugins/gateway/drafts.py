"""Drafts for phones: what one person sends in one chat is collected until 完毕. Kept in the database.

Which drafts are open is also held in memory, so that chat of people without one costs no query. On PostgreSQL
a draft is served by the process whose account hears that chat.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from plugins import storage
from plugins.storage import Transaction
from plugins.storage.errors import DomainError

from . import segments as content
from .chats import Chat
from .inbox import first_time
from .models import DraftRow
from .request import Origin
from .segments import Segment

LIFETIME = timedelta(minutes=30)
MAX_SEGMENTS = 200

_open: dict[tuple[str, str], datetime] = {}


class DraftFull(DomainError):
    """A draft holds at most MAX_SEGMENTS pieces."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been collected. `asking` means 完毕 was said and the first line is being asked for. `number` is the one
    that was typed behind the word (更正 12), or None."""

    owner: str
    chat: Chat
    word: str
    segments: tuple[Segment, ...]
    asking: bool
    number: int | None = None


async def load(now: datetime) -> None:
    """Reads which drafts are open: once at start."""
    _open.clear()
    for owner, chat, expires in await DraftRow.filter(expires_at__gt=now).values_list("owner", "chat", "expires_at"):
        _open[(owner, chat)] = expires


def is_open(owner: str, chat: Chat, now: datetime) -> bool:
    """Whether this person has a draft here. Costs no query."""
    if not _open:
        return False
    expires = _open.get((owner, chat.key))
    return expires is not None and expires > now


async def begin(owner: str, chat: Chat, word: str, origin: Origin, now: datetime, *, number: int | None = None) -> None:
    """Opens a draft, in place of any older one of this person here. `origin` is the message that opened it; `number`
    the one typed behind the word."""

    async def work(tx: Transaction) -> None:
        await DraftRow.filter(owner=owner, chat=chat.key).delete()
        await DraftRow.filter(expires_at__lte=now).delete()
        await DraftRow.create(
            owner=owner,
            chat=chat.key,
            word=word if number is None else f"{word} {number}",
            opened_by=origin.service_id,
            messages="[]",
            expires_at=now + LIFETIME,
        )

    await storage.write(work)
    _open[(owner, chat.key)] = now + LIFETIME


async def add(owner: str, chat: Chat, pieces: tuple[Segment, ...], origin: Origin, now: datetime) -> None:
    """Appends one message; a line break follows it. Raises DraftFull."""

    async def work(tx: Transaction) -> None:
        await first_time(tx, origin, now)
        row = await DraftRow.get(owner=owner, chat=chat.key)
        held = json.loads(row.messages)
        if sum(len(message) for _, message in held) + len(pieces) > MAX_SEGMENTS:
            raise DraftFull
        row.messages = _dumped([*held, [origin.service_id, content.to_json(pieces)]])
        row.expires_at = now + LIFETIME
        await row.save(update_fields=["messages", "expires_at"])

    await storage.write(work)
    _open[(owner, chat.key)] = now + LIFETIME


async def ask(owner: str, chat: Chat) -> None:
    """完毕 was said: from now on the next message is the first line."""

    async def work(tx: Transaction) -> None:
        await DraftRow.filter(owner=owner, chat=chat.key).update(asking=True)

    await storage.write(work)


async def get(owner: str, chat: Chat) -> Draft | None:
    row = await DraftRow.get_or_none(owner=owner, chat=chat.key)
    if row is None:
        return None
    pieces: list[Segment] = []
    for _, message in json.loads(row.messages):
        pieces += (*content.from_json(message), content.text("\n"))
    word, _, number = row.word.partition(" ")
    return Draft(owner, chat, word, tuple(pieces), row.asking, int(number) if number else None)


class Recalled(StrEnum):
    """What a recalled message was to the draft of its sender."""

    NOTHING = "nothing"
    PIECE = "piece"
    WHOLE = "whole"


async def recall(owner: str, chat: Chat, message_id: str) -> Recalled:
    """Takes a message back out of the sender's draft; the one that opened it takes the whole draft back."""

    async def work(tx: Transaction) -> Recalled:
        row = await DraftRow.get_or_none(owner=owner, chat=chat.key)
        if row is None:
            return Recalled.NOTHING
        if row.opened_by == message_id:
            await row.delete()
            return Recalled.WHOLE
        held = json.loads(row.messages)
        kept = [message for message in held if message[0] != message_id]
        if len(kept) == len(held):
            return Recalled.NOTHING
        row.messages = _dumped(kept)
        await row.save(update_fields=["messages"])
        return Recalled.PIECE

    what = await storage.write(work)
    if what is Recalled.WHOLE:
        _open.pop((owner, chat.key), None)
    return what


async def close(owner: str, chat: Chat) -> None:
    """Ends a draft: it became a preview, or was cancelled."""

    async def work(tx: Transaction) -> None:
        await DraftRow.filter(owner=owner, chat=chat.key).delete()

    await storage.write(work)
    _open.pop((owner, chat.key), None)


def _dumped(messages: list[list[object]]) -> str:
    return json.dumps(messages, ensure_ascii=False)
