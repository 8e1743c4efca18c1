"""What the chat service reports besides messages: reactions, the account's own removal, what the outbox hears."""

from datetime import datetime

from nonebot.adapters.onebot.v11 import Event, GroupDecreaseNoticeEvent

from . import chats, intake, outbox, registry
from .directory import directory, target_events


def known(event: Event) -> bool:
    """Whether receive() does anything with it."""
    if outbox.concerns(event):
        return True
    return getattr(event, "notice_type", None) in ("group_msg_emoji_like", "group_decrease")


async def receive(event: Event, now: datetime) -> None:
    """Hands a reaction on a message of the bot to who registered for it; reports a group that is lost."""
    if outbox.concerns(event):
        await outbox.hear(event)
    if isinstance(event, GroupDecreaseNoticeEvent):
        if event.user_id == event.self_id or event.sub_type == "kick_me":
            for listener in target_events():
                await listener.target_gone(chats.group(event.group_id), event.sub_type)
        return
    reaction = intake.reaction(event, now)
    if reaction is None or await directory().bound(reaction.chat) is None:
        return
    number = await outbox.number_of(reaction.chat, reaction.message_id)
    if number is None:
        return
    for handler in registry.reaction_handlers():
        await handler(reaction, number)
