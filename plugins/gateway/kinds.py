"""What the numbers of the one sequence stand for: each capability registers its kind of thing, and can be asked for it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from plugins.storage.errors import NotFound

from .chats import Chat
from .outbox.models import OutboxRow
from .request import Request

LOOKED_AT = 20
"""Announcements of one chat that are looked at, the newest first, for one that is open."""
SHOWN = 6
"""Matters listed when it is not clear which one is meant."""

_SEEN = ("sending", "sent", "uncertain", "needs_human")
"""States of an announcement that people of the chat may have seen."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One numbered thing. `open`: something can still be done about it. `unit_id`: the unit it comes from, whose officers
    decide what stayed in doubt; None where that is not asked."""

    number: int
    title: str
    open: bool
    unit_id: int | None = None


async def _none(_request: Request) -> Sequence[Matter]:
    return ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A capability's kind of numbered thing.

    `name` is how people call it (传达), `see` the word that shows one (`传达情况`); `look` finds one by its number, whoever asks.
    `answered` is the word with which those it is for answer it (已阅), "" where there is none.
    For words that are shared: `announced` is the kind its announcements have in the outbox, `latest` lists those the sender of a
    request may act on, the newest first.
    """

    name: str
    see: str
    look: Callable[[int], Awaitable[Matter | None]]
    announced: str = ""
    latest: Callable[[Request], Awaitable[Sequence[Matter]]] = _none
    answered: str = ""


class NotOfThisKind(NotFound):
    """No thing of the kind that the word `see` shows has `number`, or not for this person."""

    see: ClassVar[str]

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Makes a kind known. Raises ValueError when one of that name is."""
    if kind.name in _kinds:
        raise ValueError(f"{kind.name} is registered")
    _kinds[kind.name] = kind
    return kind


async def kind_of(number: int) -> Kind | None:
    """Whose number it is; None: nothing has it (yet)."""
    for kind in _kinds.values():
        if await kind.look(number) is not None:
            return kind
    return None


async def answered_otherwise(number: int, word: str) -> Kind | None:
    """Whose number it is, where that is answered with another word than `word`: who quotes a session and says 收到."""
    kind = await kind_of(number)
    return kind if kind is not None and kind.answered not in ("", word) else None


async def mistaken_for(error: NotOfThisKind) -> Kind | None:
    """The other kind of thing that has the number; None where nothing else has it."""
    kind = await kind_of(error.number)
    return kind if kind is not None and kind.see != error.see else None


async def newest(chat: Chat, among: Sequence[Kind]) -> int | None:
    """The newest open matter of these kinds that was announced in `chat`."""
    by_word = {kind.announced: kind for kind in among}
    rows = OutboxRow.filter(chat=chat.key, kind__in=list(by_word), state__in=_SEEN, number__isnull=False, part=1)
    for row in await rows.order_by("-number").limit(LOOKED_AT).only("number", "kind"):
        matter = await by_word[row.kind].look(row.number or 0)
        if matter is not None and matter.open:
            return matter.number
    return None


async def latest(request: Request, among: Sequence[Kind]) -> list[tuple[Kind, Matter]]:
    """What could be meant, of several kinds, the newest first."""
    found = [(kind, matter) for kind in among for matter in await kind.latest(request) if matter.open]
    return sorted(found, key=lambda one: one[1].number, reverse=True)[:SHOWN]
