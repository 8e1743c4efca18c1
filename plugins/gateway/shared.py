"""Words that several capabilities share: 催办, 撤回 and 停发 mean whatever has the number.

A word stands here once, with who may type it where. A capability joins it for its own kind of thing; what is typed goes to
the one whose number it is, with the number filled in.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import wraps

from plugins.storage.errors import DomainError, NotFound

from . import kinds, registry, texts
from .directory import Who
from .kinds import Kind
from .previews import NoPreview, Preview
from .registry import ConfirmHandler, Where
from .request import Reply, Request

Part = Callable[[Request, int], Awaitable[Reply]]
"""What a capability does at a shared word: the request, and the number it is about."""


class NothingHasIt(NotFound):
    """No thing of a known kind has this number."""

    def __init__(self, word: str, number: int) -> None:
        super().__init__(word, number)
        self.word = word
        self.number = number


class NotForThis(DomainError):
    """The word does nothing for the kind of thing that has this number."""

    def __init__(self, word: str, number: int, kind: Kind) -> None:
        super().__init__(word, number)
        self.word = word
        self.number = number
        self.kind = kind


class WhichOne(DomainError):
    """No number was given: what could be meant, the newest first."""

    def __init__(self, word: str, choices: list[tuple[str, int, str]], *, in_group: bool) -> None:
        super().__init__(word)
        self.word = word
        self.choices = choices
        self.in_group = in_group


@dataclass(slots=True)
class Shared:
    """A shared word of officers, in private and in work groups, and who has joined it."""

    word: str
    summary: str
    parts: dict[str, tuple[Kind, Part]] = field(default_factory=dict)
    confirming: dict[str, ConfirmHandler] = field(default_factory=dict)

    def part(self, kind: Kind) -> Callable[[Part], Part]:
        """Joins the word: what is typed for a thing of `kind` goes to the function."""

        def join(handler: Part) -> Part:
            if not self.parts:
                self._register(handler)
            self.parts[kind.name] = (kind, handler)
            return handler

        return join

    def confirms(self, kind: Kind) -> Callable[[ConfirmHandler], ConfirmHandler]:
        """What 确认 does with a preview that the part of `kind` offered under this word."""

        def join(handler: ConfirmHandler) -> ConfirmHandler:
            if not self.confirming:
                registry.confirms(self.word)(self._confirm)
            self.confirming[kind.name] = handler
            return handler

        return join

    def _register(self, first: Part) -> None:
        @wraps(first)  # the menu lists it where the first capability stands
        async def dispatch(request: Request) -> Reply:
            return await self._dispatch(request)

        registry.command(
            self.word,
            usage=f"{self.word} 编号",
            example=f"{self.word} 12",
            summary=self.summary,
            where=Where.OFFICE,
            who=Who.OFFICER,
        )(dispatch)

    async def _dispatch(self, request: Request) -> Reply:
        among = [kind for kind, _ in self.parts.values()]
        number = request.number if request.number is not None else await kinds.newest(request.chat, among)
        if number is None:
            choices = [(kind.name, one.number, one.title) for kind, one in await kinds.latest(request, among)]
            raise WhichOne(self.word, choices, in_group=request.chat.is_group)
        kind = await kinds.kind_of(number)
        if kind is None:
            raise NothingHasIt(self.word, number)
        if kind.name not in self.parts:
            raise NotForThis(self.word, number, kind)
        return await self.parts[kind.name][1](request, number)

    async def _confirm(self, request: Request, preview: Preview) -> Reply:
        kind = await kinds.kind_of(preview.number)
        if kind is None or kind.name not in self.confirming:
            raise NoPreview
        return await self.confirming[kind.name](request, preview)


NUDGE = Shared("催办", "私聊提醒还没办的人")
RECALL = Shared("撤回", "从各群撤回,撤不回的会告诉您")
STOP = Shared("停发", "没发出去的不再发,重复的不再重复")

registry.answers(NothingHasIt, lambda error: texts.nothing_has_it_text(error.word, error.number))
registry.answers(
    NotForThis, lambda error: texts.not_for_this_text(error.word, error.number, error.kind.name, error.kind.see)
)
registry.answers(WhichOne, lambda error: texts.which_one_text(error.word, error.choices, in_group=error.in_group))
