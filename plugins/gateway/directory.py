"""What gateway asks about people and units. org answers; gateway never imports it."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from .chats import Chat


class Who(StrEnum):
    """Who may use a command. Checked by the router from the roster as it is at that moment."""

    ANYONE = "anyone"
    MEMBER = "member"
    """Anyone in the roster."""
    OFFICER = "officer"
    """An officer of the unit the request acts in, or of one above it."""
    STEWARD = "steward"
    """A system administrator, or an officer as above."""
    ADMIN = "admin"
    """A system administrator (SUPERUSERS)."""
    REPRESENTATIVE = "representative"
    """A representative of the public (群众代表), or an officer anywhere."""
    DESK = "desk"
    """A handler as below, or an officer anywhere."""
    HANDLER = "handler"
    """Somebody appointed to handle opinions; never an administrator. The capability says who (register_handlers)."""


class GroupKind(StrEnum):
    WORK = "work"
    """工作群: officers of the unit and of the units below it."""
    BRANCH = "branch"
    """支部群: the unit's members."""
    PUBLIC = "public"
    """群众群: representatives of the public."""


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as others see it. `path` is the ids from the root down to the unit itself."""

    id: int
    name: str
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PostView:
    """One post of a person. `officer` says whether its title carries an officer's rights."""

    unit: UnitView
    membership: str
    title: str
    officer: bool


@dataclass(frozen=True, slots=True)
class Actor:
    """Who sent a message, read from the roster at that moment. `person_id` is None when in no roster."""

    account: str
    person_id: int | None
    name: str
    superuser: bool
    posts: tuple[PostView, ...] = ()

    def is_officer_over(self, unit: UnitView) -> bool:
        """True with an officer's post in `unit` or in any unit above it."""
        return any(post.officer and post.unit.id in unit.path for post in self.posts)

    def officer_units(self) -> tuple[UnitView, ...]:
        """The units this person is an officer of, each once, in the roster's order."""
        return tuple({post.unit.id: post.unit for post in self.posts if post.officer}.values())


@dataclass(frozen=True, slots=True)
class BoundGroup:
    """A group bound to a unit."""

    chat: Chat
    unit: UnitView
    kind: GroupKind


class Directory(Protocol):
    async def actor(self, account: str) -> Actor:
        """Who this account is now. Never raises for an unknown one: `person_id` is None then."""
        ...

    async def bound(self, chat: Chat) -> BoundGroup | None:
        """The binding of a group, or None."""
        ...

    async def groups(self) -> Sequence[BoundGroup]:
        """All bound groups."""
        ...

    async def knows_name(self, name: str) -> bool:
        """Whether somebody in the roster has exactly this name."""
        ...

    async def among(self, accounts: Collection[str]) -> frozenset[str]:
        """Those of these accounts that are somebody's in the roster."""
        ...


class TargetEvents(Protocol):
    async def target_gone(self, chat: Chat, reason: str) -> None:
        """The account is not in this group any more (or it is dissolved). Called once a loss."""
        ...


class PeopleEvents(Protocol):
    """What the chat service reports about people; events may come twice. `at` is aware UTC."""

    async def invited(self, account: str, chat: Chat, at: datetime) -> bool:
        """Somebody invites the bot into a group. True: go. False leaves the invitation open."""
        ...

    async def asks_friendship(self, account: str) -> bool:
        """Somebody wants to be a friend. True: accept. False leaves the request open."""
        ...

    async def left(self, account: str, chat: Chat, at: datetime) -> None:
        """Somebody (never the bot) left a group or was removed."""
        ...


class GapEvents(Protocol):
    async def unseen(self, gaps: Sequence[tuple[Chat, datetime, datetime]]) -> None:
        """What was said in these groups between the two moments (aware UTC) was not heard, and no history gives it
        back. Called once for all groups after an absence."""
        ...


_directory: Directory | None = None
_people_events: list[PeopleEvents] = []
_target_events: list[TargetEvents] = []
_gap_events: list[GapEvents] = []


def register_directory(directory: Directory) -> None:
    """org calls this once, while it loads."""
    global _directory
    _directory = directory


def directory() -> Directory:
    """The registered directory. Raises RuntimeError when none is: a fault of assembly."""
    if _directory is None:
        raise RuntimeError("no directory is registered: is plugins.org loaded?")
    return _directory


def register_people_events(listener: PeopleEvents) -> None:
    _people_events.append(listener)


def people_events() -> tuple[PeopleEvents, ...]:
    return tuple(_people_events)


def register_target_events(listener: TargetEvents) -> None:
    _target_events.append(listener)


def target_events() -> tuple[TargetEvents, ...]:
    return tuple(_target_events)


async def _nobody(actor: Actor) -> bool:
    return False


_is_handler: Callable[[Actor], Awaitable[bool]] = _nobody


def register_handlers(is_handler: Callable[[Actor], Awaitable[bool]]) -> None:
    """The capability that has handlers (feedback) calls this once, while it loads. Until then there are none."""
    global _is_handler
    _is_handler = is_handler


async def is_handler(actor: Actor) -> bool:
    """Whether this person may use the commands of handlers now."""
    return await _is_handler(actor)


def register_gap_events(listener: GapEvents) -> None:
    _gap_events.append(listener)


def gap_events() -> tuple[GapEvents, ...]:
    return tuple(_gap_events)
