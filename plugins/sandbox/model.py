"""What there is in the simulated service: accounts, groups, messages, files. Plain state, no network."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Self

Segment = Mapping[str, Any]
"""One piece of a message as OneBot writes it: `{"type": …, "data": {…}}`. Its data is of any JSON type."""


def text(value: str) -> Segment:
    return {"type": "text", "data": {"text": value}}


def at(account: int | Literal["all"]) -> Segment:
    return {"type": "at", "data": {"qq": str(account)}}


def face(number: int) -> Segment:
    return {"type": "face", "data": {"id": str(number)}}


def plain_text(segments: Iterable[Segment]) -> str:
    """The text of the text segments alone."""
    return "".join(str(segment["data"].get("text", "")) for segment in segments if segment["type"] == "text")


class WorldError(Exception):
    """The service does not do what was asked of it."""


class NoSuchThing(WorldError):
    """No account, group, message or file of that id."""


class NotInGroup(WorldError):
    """Whoever acts, or is acted on, is no member of the group."""


class IsMuted(WorldError):
    """The speaker is muted, or the whole group is."""


class NotFriends(WorldError):
    """The two are no friends, and no common group was named for a temporary session."""


class NotPermitted(WorldError):
    """The role in the group does not allow it."""


class TooLate(WorldError):
    """One's own message can be recalled for two minutes only."""


class AtAllUsedUp(WorldError):
    """No @全体 is left today, in this group or for this account."""


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"


class ChatKind(StrEnum):
    GROUP = "group"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation: `ids` is the group's id alone, or the two accounts of a private one in ascending order."""

    kind: ChatKind
    ids: tuple[int, ...]

    @property
    def key(self) -> str:
        """E.g. `group:30001`, `private:10000:20001`."""
        return ":".join((self.kind, *map(str, self.ids)))

    @classmethod
    def parse(cls, key: str) -> Self:
        """The chat behind a key. Raises ValueError when it is none."""
        kind, *ids = key.split(":")
        return cls(ChatKind(kind), tuple(map(int, ids)))

    @property
    def is_group(self) -> bool:
        return self.kind is ChatKind.GROUP

    def other(self, account: int) -> int:
        """The other side of a private chat."""
        first, second = self.ids
        return second if account == first else first


def group_chat(group: int) -> Chat:
    return Chat(ChatKind.GROUP, (group,))


def private_chat(one: int, other: int) -> Chat:
    return Chat(ChatKind.PRIVATE, (min(one, other), max(one, other)))


@dataclass(slots=True)
class Account:
    """Somebody with a number. `online` matters for bots only: what an offline bot sends is refused."""

    id: int
    nickname: str
    sex: str = "unknown"
    bot: bool = False
    online: bool = True
    friends: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Member:
    """An account in a group. `muted_until` is aware UTC, None when not muted."""

    account: int
    card: str
    role: Role
    joined_at: datetime
    last_sent_at: datetime
    muted_until: datetime | None = None
    title: str = ""


@dataclass(slots=True)
class Group:
    id: int
    name: str
    members: dict[int, Member] = field(default_factory=dict)
    whole_mute: bool = False
    files: list["StoredFile"] = field(default_factory=list)

    @property
    def chat(self) -> Chat:
        return group_chat(self.id)

    def named(self, account: int) -> str:
        """The card of a member, "" when there is none or the account has left."""
        member = self.members.get(account)
        return member.card if member else ""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A picture or file as uploaded. `expires_at` ends its download address, aware UTC, None for never."""

    id: str
    name: str
    data: bytes
    md5: str
    uploader: int
    time: datetime
    expires_at: datetime | None = None

    @property
    def size(self) -> int:
        return len(self.data)


@dataclass(slots=True, eq=False)
class Message:
    """One message. `id` is a random signed 32-bit number, unordered; `seq` the true order inside its chat.

    `time` is aware UTC. `via` is the group of a group-temporary session. A `failed` one was never seen by
    anybody, but the sender's own client keeps it in its history.
    """

    id: int
    seq: int
    chat: Chat
    sender: int
    segments: tuple[Segment, ...]
    time: datetime
    via: int | None = None
    failed: bool = False
    recalled_by: int | None = None
    recalled_at: datetime | None = None
    reactions: dict[str, list[int]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text of its text segments."""
        return plain_text(self.segments)

    @property
    def recalled(self) -> bool:
        return self.recalled_by is not None

    @property
    def quoted_id(self) -> int | None:
        """The id of the message it quotes, or None."""
        for segment in self.segments:
            if segment["type"] == "reply":
                return int(segment["data"]["id"])
        return None


class RequestKind(StrEnum):
    FRIEND = "friend"
    JOIN = "add"
    INVITE = "invite"


@dataclass(slots=True)
class PendingRequest:
    """Somebody asks: to be a friend of `to`; to join `group`; or that `to` come into `group`."""

    flag: str
    kind: RequestKind
    account: int
    comment: str
    to: int | None = None
    group: int | None = None
    approved: bool | None = None
