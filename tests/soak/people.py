"""The people of a soak: officers who relay and retype until they are answered, members who answer 已阅 in every way."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import TypeVar

from plugins.sandbox.happenings import Happening, Said
from plugins.sandbox.model import Chat, Message, WorldError
from plugins.sandbox.people import Person
from plugins.sandbox.world import World

from ..e2e.hospital import BOT, Branch
from .evidence import Board, Reading
from .weather import delivery_in

ANSWER_WITHIN = 2.5
"""Seconds after which an officer types it again."""
TRIES = 60
RECENT = 400
"""Members answer one of so many latest copies."""

_BOARD = {
    "arrived": re.compile(r"已送达 (\d+)"),
    "waiting": re.compile(r"待发 (\d+)"),
    "failed": re.compile(r"失败 (\d+)"),
    "doubtful": re.compile(r"待核实 (\d+)"),
}
_STOPPED = re.compile(r"(?:已停发|已撤回|正在撤|撤不回) (\d+)")
NOTE = "地点改到四楼礼堂"
"""What a correction says."""
_FIRST_PART = re.compile(r"^\(1/\d+\)\n")
"""Long answers come in parts; what an officer looks for stands in the first."""
_TALLY = re.compile(r"已阅 (\d+)/(\d+)")

Told = TypeVar("Told")


class NoAnswer(Exception):
    """However often it was typed, no answer came that says what became of it."""


class Ears:
    """What the bot has said in each chat, and the copies of directives in the groups, as they come."""

    def __init__(self, world: World) -> None:
        self.lines: dict[Chat, list[str]] = defaultdict(list)
        self.copies: list[Message] = []
        """Of first parts."""
        self._said: dict[Chat, asyncio.Event] = defaultdict(asyncio.Event)
        world.subscribe(self._hear)

    def _hear(self, happening: Happening) -> None:
        if not isinstance(happening, Said) or happening.message.sender != BOT:
            return
        message = happening.message
        self.lines[message.chat].append(message.text)
        self._said[message.chat].set()
        if message.chat.is_group:
            delivery = delivery_in(message.chat.ids[0], message.segments)
            if delivery is not None and delivery.part == 1:
                self.copies.append(message)

    async def told(self, chat: Chat, begin: int, read: Callable[[str], Told | None], within: float) -> Told | None:
        """The first thing `read` finds in the lines of a chat from number `begin` on; None when nothing comes."""
        try:
            async with asyncio.timeout(within):
                while True:
                    said = self._said[chat]
                    said.clear()
                    for line in self.lines[chat][begin:]:
                        if (found := read(_FIRST_PART.sub("", line))) is not None:
                            return found
                    await said.wait()
        except TimeoutError:
            return None


@dataclass
class Officer:
    """Relays one directive after the other. What they know, they know from what the bot told them."""

    person: Person
    ears: Ears
    accepted: dict[int, str]
    """Directives whose 确认 was answered, by number, with their titles; all officers write into it."""
    stops: dict[int, datetime | None]
    """Directives whose 停发 was confirmed, with when the answer came; as above."""
    recalls: set[int]
    """Those of them that were confirmed by a 撤回; as above."""
    corrections: set[int]
    """Directives of which a 更正 was confirmed and answered; as above."""
    typed: int = 0
    """Commands typed, repetitions among them."""

    async def relays(self, title: str, rest: str) -> int:
        """From 传达 to an answered 确认; its number. `rest` are further headers and the text. Raises NoAnswer."""
        for _ in range(TRIES):
            number = await self._asks(f"传达 全体\n标题: {title}\n{rest}", lambda line: _previewed(line, title))
            if number is not None and await self._confirms(number):
                self.accepted[number] = title
                return number
        raise NoAnswer(title)

    async def stops_it(self, number: int) -> None:
        """From 停发 to an answered 确认, or to the answer that nothing is left to stop. Raises NoAnswer."""
        for _ in range(TRIES):
            match await self._asks(f"停发 {number}", lambda line: _may_stop(line, number)):
                case False:
                    return
                case True:
                    self.stops.setdefault(number, None)
                    if await self._confirms(number):
                        self.stops[number] = self.person.world.clock()
                        return
        raise NoAnswer(f"停发 {number}")

    async def takes_it_back(self, number: int) -> None:
        """The same with 撤回. Raises NoAnswer."""
        for _ in range(TRIES):
            match await self._asks(f"撤回 {number}", lambda line: _may_recall(line, number)):
                case False:
                    return
                case True:
                    self.stops.setdefault(number, None)
                    self.recalls.add(number)
                    if await self._confirms(number):
                        self.stops[number] = self.person.world.clock()
                        return
        raise NoAnswer(f"撤回 {number}")

    async def corrects_it(self, number: int) -> None:
        """From 更正 to an answered 确认; nobody is asked for a receipt again. Raises NoAnswer."""
        typed = f"更正 {number} {NOTE}\n回执: 否"
        for _ in range(TRIES):
            previewed = await self._asks(typed, lambda line: line.startswith(f"#{number} 更正预览") or None)
            if previewed and await self._confirms(number):
                self.corrections.add(number)
                return
        raise NoAnswer(f"更正 {number}")

    async def thinks_better_of_it(self, number: int) -> None:
        """Looks what 停发 would do, and lets it be."""
        await self._asks(f"停发 {number}", lambda line: _may_stop(line, number))
        await self._asks(f"取消 {number}", lambda line: line.startswith(f"#{number} 已取消") or None)

    async def _confirms(self, number: int) -> bool:
        """Types 确认 until it is answered. False when there is no such preview any more. Raises NoAnswer."""
        for _ in range(TRIES):
            if (done := await self._asks(f"确认 {number}", lambda line: _confirmed(line, number))) is not None:
                return done
        raise NoAnswer(f"确认 {number}")

    async def looks(self, number: int) -> Board | None:
        """What 传达情况 shows of a directive; None when several tries stay without an answer."""
        for _ in range(4):
            if board := await self._asks(f"传达情况 {number}", lambda line: _board(line, number)):
                return board
        return None

    async def _asks(self, text: str, read: Callable[[str], Told | None]) -> Told | None:
        """Types it once; what `read` finds in the answer, None without one in time."""
        chat = self.person.chat_with(BOT)
        begin = len(self.ears.lines[chat])
        self.typed += 1
        await self.person.private(text)
        return await self.ears.told(chat, begin, read, ANSWER_WITHIN)


def _previewed(line: str, title: str) -> int | None:
    found = re.match(r"#(\d+) 预览", line)
    return int(found[1]) if found and title in line else None


def _confirmed(line: str, number: int) -> bool | None:
    """Whether the answer says that it is done, or that it cannot be done any more."""
    if not line.startswith(f"#{number} ") or "预览," in line:
        return None
    if any(words in line for words in ("已传达到", "已经办过", "已停发", "已更正", "正在撤回")):
        return True
    return False if "重新发起" in line or "没有可停的" in line or "没有可撤的" in line else None


def _may_recall(line: str, number: int) -> bool | None:
    """Whether there is something to take back; None for other lines."""
    if not line.startswith(f"#{number} "):
        return None
    return True if "撤回请回" in line else False if "没有可撤的" in line else None


def _may_stop(line: str, number: int) -> bool | None:
    """Whether there is something to stop; None for other lines."""
    if not line.startswith(f"#{number} "):
        return None
    return True if "停发请回" in line else False if "没有可停的" in line else None


def _board(line: str, number: int) -> Board | None:
    if not line.startswith(f"#{number} 〔传达〕"):
        return None
    shown = {name: int(found[1]) for name, pattern in _BOARD.items() if (found := pattern.search(line))}
    tally = _TALLY.search(line)
    if shown.keys() != _BOARD.keys() or tally is None:
        return None
    ended = sum(map(int, _STOPPED.findall(next(one for one in line.splitlines() if one.startswith("群:")))))
    return Board(**shown, read=int(tally[1]), people=int(tally[2]), stopped=ended)


@dataclass(frozen=True)
class Answered:
    """A 已阅 as it was said; `before`: how many lines the bot had said there."""

    number: int
    person: Person
    message: Message | None
    chat: Chat
    before: int


@dataclass
class Readers:
    """Members who answer. Who only reacts is told nothing, as the bot promises."""

    ears: Ears
    branches: dict[int, Branch]
    """By group."""
    lot: Random
    said: list[Answered] = field(default_factory=list)

    async def one_answers(self) -> None:
        """Somebody answers one of the latest copies in their group. Does nothing when there is none."""
        if not self.ears.copies:
            return
        copy = self.lot.choice(self.ears.copies[-RECENT:])
        delivery = delivery_in(copy.chat.ids[0], copy.segments)
        assert delivery is not None
        person = self.lot.choice(self.branches[delivery.group].people)
        number, private = delivery.number, person.chat_with(BOT)
        way = self.lot.randrange(4)
        if way in (1, 2) and not self._names(copy):
            way = 0
        chat = private if way == 3 else copy.chat
        before, message = len(self.ears.lines[chat]), None
        try:
            if way == 0:
                message = await person.says(f"已阅{number}", in_=copy.chat)
            elif way == 1:
                message = await person.says("收到", in_=copy.chat, quote=copy)
            elif way == 2:
                await person.reacts(copy)
            else:
                await person.private(f"已阅 {number}")
        except WorldError:  # the group is muted for its members too
            return
        self.said.append(Answered(number, person, message, chat, before))

    def _names(self, copy: Message) -> bool:
        """Whether the implementation still knows the copy by its id: not after it began its ids again."""
        world = self.branches[copy.chat.ids[0]].people[0].world
        return world.knows(copy.id) and world.message(copy.id) is copy

    def readings(self) -> list[Reading]:
        """All that was said, with how each person was told."""
        return [Reading(one.number, one.person.id, self._told(one)) for one in self.said]

    def _told(self, one: Answered) -> str:
        if one.message is not None and any(BOT in who for who in one.message.reactions.values()):
            return "表情"
        for text in self.ears.lines[one.chat][one.before :]:
            for line in text.splitlines():
                named = one.person.name in line or not one.chat.is_group
                if line.startswith(f"#{one.number} ") and "已阅" in line and "〔传达〕" not in line and named:
                    return f"“{line}”"
        return ""
