"""Reactions that were put on the bot's messages while it was away, where the implementation tells who did."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from .. import call, registry
from ..chats import Chat
from ..intake import Reaction
from ..outbox.models import OutboxRow

LATELY = timedelta(days=3)
"""Older messages of the bot are not asked about."""
MOST_MESSAGES = 2
"""The newest numbered messages of each chat that are asked about."""


class NotOffered(Exception):
    """The implementation does not tell who reacted."""


async def missed(self_id: str, chats: Iterable[Chat], now: datetime) -> int:
    """Hands every reaction on the newest numbered messages of these groups to its handlers, dated now: when it was put
    there nobody tells, and one that is known already changes nothing. How many there are."""
    found = 0
    try:
        for chat in chats:
            rows = await OutboxRow.filter(
                chat=chat.key, account=self_id, number__isnull=False, message_id__isnull=False, sent_at__gt=now - LATELY
            ).order_by("-sent_at")
            numbers: dict[int, str] = {}
            for row in rows:
                if row.number is not None and row.message_id:
                    numbers.setdefault(row.number, row.message_id)
            for number, message_id in list(numbers.items())[:MOST_MESSAGES]:
                for account in await _who(self_id, message_id):
                    found += 1
                    for handler in registry.reaction_handlers():
                        await handler(Reaction(chat, account, message_id, now), number)
    except NotOffered:
        return found
    return found


async def _who(self_id: str, message_id: str) -> set[str]:
    """The accounts that have put any emoji on this message, the bot's own left out. Raises NotOffered."""
    outcome = await call.call(self_id, "get_msg", message_id=call.as_number(message_id))
    if not isinstance(outcome, call.Ok) or not isinstance(outcome.data, Mapping):
        return set()
    likes = outcome.data.get("emoji_likes_list")
    if not isinstance(likes, Sequence):
        raise NotOffered
    accounts: set[str] = set()
    for like in likes:
        emoji = str(like.get("emoji_id") or "") if isinstance(like, Mapping) else ""
        if not emoji:
            continue
        outcome = await call.call(self_id, "get_emoji_likes", message_id=message_id, emoji_id=emoji, count=0)
        if isinstance(outcome, call.NotSent):
            raise NotOffered
        accounts |= _accounts(outcome)
    return accounts - {self_id}


def _accounts(outcome: call.Outcome) -> set[str]:
    data: Any = outcome.data if isinstance(outcome, call.Ok) else None  # JSON as it came
    people = data.get("emoji_like_list") if isinstance(data, Mapping) else None
    if not isinstance(people, Sequence):
        return set()
    return {str(one["user_id"]) for one in people if isinstance(one, Mapping) and str(one.get("user_id") or "")}
