"""Where something is said: accounts and chats as strings, so that other chat services fit."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

PLATFORM = "qq"
"""The one platform there is today; every chat key begins with it."""


class ChatKind(StrEnum):
    GROUP = "group"
    PRIVATE = "private"
    SEALED = "sealed"
    """No chat: it stands for one that no row may name (outbox.sealed)."""


@dataclass(frozen=True, slots=True)
class Chat:
    """One conversation: a group, or the private session with one account.

    `via` is the group id of a group-temporary session (the other side is no friend of the bot), else "".
    """

    kind: ChatKind
    id: str
    platform: str = PLATFORM
    via: str = ""

    @property
    def key(self) -> str:
        """The stored form, e.g. `qq:group:30001`. `via` is not part of it."""
        return f"{self.platform}:{self.kind}:{self.id}"

    @classmethod
    def parse(cls, key: str) -> Self:
        """The chat behind a stored key. Raises ValueError when it is none."""
        platform, kind, identifier = key.split(":", 2)
        return cls(ChatKind(kind), identifier, platform)

    @property
    def is_group(self) -> bool:
        return self.kind is ChatKind.GROUP


def group(identifier: str | int) -> Chat:
    return Chat(ChatKind.GROUP, str(identifier))


def private(account: str | int, via: str = "") -> Chat:
    return Chat(ChatKind.PRIVATE, str(account), via=via)
