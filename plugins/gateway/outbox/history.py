"""The history of a chat as evidence of what the bot has sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from nonebot.adapters.onebot.v11 import Message

from .. import histories
from ..chats import Chat
from ..segments import Segment
from . import content
from .content import Entry

Unavailable = histories.Unavailable


async def since(self_id: str, chat: Chat, begin: datetime, sender: str) -> list[Entry] | None:
    """The chat's messages from before `begin` to the present, old to new, as far as they can be had.

    `sender` is the account whose messages count as mine. None when the implementation offers no history. Raises
    Unavailable when it could not be read now.
    """
    stretch = await histories.back_to(self_id, chat, begin)
    if stretch is None:
        return None
    found = [entry for item in stretch.items if (entry := read(item, sender))]
    return sorted(found, key=lambda entry: (entry.at, entry.order or 0))


def read(item: Mapping[str, Any], sender: str) -> Entry | None:  # JSON as it came
    """One message of a history or a self echo; None when it has no usable id or time."""
    identifier = str(item.get("message_id") or "")
    if not histories.at(item) or not identifier:
        return None
    who = item.get("user_id") or (item.get("sender") or {}).get("user_id")
    return Entry(
        identifier,
        str(who) == sender,
        histories.when(item),
        content.normalised(_segments(item.get("message"))),
        failed=_failed(item),
        order=histories.sequence(item),
    )


def _failed(item: Mapping[str, Any]) -> bool:  # JSON as it came
    """A send that failed stays in the sender's own history. Only the server gives a message its sequence number."""
    return (
        str(item.get("send_status", item.get("sendStatus", "2"))) in ("0", "1") or str(item.get("real_seq", "1")) == "0"
    )


def _segments(message: Any) -> list[Segment]:  # a segment array, or text with CQ codes
    if isinstance(message, str):
        return [Segment(piece.type, dict(piece.data)) for piece in Message(message)]
    if not isinstance(message, list):
        return []
    return [
        Segment(str(piece.get("type")), dict(piece.get("data") or {}))
        for piece in message
        if isinstance(piece, Mapping)
    ]
