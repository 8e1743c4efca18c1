"""What the chat service reports that concerns the outbox: echoes of our own messages, mutes, groups, being offline."""

import time
from collections.abc import Mapping
from typing import Any

from nonebot.adapters.onebot.v11 import Event

from plugins.storage import clock

from .. import accounts, chats
from ..chats import Chat
from . import alerts, bell, content, doubts, history, lifts, marks, numbers, sending
from .content import Entry
from .domain import State

NOTICES = frozenset({"group_ban", "group_increase", "group_decrease", "friend_add", "bot_offline", "bot_online"})


def concerns(event: Event) -> bool:
    """Whether hear() does anything with this event. Costs nothing for chat."""
    if event.post_type == "message_sent":
        return True
    if event.post_type == "notice":
        return getattr(event, "notice_type", "") in NOTICES
    return event.post_type == "meta_event" and getattr(event, "meta_event_type", "") == "heartbeat"


async def hear(event: Event) -> None:
    """Takes an event that concerns the outbox into account. Never raises for what the other side sent."""
    fields = event.model_dump()
    self_id = str(event.self_id)
    if event.post_type == "message_sent":
        await _echo(self_id, fields)
    elif event.post_type == "meta_event":
        await _status(self_id, fields.get("status"))
    else:
        await _notice(self_id, fields)


async def _notice(self_id: str, fields: Mapping[str, Any]) -> None:  # an event's fields as they came
    kind, account = fields.get("notice_type"), accounts.of(self_id)
    chat = chats.group(fields.get("group_id") or "")
    me = str(fields.get("user_id")) == self_id
    if kind == "group_ban":
        if fields.get("sub_type") == "lift_ban":
            await lifts.lift(chat=chat.key)
    elif kind == "bot_offline":
        account.offline = True
        if account.breaker.trip(time.monotonic()):
            await alerts.account_offline(self_id)
    elif kind == "bot_online":
        await _back(account)
    elif kind == "friend_add" or me:
        if kind == "group_decrease":
            account.forget_group(chat)
        elif kind == "group_increase":
            account.is_in(chat)
        account.stale = True
        bell.ring()


async def _status(self_id: str, status: Any) -> None:  # OneBot's Status, or none
    online = getattr(status, "online", None) if not isinstance(status, Mapping) else status.get("online")
    account = accounts.of(self_id)
    if online is False:
        account.offline = True
        if account.breaker.trip(time.monotonic()):
            await alerts.account_offline(self_id)
    elif online and account.offline:
        await _back(account)


async def _back(account: accounts.Account) -> None:
    account.offline = False
    account.breaker.probe_now()
    await lifts.lift(account=account.id)


async def _echo(self_id: str, fields: Mapping[str, Any]) -> None:  # as above
    """Our own message, seen by the chat service: proof that it is there. It never triggers a command."""
    chat, entry = _chat(fields), history.read({**fields, "user_id": self_id}, self_id)
    if chat is None or entry is None:
        return
    for flight in sending.flying(chat.key):
        if not flight.echo and content.normalised(flight.row.segments) == entry.content:
            flight.echo = entry.message_id
            return
    if doubts.may_be(chat.key):
        await _settle(chat, self_id, entry)


async def _settle(chat: Chat, self_id: str, entry: Entry) -> None:
    settled = await marks.echoed(chat.key, self_id, entry)
    if settled is not None and settled[0].state is State.SENT:
        numbers.remember(chat, entry.message_id, settled[1], clock.now())


def _chat(fields: Mapping[str, Any]) -> Chat | None:  # as above
    if fields.get("message_type") == "group" and fields.get("group_id"):
        return chats.group(fields["group_id"])
    target = fields.get("target_id")
    return chats.private(target) if target and fields.get("message_type") == "private" else None
