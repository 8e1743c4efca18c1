"""Previews kept in the database: a restart between a preview and its 确认 loses nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from plugins.storage import Transaction, errors

from .chats import Chat
from .models import PreviewRow

LIFETIME = timedelta(minutes=10)

OPEN = "open"
CONFIRMED = "confirmed"
CANCELLED = "cancelled"
REPLACED = "replaced"


class NoPreview(errors.NotFound):
    """There is nothing of this person in this chat to confirm or cancel."""


class AlreadyConfirmed(errors.AlreadyDone):
    """The preview was confirmed before: nothing is done twice."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class AlreadyCancelled(AlreadyConfirmed):
    """The preview was cancelled, or replaced by a newer one."""


class Lapsed(errors.Lapsed):
    """The preview is older than LIFETIME."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True, slots=True)
class Preview:
    """What was shown and waits for 确认. `payload` is JSON the command chose; `expires_at` aware UTC."""

    id: int
    word: str
    number: int
    owner: str
    chat: Chat
    payload: Mapping[str, Any]  # JSON: each command keeps its own shape in it
    expires_at: datetime
    state: str


async def offer(
    tx: Transaction,
    *,
    owner: str,
    chat: Chat,
    word: str,
    number: int,
    payload: Mapping[str, Any],  # JSON, see Preview
    now: datetime,
) -> Preview:
    """Keeps a preview for LIFETIME. An older open one of the same person, chat and word is replaced."""
    await PreviewRow.filter(owner=owner, chat=chat.key, word=word, state=OPEN).update(state=REPLACED)
    row = await PreviewRow.create(
        word=word,
        number=number,
        owner=owner,
        chat=chat.key,
        payload=json.dumps(payload, ensure_ascii=False),
        state=OPEN,
        expires_at=now + LIFETIME,
    )
    return _frozen(row)


async def find(owner: str, chat: Chat, number: int | None, typed: datetime) -> Preview:
    """The preview `number` of this person in this chat; without a number the newest open one, else the newest.

    One that was offered after `typed` is none: a 确认 that comes late (it is caught up with after an outage) was not
    said to it. Raises NoPreview.
    """
    mine = PreviewRow.filter(owner=owner, chat=chat.key, expires_at__lte=typed + LIFETIME)
    if number is not None:
        row = await mine.filter(number=number).order_by("-id").first()
    else:
        row = await mine.filter(state=OPEN).order_by("-id").first() or await mine.order_by("-id").first()
    if row is None:
        raise NoPreview
    return _frozen(row)


async def settle(tx: Transaction, preview_id: int, now: datetime, outcome: str = CONFIRMED) -> None:
    """Decides a preview, in the use case that does the thing.

    Raises AlreadyConfirmed, AlreadyCancelled or Lapsed: then nothing may be done.
    """
    row = await PreviewRow.get(id=preview_id)
    if row.state == CONFIRMED:
        raise AlreadyConfirmed(row.number)
    if row.state != OPEN:
        raise AlreadyCancelled(row.number)
    if now > row.expires_at:
        raise Lapsed(row.number)
    changed = await PreviewRow.filter(id=preview_id, state=OPEN).update(state=outcome)
    if not changed:
        raise AlreadyConfirmed(row.number)


def _frozen(row: PreviewRow) -> Preview:
    return Preview(
        row.id,
        row.word,
        row.number,
        row.owner,
        Chat.parse(row.chat),
        json.loads(row.payload),
        row.expires_at,
        row.state,
    )
