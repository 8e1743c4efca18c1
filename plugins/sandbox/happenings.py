"""What listeners of the world are told, each as its own type, in the order it happened."""

from dataclasses import dataclass

from .model import Message, PendingRequest, StoredFile


@dataclass(frozen=True, slots=True)
class Said:
    message: Message


@dataclass(frozen=True, slots=True)
class Recalled:
    message: Message
    operator: int


@dataclass(frozen=True, slots=True)
class Reacted:
    """A reaction was put on a message, or taken back (`added` False)."""

    message: Message
    account: int
    emoji: str
    added: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody is in the group now: invited by, or let in by, `operator` (0 when nobody did)."""

    group: int
    account: int
    operator: int
    invited: bool


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody is out of the group: kicked by `operator`, or of their own will (0)."""

    group: int
    account: int
    operator: int


@dataclass(frozen=True, slots=True)
class MuteChanged:
    """`account` 0 is the whole group; `seconds` 0 lifts it, -1 is without end."""

    group: int
    account: int
    operator: int
    seconds: int


@dataclass(frozen=True, slots=True)
class RoleChanged:
    group: int
    account: int
    admin: bool


@dataclass(frozen=True, slots=True)
class CardChanged:
    group: int
    account: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class BecameFriends:
    one: int
    other: int


@dataclass(frozen=True, slots=True)
class Requested:
    request: PendingRequest


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file appeared in the files of a group."""

    group: int
    account: int
    file: StoredFile


@dataclass(frozen=True, slots=True)
class Poked:
    """`group` is None in a private chat."""

    account: int
    target: int
    group: int | None


@dataclass(frozen=True, slots=True)
class OnlineChanged:
    """A bot account lost its login, or has it back."""

    account: int
    online: bool


Happening = (
    Said
    | Recalled
    | Reacted
    | Joined
    | Left
    | MuteChanged
    | RoleChanged
    | CardChanged
    | BecameFriends
    | Requested
    | Uploaded
    | Poked
    | OnlineChanged
)
