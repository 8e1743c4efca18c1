"""Reads the history of a chat as far back as needed, from implementations that page in different ways."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from nonebot.adapters.onebot.v11 import Message

from .. import call
from ..chats import Chat
from ..outcomes import NotSent, Ok
from ..segments import Segment
from . import content
from .content import Entry

PAGE = 50
MOST_PAGES = 6
"""A busy chat: 300 messages back. Beyond that there is a gap."""


class Unavailable(Exception):
    """No history could be read now: no socket, or no usable answer."""


async def since(self_id: str, chat: Chat, begin: datetime, sender: str) -> list[Entry] | None:
    """The chat's messages from before `begin` to the present, old to new, as far as they can be had.

    `sender` is the account whose messages count as mine. None when the implementation offers no history. Raises
    Unavailable when it could not be read now. Stops as soon as a page brings nothing new.
    """
    begin = begin.replace(microsecond=0)  # times in a history are whole seconds
    found: dict[str, Entry] = {}
    cursor: Any = None  # message_seq in whatever form the implementation gave it
    for _ in range(MOST_PAGES):
        outcome = await _page(self_id, chat, cursor)
        if isinstance(outcome, NotSent) and outcome.called and cursor is None:
            return None
        if not isinstance(outcome, Ok) or not isinstance(outcome.data, Mapping):
            if cursor is None:
                raise Unavailable
            break
        raw = [item for item in outcome.data.get("messages") or () if isinstance(item, Mapping)]
        before = len(found)
        for item in raw:
            if entry := read(item, sender):
                found.setdefault(f"{entry.message_id} {entry.at.timestamp()}", entry)
        oldest = min((e.at for e in found.values()), default=None)
        if oldest is None or oldest < begin or len(found) == before:
            break
        cursor = min(raw, key=lambda item: _seconds(item.get("time"))).get("message_seq")
        if cursor is None:
            break
    return sorted(found.values(), key=lambda entry: (entry.at, entry.order or 0))


async def _page(self_id: str, chat: Chat, cursor: Any) -> call.Outcome:  # as `cursor` above
    params: dict[str, Any] = {"count": PAGE} if cursor is None else {"count": PAGE, "message_seq": cursor}
    if chat.is_group:
        return await call.call(self_id, "get_group_msg_history", group_id=call.as_number(chat.id), **params)
    return await call.call(self_id, "get_friend_msg_history", user_id=call.as_number(chat.id), **params)


def read(item: Mapping[str, Any], sender: str) -> Entry | None:  # JSON as it came
    """One message of a history or a self echo; None when it has no usable id or time."""
    seconds, identifier = _seconds(item.get("time")), str(item.get("message_id") or "")
    if not seconds or not identifier:
        return None
    who = item.get("user_id") or (item.get("sender") or {}).get("user_id")
    return Entry(
        identifier,
        str(who) == sender,
        datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds),
        content.normalised(_segments(item.get("message"))),
        failed=_failed(item),
        order=_order(item),
    )


def _order(item: Mapping[str, Any]) -> int | None:  # JSON as it came
    """Its true sequence number: NapCat names it apart, LLOneBot as message_seq, which for others is the id once more."""
    order = item.get("real_seq")
    if order is None and item.get("message_seq") != item.get("message_id"):
        order = item.get("message_seq")
    return int(order) if isinstance(order, int | str) and str(order).isdecimal() else None


def _failed(item: Mapping[str, Any]) -> bool:  # JSON as it came
    """A send that failed stays in the sender's own history. Only the server gives a message its sequence number."""
    return (
        str(item.get("send_status", item.get("sendStatus", "2"))) in ("0", "1") or str(item.get("real_seq", "1")) == "0"
    )


def _seconds(value: Any) -> float:  # a number, or a string of one
    """A time of an event in seconds; some send milliseconds. 0 when it is none."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return 0.0
    if number > 1e11:
        number /= 1000
    return number if 0 < number < 1e11 else 0.0


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
