"""What a command function receives, and what it gives back."""

from dataclasses import dataclass, field
from datetime import datetime

from .chats import Chat
from .directory import Actor, BoundGroup, UnitView, directory, is_handler
from .segments import Segment


@dataclass(frozen=True, slots=True)
class Origin:
    """Names one incoming message for once-only effects: the inbox key.

    `message_id` is the service's id with the event's time behind it (`123@1795452055`), since ids are reused.
    `seq` is the true sequence number of a message in its group, where the implementation tells it: it is the same in the
    event and in the history, for every account in the group, and after a restart of the implementation.
    """

    self_id: str
    chat_key: str
    message_id: str
    seq: int | None = None

    @property
    def service_id(self) -> str:
        """The chat service's own id of the message, to quote it or react to it."""
        return self.message_id.partition("@")[0]

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the message for once-only effects: account, chat and id; with a true sequence no account."""
        if self.seq is None:
            return self.self_id, self.chat_key, self.message_id
        return "", self.chat_key, f"#{self.seq}"


@dataclass(frozen=True, slots=True)
class Quote:
    """The message that was quoted. `number` is what it stands for when the bot said it, else None.

    `segments` is its content as far as the chat service gave it: empty when it could not be fetched.
    """

    message_id: str
    mine: bool
    number: int | None
    segments: tuple[Segment, ...] = ()


@dataclass(slots=True)
class Request:
    """A command as typed. `time` is when it was typed (aware UTC).

    `argument` is what stands behind the word and number, lines kept; `number` the typed number, else the
    quoted one, else None; `code` the four digits behind a word that takes a code (签到), as typed. `segments` is the message without the quote and the @ of the bot.
    """

    word: str
    argument: str
    number: int | None
    chat: Chat
    account: str
    origin: Origin
    time: datetime
    segments: tuple[Segment, ...] = ()
    quote: Quote | None = None
    bound: BoundGroup | None = None
    """The binding of the group it was typed in; None in private."""
    unit: UnitView | None = None
    """The unit the sender acts in: the group's; in private the only unit they are an officer of, else None."""
    code: str | None = None
    tail: str = ""
    """`argument` with a number that stands before it (突发 3 楼停电): for text that may begin with one."""
    late: bool = False
    """It was typed while the bot was away, and found in the history: `time` may be hours ago."""
    _actor: Actor | None = field(default=None, repr=False)
    _handles: bool | None = field(default=None, repr=False)

    async def actor(self) -> Actor:
        """Who sent it, read from the roster once for this request."""
        if self._actor is None:
            self._actor = await directory().actor(self.account)
        return self._actor

    async def handles_cases(self) -> bool:
        """Whether the sender handles cases, read once for this request: the menu asks for a dozen commands."""
        if self._handles is None:
            self._handles = await is_handler(await self.actor())
        return self._handles


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to the sender, sent straight out.

    In a group it quotes the command. `private=True` sends `text` to the sender in private and says only
    `已私聊` in the group: for names, reasons and lists.
    """

    text: str
    segments: tuple[Segment, ...] = ()
    """Appended after the text (a picture, a file)."""
    private: bool = False
    files: tuple[Segment, ...] = ()
    """Files, each in a message of its own behind the text."""
    joined: bool = False
    """In a group `text`, which names nobody, is said in the line for all, to whom it concerns: for what a crowd may get
    wrong at once. Nothing but the text is said then."""
    quoting: bool = True
    """False: it quotes nothing in a group, where what was typed had better not stay."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """A per-person success. In a group: a reaction, else joined with others' into one line; in private: `text`.

    `topic` begins the joined line (`#12 已阅`), `tally` ends it (`18/32`); the last tally of the batch is shown.
    """

    topic: str
    name: str
    tally: str
    text: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same success a second time. Joined with others' into one line in a group; in private: `text`."""

    topic: str
    name: str
    since: datetime
    text: str


Reply = Answer | Quiet | Repeat | None
"""What a command function returns. None says nothing."""
