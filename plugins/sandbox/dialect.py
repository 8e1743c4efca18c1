"""How implementations of OneBot v11 differ where it matters to a bot."""

from enum import StrEnum


class Dialect(StrEnum):
    NAPCAT = "napcat"
    """Reactions are reported on the bot's own messages only; `message_seq` is the message id again."""
    LLONEBOT = "llonebot"
    """Reactions are reported on any message; `message_seq` is the true sequence."""
    PLAIN = "plain"
    """The bare standard: no reactions, no history."""

    @property
    def application(self) -> str:
        return {"napcat": "NapCat.Onebot", "llonebot": "LLOneBot", "plain": "PlainOneBot"}[self]

    def offers(self, action: str) -> bool:
        """Whether an action that the sandbox knows exists in this dialect."""
        if self is Dialect.LLONEBOT:
            return action not in _NAPCAT_ONLY
        return self is Dialect.NAPCAT or action in _STANDARD


_NAPCAT_ONLY = frozenset(("get_recent_contact", "get_emoji_likes"))
_STANDARD = frozenset(
    [
        "send_group_msg",
        "send_private_msg",
        "send_msg",
        "delete_msg",
        "get_msg",
        "get_login_info",
        "get_status",
        "get_version_info",
        "get_group_list",
        "get_group_info",
        "get_group_member_list",
        "get_group_member_info",
        "get_friend_list",
        "get_stranger_info",
        "set_friend_add_request",
        "set_group_add_request",
        "get_forward_msg",
        "get_image",
        "set_group_ban",
        "set_group_whole_ban",
        "set_group_leave",
        "can_send_image",
    ]
)
