"""From a message in a history to what was said, as if it came live. Nothing of it is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from nonebot.adapters.onebot.v11 import MessageEvent

from .. import call, histories, intake, outbox, registry, words
from ..adapter import TongxinAdapter
from ..chats import Chat
from ..histories import Item
from ..intake import Incoming

Own = dict[str, list[Item]]
"""The bot's own messages by their ids."""


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


def own(items: Iterable[Item], self_id: str) -> Own:
    """What the bot itself said, by message id: an id may have been used again."""
    found: Own = {}
    for item in items:
        if str(item.get("user_id") or (item.get("sender") or {}).get("user_id")) == self_id:
            found.setdefault(str(item.get("message_id")), []).append(item)
    return found


async def with_quote(said: Incoming, own: Own, self_id: str) -> Incoming:
    """The same with its quote, as it stood when it was said: looked up among the bot's `own` messages of that history,
    else where the outbox does not know it and the words may be a command, asked for."""
    if said.quoted is None or said.quoted.segments:
        return said
    item = _latest(own.get(said.quoted.message_id, ()), said.time)
    if item is None:
        known = await outbox.number_then(said.chat, said.quoted.message_id, said.time)
        if known is not None or not _may_be_meant(said.text):
            return said
        outcome = await call.call(self_id, "get_msg", message_id=call.as_number(said.quoted.message_id))
        item = outcome.data if isinstance(outcome, call.Ok) and isinstance(outcome.data, Mapping) else None
        item = _latest([item] if item else [], said.time)
    quoted = None if item is None else intake.quoted(item, self_id)
    if quoted is None:
        return said
    quoted = replace(quoted, message_id=said.quoted.message_id)
    return replace(said, quoted=quoted, to_bot=said.to_bot or quoted.mine)


def _latest(items: Iterable[Item], until: datetime) -> Item | None:
    """The newest of them that was there at `until`."""
    return max((item for item in items if histories.when(item) <= until), key=histories.when, default=None)


def _may_be_meant(text: str) -> bool:
    return words.read(text, registry.is_word, bare=registry.is_bare, addressed=True) is not None
