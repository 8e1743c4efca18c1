"""Pages through the history of a chat, from implementations that page in different ways. Nothing of it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from . import call
from .chats import Chat
from .outcomes import NotSent, Ok

PAGE = 50
MOST_PAGES = 6
"""A busy chat: 300 messages back. Beyond that there is a gap."""
MOST_MISSING = 5
"""Sequence numbers that may be missing in a row: joins, nudges and other grey lines take one each."""

Item = Mapping[str, Any]
"""One message as a history shows it: JSON as it came."""


class Unavailable(Exception):
    """No history could be read now: no socket, or no usable answer."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The messages of a chat up to the present, old to new, each once. `whole`: as far as can be seen none is missing
    between the moment asked for and now."""

    items: tuple[Item, ...]
    whole: bool


async def back_to(self_id: str, chat: Chat, begin: datetime, most_pages: int = MOST_PAGES) -> Stretch | None:
    """The chat's messages from before `begin` (aware UTC, on the clock of the implementation) to the present.

    None when the implementation offers no history. Raises Unavailable when it could not be read now. Stops as soon as
    a page brings nothing new: at the beginning of the chat, or where the implementation pages the wrong way.
    """
    begin = begin.replace(microsecond=0)  # times in a history are whole seconds
    found: dict[str, Item] = {}
    newest: Item | None = None
    reaches = False
    for _ in range(most_pages):
        outcome = await _page(self_id, chat, newest)
        if isinstance(outcome, NotSent) and outcome.called and newest is None:
            return None
        if not isinstance(outcome, Ok) or not isinstance(outcome.data, Mapping):
            if newest is None:
                raise Unavailable
            break
        raw = [item for item in outcome.data.get("messages") or () if isinstance(item, Mapping) and at(item)]
        before = len(found)
        for item in raw:
            found.setdefault(f"{item.get('message_id')} {at(item)}", item)
        if not found or len(found) == before:
            reaches = len(raw) <= 1  # the beginning of the chat shows itself alone
            break
        newest = min(found.values(), key=lambda item: (at(item), sequence(item) or 0))
        if when(newest) < begin:
            reaches = True
            break
    items = tuple(sorted(found.values(), key=lambda item: (at(item), sequence(item) or 0)))
    return Stretch(items, reaches and not _holes(items, begin))


def at(item: Item) -> float:
    """The time of a message in seconds; some send milliseconds. 0 when it is none."""
    try:
        number = float(item.get("time") or 0)
    except (TypeError, ValueError):
        return 0.0
    if number > 1e11:
        number /= 1000
    return number if 0 < number < 1e11 else 0.0


def when(item: Item) -> datetime:
    """The same as aware UTC."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at(item))


def sequence(item: Item) -> int | None:
    """The true sequence number of a message in its chat, or None. NapCat's `message_seq` is the id again, its
    `real_seq` the true one ("0" for a send that failed); LLOneBot's and go-cqhttp's `message_seq` is the true one."""
    seq = item.get("real_seq")
    if seq is None and str(item.get("message_seq")) != str(item.get("message_id")):
        seq = item.get("message_seq")
    return int(str(seq)) or None if str(seq).isdecimal() else None


def _holes(items: Sequence[Item], begin: datetime) -> bool:
    """Whether more numbers in a row are missing than grey lines explain, from the last message before `begin` on."""
    older = [item for item in items if when(item) < begin]
    seen = [*older[-1:], *(item for item in items if when(item) >= begin)]
    numbers = [number for item in seen if (number := sequence(item)) is not None]
    return any(later - earlier > MOST_MISSING + 1 for earlier, later in pairwise(sorted(numbers)))


async def _page(self_id: str, chat: Chat, before: Item | None) -> call.Outcome:
    """One page. NapCat goes towards the present from a message it is given, unless it is asked in reverse; LLOneBot
    always goes back, and in reverse only turns the list round."""
    params: dict[str, Any] = {"count": PAGE}
    if before is not None:
        params |= {"reverse_order": True, "reverseOrder": True}
        if before.get("message_seq") is not None:
            params["message_seq"] = before["message_seq"]
        else:
            params["message_id"] = before.get("message_id")
    if chat.is_group:
        return await call.call(self_id, "get_group_msg_history", group_id=call.as_number(chat.id), **params)
    return await call.call(self_id, "get_friend_msg_history", user_id=call.as_number(chat.id), **params)
