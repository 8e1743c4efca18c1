"""From a message in a history to what was said, as if it came live. Nothing of it is kept."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from nonebot.adapters.onebot.v11 import MessageEvent

from .. import call, intake, outbox, registry, words
from ..adapter import TongxinAdapter
from ..chats import Chat
from ..histories import Item
from ..intake import Incoming


def incoming(item: Item, self_id: str, chat: Chat, now: datetime) -> Incoming | None:
    """What a message of a history says; None for the bot's own words and for what is no message of people."""
    who = item.get("user_id") or (item.get("sender") or {}).get("user_id")
    fields = {
        **{"font": 0, "raw_message": "", "sub_type": "normal" if chat.is_group else "friend"},
        **{"sender": {}, "message": [], **item, "user_id": who, "self_id": int(self_id), "post_type": "message"},
        "message_type": "group" if chat.is_group else "private",
    }
    if chat.is_group:
        fields["group_id"] = int(chat.id)
    event = TongxinAdapter.json_to_event(fields)
    if not isinstance(event, MessageEvent) or (not chat.is_group and str(event.user_id) != chat.id):
        return None
    return intake.read(event, now)


def is_mine(item: Item, self_id: str) -> bool:
    """Whether the bot itself said it."""
    return str(item.get("user_id") or (item.get("sender") or {}).get("user_id")) == self_id


async def with_quote(said: Incoming, own: Mapping[str, Item], self_id: str) -> Incoming:
    """The same with its quote: looked up among the bot's `own` messages of that history, else where the outbox does not
    know it and the words may be a command, asked for."""
    if said.quoted is None or said.quoted.segments:
        return said
    item = own.get(said.quoted.message_id)
    if item is None:
        if await outbox.number_of(said.chat, said.quoted.message_id) is not None or not _may_be_meant(said.text):
            return said
        outcome = await call.call(self_id, "get_msg", message_id=call.as_number(said.quoted.message_id))
        item = outcome.data if isinstance(outcome, call.Ok) and isinstance(outcome.data, Mapping) else None
    quoted = None if item is None else intake.quoted(item, self_id)
    if quoted is None:
        return said
    quoted = replace(quoted, message_id=said.quoted.message_id)
    return replace(said, quoted=quoted, to_bot=said.to_bot or quoted.mine)


def _may_be_meant(text: str) -> bool:
    return words.read(text, registry.is_word, bare=registry.is_bare, addressed=True) is not None
