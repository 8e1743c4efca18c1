"""What the chat service reports besides messages: reactions, the account's own removal, what the outbox hears."""

from collections.abc import Mapping
from datetime import datetime

from nonebot.adapters.onebot.v11 import (
    Event,
    FriendRecallNoticeEvent,
    FriendRequestEvent,
    GroupDecreaseNoticeEvent,
    GroupRecallNoticeEvent,
    GroupRequestEvent,
)

from . import call, chats, drafting, intake, outbox, registry
from .chats import Chat
from .directory import directory, people_events, target_events
from .segments import at, text

HANDLED = frozenset({"group_msg_emoji_like", "group_decrease", "group_recall", "friend_recall"})


def known(event: Event) -> bool:
    """Whether receive() does anything with it."""
    if outbox.concerns(event):
        return True
    if event.post_type == "request":
        return isinstance(event, FriendRequestEvent) or _is_invitation(event)
    return getattr(event, "notice_type", None) in HANDLED


def _is_invitation(event: Event) -> bool:
    return isinstance(event, GroupRequestEvent) and event.sub_type == "invite"


async def receive(event: Event, now: datetime) -> None:
    """Hands a notice to whom it concerns: the outbox, org (a group is lost), drafts (a recall), reaction handlers."""
    if outbox.concerns(event):
        await outbox.hear(event)
    if isinstance(event, GroupDecreaseNoticeEvent):
        if event.user_id == event.self_id or event.sub_type == "kick_me":
            for listener in target_events():
                await listener.target_gone(chats.group(event.group_id), event.sub_type)
        else:
            for listener in people_events():
                at = intake.moment(event.time, now)
                await listener.left(str(event.user_id), chats.group(event.group_id), at)
    elif isinstance(event, FriendRequestEvent | GroupRequestEvent):
        await _asked(event, now)
    elif isinstance(event, GroupRecallNoticeEvent):
        if event.operator_id == event.user_id:
            await _recalled(chats.group(event.group_id), event, now)
    elif isinstance(event, FriendRecallNoticeEvent):
        await _recalled(chats.private(event.user_id), event, now)
    else:
        await _reaction(event, now)


async def _recalled(chat: Chat, event: GroupRecallNoticeEvent | FriendRecallNoticeEvent, now: datetime) -> None:
    """Takes back what a recalled message of its own sender did, and says so to them."""
    account, message_id = str(event.user_id), str(event.message_id)
    await drafting.recalled(chat, account, message_id, now)
    for handler in registry.recall_handlers():
        if said := await handler(chat, account, message_id, now):
            to_sender = (at(account), text(" ")) if chat.is_group else ()
            await call.send(chat, [*to_sender, text(said)])


async def _asked(event: FriendRequestEvent | GroupRequestEvent, now: datetime) -> None:
    """Accepts what a listener accepts; the rest stays open for whoever holds the account."""
    account, self_id = str(event.user_id), str(event.self_id)
    for listener in people_events():
        if isinstance(event, FriendRequestEvent):
            if await listener.asks_friendship(account):
                await call.call(self_id, "set_friend_add_request", flag=event.flag, approve=True)
        elif await listener.invited(account, chats.group(event.group_id), intake.moment(event.time, now)):
            params = {"flag": event.flag, "sub_type": event.sub_type, "approve": True}
            await call.call(self_id, "set_group_add_request", **params)


async def _reaction(event: Event, now: datetime) -> None:
    reaction = intake.reaction(event, now)
    if reaction is None or await directory().bound(reaction.chat) is None:
        return
    # an id that is used again may stand for a message that is not settled yet, not for the one the table knows by it
    asked = await _number_in(str(event.self_id), reaction.message_id) if outbox.unsettled(reaction.chat) else None
    number = await outbox.number_of(reaction.chat, reaction.message_id) if asked is None else asked
    if number is None:
        return
    for handler in registry.reaction_handlers():
        await handler(reaction, number)


async def _number_in(self_id: str, message_id: str) -> int | None:
    """The number a message of the bot carries: people may react to it before the bot knows under which id it is."""
    outcome = await call.call(self_id, "get_msg", message_id=call.as_number(message_id))
    if not isinstance(outcome, call.Ok) or not isinstance(outcome.data, Mapping):
        return None
    return intake.number_said(outcome.data, self_id)
