"""What a message of the bot stands for: the number to use when somebody quotes it or reacts to it."""

from collections import OrderedDict
from datetime import datetime, timedelta

from plugins.storage import clock

from ..chats import Chat
from .models import OutboxRow

MOST_REMEMBERED = 20_000
REMEMBERED_FOR = timedelta(hours=12)
UNKNOWN_FOR = timedelta(seconds=30)
KNOWN_FOR = timedelta(days=60)
"""Ids are reused after a restart of the implementation: an older one says nothing."""
SECOND = timedelta(seconds=1)
"""People's messages carry whole seconds."""

_known: OrderedDict[tuple[str, str], tuple[int | None, datetime]] = OrderedDict()


def remember(chat: Chat, message_id: str, number: int | None, now: datetime) -> None:
    """A message of the bot is there. A reused id stands for its newest message; None: for nothing."""
    _keep((chat.key, message_id), number, now + REMEMBERED_FOR)


def forget() -> None:
    """The database may be another one than before: only the table knows."""
    _known.clear()


async def number_of(chat: Chat, message_id: str) -> int | None:
    """The number a message of the bot in `chat` stands for, or None. Usually without a query."""
    now = clock.now()
    number, until = _known.get((chat.key, message_id), (None, now))
    if now < until:
        return number
    _known.pop((chat.key, message_id), None)
    row = (
        await OutboxRow.filter(chat=chat.key, message_id=message_id, sent_at__gt=now - KNOWN_FOR)
        .order_by("-sent_at")
        .first()
        .values("number")
    )
    if (chat.key, message_id) in _known:  # it was sent while the query ran
        return _known[chat.key, message_id][0]
    number = row["number"] if row else None
    _keep((chat.key, message_id), number, now + (REMEMBERED_FOR if row else UNKNOWN_FOR))
    return number


async def number_then(chat: Chat, message_id: str, said_at: datetime) -> int | None:
    """The number it stood for when somebody quoted it at `said_at` (aware UTC): its id may have been used again since."""
    there = OutboxRow.filter(
        chat=chat.key,
        message_id=message_id,
        sent_at__gt=said_at - KNOWN_FOR,
        send_started_at__lt=said_at.replace(microsecond=0) + SECOND,
    )
    row = await there.order_by("-sent_at").first().values("number")
    return row["number"] if row else None


def _keep(key: tuple[str, str], number: int | None, until: datetime) -> None:
    _known[key] = (number, until)
    _known.move_to_end(key)
    while len(_known) > MOST_REMEMBERED:
        _known.popitem(last=False)
