"""The people of a world as tests and scenarios tell it: `await zhang.says("已阅", in_=group)`."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from .model import Chat, Group, Message, Segment, group_chat, private_chat
from .world import World

Place = Group | Chat | int
"""A group, a chat, or a group's id."""


def chat_of(place: Place) -> Chat:
    if isinstance(place, Group):
        return place.chat
    return group_chat(place) if isinstance(place, int) else place


def bot_lines(world: World, place: Place, *, bot: int | None = None) -> list[str]:
    """`World.bot_lines` for whatever names a place."""
    return world.bot_lines(chat_of(place), bot=bot)


@dataclass(frozen=True, slots=True)
class Person:
    """One account of the world, doing things. Each call yields to the loop once, so that sockets get a turn."""

    world: World
    id: int

    @property
    def name(self) -> str:
        return self.world.account(self.id).nickname

    def chat_with(self, bot: int | None = None) -> Chat:
        """The private chat with the bot (the first bot account by default)."""
        return private_chat(self.id, self.world.bots()[0].id if bot is None else bot)

    async def says(
        self,
        content: str | Sequence[Segment],
        *,
        in_: Place,
        quote: Message | int | None = None,
        at: Iterable[int | Literal["all"]] = (),
    ) -> Message:
        """Says it in a group, quoting and addressing as asked."""
        return await self._turn(self.world.say(self.id, chat_of(in_), content, quote=quote, at_whom=at))

    async def private(
        self,
        content: str | Sequence[Segment],
        *,
        bot: int | None = None,
        quote: Message | int | None = None,
        via: int | None = None,
    ) -> Message:
        """Says it to the bot in private; `via` makes it a temporary session through that group."""
        return await self._turn(self.world.say(self.id, self.chat_with(bot), content, quote=quote, via=via))

    async def reacts(self, message: Message, emoji: str = "76") -> None:
        self.world.react(self.id, message, emoji)
        await asyncio.sleep(0)

    async def recalls(self, message: Message) -> None:
        self.world.recall(self.id, message)
        await asyncio.sleep(0)

    async def uploads(self, name: str, data: bytes, *, in_: Place | None = None) -> Message:
        """Puts a file into a group, or into the private chat with the bot when no place is named."""
        place = self.chat_with() if in_ is None else chat_of(in_)
        return await self._turn(self.world.upload(self.id, place, name, data))

    def heard(self, *, bot: int | None = None) -> list[str]:
        """What the bot has told this person in private, oldest first."""
        return self.world.bot_lines(self.chat_with(bot), bot=bot)

    async def hears(self, fragment: str, *, within: float = 20.0) -> str:
        """Waits for a private line of the bot with `fragment` in it and gives it whole. Raises TimeoutError."""
        await self.world.wait_for(lambda: any(fragment in line for line in self.heard()), within)
        return next(line for line in reversed(self.heard()) if fragment in line)

    async def _turn(self, message: Message) -> Message:
        await asyncio.sleep(0)
        return message
