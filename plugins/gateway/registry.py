"""The registry: every command word with who may, where, and how it is typed. Help and rights come from it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from .chats import Chat
from .directory import Who
from .intake import Reaction
from .previews import Preview
from .request import Reply, Request

Handler = Callable[[Request], Awaitable[Reply]]
ConfirmHandler = Callable[[Request, Preview], Awaitable[Reply]]
ReactionHandler = Callable[[Reaction, int], Awaitable[None]]
RecallHandler = Callable[[Chat, str, str, datetime], Awaitable[str | None]]
"""Chat, account, the chat service's id of the message, when it was recalled; returns what to say, if anything."""
E_ = TypeVar("E_", bound=Exception)


class Where(StrEnum):
    ANY = "any"
    GROUP = "group"
    PRIVATE = "private"
    OFFICE = "office"
    """In private, or in a work group (工作群)."""


@dataclass(frozen=True, slots=True)
class Command:
    """One registered command."""

    word: str
    handler: Handler
    usage: str
    example: str
    summary: str
    where: Where
    who: Who
    aliases: tuple[str, ...] = ()
    quote_aliases: tuple[str, ...] = ()
    """Words that count only when quoting a message of the bot (收到)."""
    bare: bool = False
    """Works in a group without / or @."""
    unbound: bool = False
    """Works in a group that is bound to no unit (only 绑定本群)."""
    headers: tuple[str, ...] = ()
    """The `名称:` lines it knows; see forms.py."""
    draft: str = ""
    """When typed alone it opens a draft, and this is the prompt; "" opens none."""
    takes_name: bool = False
    """A bare word that a name of the roster may follow, also in a group and unaddressed (绑定 张三)."""
    at_once: bool = False
    """The first message sent into its draft is the whole of it: no 完毕, and the prompt is said at the opening."""
    catchup: bool = True
    """It is run when it was typed while the bot was away. When False it also leaves no watermark, and its coming does not
    hasten what was missed in its chat: no row of what else the person typed says when."""
    offered: Who | None = None
    """To whom 菜单 shows it, where fewer people need it than may use it (主持 of a session is not always an officer)."""
    urgent: bool = False
    """Typing much else does not delay it: it has a limit of its own (limits.URGENT_A_MINUTE)."""
    misplaced: str = ""
    """What is said where it does not work, instead of the usual sentence. It quotes nothing: who typed it there had better
    take it back, and a quote would keep it."""


class AlreadyRegistered(Exception):
    """Two commands want the same word."""


_commands: dict[str, Command] = {}
_by_word: dict[str, Command] = {}
_confirms: dict[str, ConfirmHandler] = {}
_reactions: list[ReactionHandler] = []
_recalls: list[RecallHandler] = []
_errors: dict[type[Exception], Callable[[Exception], str]] = {}


def command(
    word: str,
    *,
    usage: str,
    example: str,
    summary: str,
    where: Where = Where.ANY,
    who: Who = Who.MEMBER,
    aliases: tuple[str, ...] = (),
    quote_aliases: tuple[str, ...] = (),
    bare: bool = False,
    unbound: bool = False,
    headers: tuple[str, ...] = (),
    draft: str = "",
    takes_name: bool = False,
    at_once: bool = False,
    catchup: bool = True,
    offered: Who | None = None,
    urgent: bool = False,
    misplaced: str = "",
) -> Callable[[Handler], Handler]:
    """Registers a command function. Raises AlreadyRegistered when a word is taken."""

    def register(handler: Handler) -> Handler:
        entry = Command(
            word,
            handler,
            usage,
            example,
            summary,
            where,
            who,
            aliases,
            quote_aliases,
            bare,
            unbound,
            headers,
            draft,
            takes_name,
            at_once,
            catchup,
            offered,
            urgent,
            misplaced,
        )
        for name in (word, *aliases, *quote_aliases):
            if name in _by_word:
                raise AlreadyRegistered(name)
            _by_word[name] = entry
        _commands[word] = entry
        return handler

    return register


def confirms(word: str) -> Callable[[ConfirmHandler], ConfirmHandler]:
    """Registers what 确认 does with a preview that the command `word` offered."""

    def register(handler: ConfirmHandler) -> ConfirmHandler:
        _confirms[word] = handler
        return handler

    return register


def on_reaction(handler: ReactionHandler) -> ReactionHandler:
    """Registers what a reaction on a message of the bot does; the handler gets the number that message stands for."""
    _reactions.append(handler)
    return handler


def on_recall(handler: RecallHandler) -> RecallHandler:
    """Registers what recalling one's own message takes back; the handler knows its messages by their ids."""
    _recalls.append(handler)
    return handler


def answers(error: type[E_], say: Callable[[E_], str]) -> None:
    """Says in Chinese what a typed error means; the router uses it for `error` and its subclasses."""
    _errors[error] = say  # type: ignore[assignment]  # a callable of the subclass, looked up by that class


def commands() -> tuple[Command, ...]:
    return tuple(_commands.values())


def find(word: str) -> Command | None:
    return _by_word.get(word)


def is_word(word: str) -> bool:
    return word in _by_word


def is_bare(word: str) -> bool:
    """Whether `word` works in a group without / or @."""
    entry = _by_word.get(word)
    return entry is not None and entry.bare and word not in entry.quote_aliases


def confirm_handler(word: str) -> ConfirmHandler | None:
    return _confirms.get(word)


def reaction_handlers() -> tuple[ReactionHandler, ...]:
    return tuple(_reactions)


def recall_handlers() -> tuple[RecallHandler, ...]:
    return tuple(_recalls)


def sentence_for(error: Exception) -> str | None:
    """The registered sentence for this error, or None when it is unexpected."""
    for kind in type(error).__mro__:
        if say := _errors.get(kind):
            return say(error)
    return None
