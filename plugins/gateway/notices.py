"""What the chat service reports besides messages: reactions, the account's own removal, what the outbox hears."""

from datetime import datetime

from nonebot.adapters.onebot.v11 import (
    Event,
    FriendRecallNoticeEvent,
    GroupDecreaseNoticeEvent,
    GroupRecallNoticeEvent,
)

from . import chats, drafting, intake, outbox, registry
from .directory import directory, target_events

HANDLED = frozenset({"group_msg_emoji_like", "group_decrease", "group_recall", "friend_recall"})


def known(event: Event) -> bool:
    """Whether receive() does anything with it."""
    if outbox.concerns(event):
        return True
    return getattr(event, "notice_type", None) in HANDLED


async def receive(event: Event, now: datetime) -> None:
    """Hands a notice to whom it concerns: the outbox, org (a group is lost), drafts (a recall), reaction handlers."""
    if outbox.concerns(event):
        await outbox.hear(event)
    if isinstance(event, GroupDecreaseNoticeEvent):
        if event.user_id == event.self_id or event.sub_type == "kick_me":
            for listener in target_events():
                await listener.target_gone(chats.group(event.group_id), event.sub_type)
    elif isinstance(event, GroupRecallNoticeEvent):
        if event.operator_id == event.user_id:
            await drafting.recalled(chats.group(event.group_id), str(event.user_id), str(event.message_id), now)
    elif isinstance(event, FriendRecallNoticeEvent):
        await drafting.recalled(chats.private(event.user_id), str(event.user_id), str(event.message_id), now)
    else:
        await _reaction(event, now)


async def _reaction(event: Event, now: datetime) -> None:
    reaction = intake.reaction(event, now)
    if reaction is None or await directory().bound(reaction.chat) is None:
        return
    number = await outbox.number_of(reaction.chat, reaction.message_id)
    if number is None:
        return
    for handler in registry.reaction_handlers():
        await handler(reaction, number)
