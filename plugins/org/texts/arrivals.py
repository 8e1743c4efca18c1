"""What is said about invitations and about people who leave."""

from plugins.gateway.chats import Chat
from plugins.gateway.directory import BoundGroup

from .shared import KIND_NAMES


def invited_text(chat: Chat, account: str) -> str:
    return (
        f"QQ {account} 邀请我进群 {chat.id}。此人不是书记、委员或管理员,我没有进。要我进群的,请您或该单位书记重新邀请我"
    )


def left_text(name: str, group: BoundGroup) -> str:
    return f"{name}已不在{group.unit.name}的{KIND_NAMES[group.kind]}(群号 {group.chat.id}),名册未变。如有调动请更新名册"
