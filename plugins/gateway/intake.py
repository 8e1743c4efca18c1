"""From an adapter's event to what was said, by whom, where and when."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from nonebot.adapters.onebot.v11 import Event, GroupMessageEvent, MessageEvent, PrivateMessageEvent
from nonebot.adapters.onebot.v11.event import Reply
from nonebot.compat import type_validate_python

from . import chats, histories
from .chats import Chat
from .request import Origin
from .segments import Segment

_NUMBER = re.compile(r"#(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted message as the event carries it. `number` is the first #12 in the text of a message of the bot."""

    message_id: str
    mine: bool
    number: int | None
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message. `text` is its text without quote and @ of the bot; `to_bot` when either was there."""

    chat: Chat
    account: str
    text: str
    segments: tuple[Segment, ...]
    to_bot: bool
    quoted: Quoted | None
    origin: Origin
    time: datetime


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji put on a message."""

    chat: Chat
    account: str
    message_id: str
    time: datetime


def moment(seconds: float, now: datetime) -> datetime:
    """An event's time, aware UTC. Milliseconds are understood; a time ahead of `now` is taken as now."""
    if seconds > 1e11:
        seconds /= 1000
    try:
        said = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return min(said, now)


def chat_of(event: MessageEvent) -> Chat | None:
    """Where a message was said; None for kinds that are neither group nor private, and for anonymous senders."""
    if isinstance(event, GroupMessageEvent):
        return None if event.anonymous else chats.group(event.group_id)
    if isinstance(event, PrivateMessageEvent):
        via = ""
        if event.sub_type == "group":
            via = str(getattr(event, "group_id", None) or getattr(event.sender, "group_id", None) or "")
        return chats.private(event.user_id, via)
    return None


def read(event: MessageEvent, now: datetime) -> Incoming | None:
    """What a message event says, or None when it is not for us (see chat_of, and the bot's own words)."""
    chat = chat_of(event)
    if chat is None or event.user_id == event.self_id:
        return None
    self_id = str(event.self_id)
    quoted = _quoted(event, self_id)
    at_bot = event.to_me and isinstance(event, GroupMessageEvent)
    segments = tuple(
        Segment(piece.type, dict(piece.data))
        for piece in event.message
        if piece.type != "reply" and not _is_at(piece.type, piece.data, self_id)
    )
    text = "".join(
        str(s.data.get("text", "")) if s.type == "text" else ("" if s.type == "face" else " ") for s in segments
    )
    seconds = event.time // 1000 if event.time > 1e11 else event.time
    origin = Origin(self_id, chat.key, f"{event.message_id}@{seconds}", sequence_of(event) if chat.is_group else None)
    to_bot = at_bot or (quoted is not None and quoted.mine) or _mentions(event, self_id)
    return Incoming(chat, str(event.user_id), text, segments, to_bot, quoted, origin, moment(event.time, now))


def reaction(event: Event, now: datetime) -> Reaction | None:
    """A reaction that was put on (not taken off) a group message, or None. The adapter has no model for it."""
    if getattr(event, "notice_type", None) != "group_msg_emoji_like":
        return None
    fields: dict[str, Any] = event.model_dump()  # an event without a model of its own keeps its fields as extras
    group, account, message = fields.get("group_id"), fields.get("user_id"), fields.get("message_id")
    if group is None or account is None or message is None or fields.get("is_add") is False:
        return None
    if str(account) == str(fields.get("self_id")):
        return None
    return Reaction(chats.group(group), str(account), str(message), moment(event.time, now))


def sequence_of(event: Event) -> int | None:
    """The true sequence number of a message in its chat, where the implementation tells it (histories.py)."""
    extra = event.model_extra or {}
    return histories.sequence({**extra, "message_id": getattr(event, "message_id", None)})


def number_said(message: Mapping[str, Any], self_id: str) -> int | None:  # JSON as it came
    """The first #12 in a message of the bot as get_msg gives it; None when it has none or another said it."""
    found = quoted(message, self_id)
    return found.number if found else None


def quoted(message: Mapping[str, Any], self_id: str) -> Quoted | None:  # JSON as it came
    """A message as get_msg or a history gives it, as somebody quotes it; None when it is none."""
    try:
        return _fetched(type_validate_python(Reply, {"real_id": 0, **message}), self_id)
    except ValueError:
        return None


def _quoted(event: MessageEvent, self_id: str) -> Quoted | None:
    if event.reply is not None:
        return _fetched(event.reply, self_id)
    for piece in event.original_message:
        if piece.type == "reply":
            return Quoted(str(piece.data.get("id", "")), False, None, ())
    return None


def _fetched(reply: Reply, self_id: str) -> Quoted:
    mine = str(reply.sender.user_id) == self_id
    segments = tuple(Segment(piece.type, dict(piece.data)) for piece in reply.message)
    number = None
    if mine and (found := _NUMBER.search(reply.message.extract_plain_text())):
        number = int(found.group(1))
    return Quoted(str(reply.message_id), mine, number, segments)


def _is_at(kind: str, data: dict[str, Any], self_id: str) -> bool:
    return kind == "at" and str(data.get("qq", "")) == self_id


def _mentions(event: MessageEvent, self_id: str) -> bool:
    return any(_is_at(piece.type, piece.data, self_id) for piece in event.original_message)
