"""One catch-up of one account: asks its chats for what was missed, does it in the order it was typed, answers after."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from nonebot.log import logger

from plugins.storage import clock, failpoint

from .. import accounts, histories, router, speak
from ..chats import Chat
from ..config import settings
from ..intake import Incoming
from ..outbox import reach
from ..router import Done
from . import domain, gaps, marks, reactions, reading, waiting, whom
from .domain import Mark, Span
from .gaps import Gap

CONCURRENCY = 4
"""Histories asked for at once: people's commands of now must not wait behind them."""
MOST_PAGES = 20
"""A thousand messages of one chat. Beyond that there is a gap."""
LISTS_WITHIN = 20.0
"""Seconds to wait for the account's groups and friends."""
CHAT_WITHIN = 60.0
"""Seconds for the pages of one chat."""
WITHIN = 900.0
"""Seconds for all histories; what has not been read then is a gap."""
MOST_ANSWERS = 200
"""Late answers; who gets none types again. Acknowledgements are gathered and do not count."""


class Cut(Exception):
    """The account lost its connection meanwhile: the next catch-up begins from the same marks."""


@dataclass(slots=True, eq=False)
class Work:
    """One chat to look through. `missed` is None until its history was read."""

    chat: Chat
    span: Span
    missed: list[Incoming] | None = None
    whole: bool = False
    done: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)


class CatchUp:
    """Of the account `self_id`, which connected at `until` (aware UTC). `busy` are the accounts that catch up now."""

    def __init__(self, self_id: str, until: datetime, busy: Iterable[str]) -> None:
        self.self_id = self_id
        self.until = until
        self._busy = busy
        self._works: list[Work] = []
        self._answers: list[Done] = []
        self._gate = asyncio.Semaphore(CONCURRENCY)

    async def run(self) -> None:
        """Does all of it. Raises Cut; what was done by then is not done again."""
        known = await marks.load()
        own = known.get(marks.account(self.self_id))
        if own is None:
            waiting.found(self.self_id)
        if accounts.of(self.self_id).stale:
            reach.refresh(self.self_id)
        await reach.known(self.self_id, LISTS_WITHIN)
        if own is not None and settings.catchup_hours:
            await self._find(known, own)
            waiting.found(self.self_id)
            try:
                await self._read_all()
                await self._do_all()
                await self._answer()
                await self._show_gaps()
            finally:
                for work in self._works:
                    waiting.settled(work.chat)
        failpoint("catchup.run.before_mark")
        marks.note(marks.account(self.self_id), self.until)
        await marks.flush()
        failpoint("catchup.run.after_mark")
        groups = [work.chat for work in self._works if work.chat.is_group]
        await reactions.missed(self.self_id, groups, clock.now())

    async def _find(self, known: dict[str, Mark], own: Mark) -> None:
        chats = await whom.groups(self.self_id, list(self._busy))
        chats += await whom.friends(self.self_id, own.at - domain.SLACK, known)
        for chat in chats:
            span = domain.span(known.get(chat.key), own, self.until, settings.catchup_hours)
            if span.begin < self.until:
                work = Work(chat, span)
                self._works.append(work)
                waiting.expect(chat, lambda work=work: self._at_once(work))

    async def _read_all(self) -> None:
        try:
            async with asyncio.timeout(WITHIN):
                await asyncio.gather(*(self._read(work) for work in self._works))
        except TimeoutError:
            logger.warning("catch-up: not all histories were read in {} s", WITHIN)

    async def _do_all(self) -> None:
        """Everything that was read, over all chats in the order it was typed."""
        read = [(said, work) for work in self._works if not work.done for said in work.missed or ()]
        read.sort(key=lambda one: (one[0].time, one[0].origin.seq or 0))
        failpoint("catchup.run.before_commands")
        for said, work in read:
            if not work.done:
                async with work.lock:
                    await self._do(said)
        for work in self._works:
            work.done = True
        failpoint("catchup.run.after_commands")

    async def _at_once(self, work: Work) -> None:
        """One chat before the others: somebody is there now."""
        await self._read_now(work)
        async with work.lock:
            if not work.done:
                work.done = True
                for said in work.missed or ():
                    await self._do(said)
        waiting.settled(work.chat)

    async def _read(self, work: Work) -> None:
        async with self._gate:
            await self._read_now(work)

    async def _read_now(self, work: Work) -> None:
        async with work.reading:
            if work.missed is not None:
                return
            try:
                async with asyncio.timeout(CHAT_WITHIN):
                    stretch = await histories.back_to(self.self_id, work.chat, work.span.begin, MOST_PAGES)
            except (histories.Unavailable, TimeoutError):
                if accounts.socket(self.self_id) is None:
                    raise Cut from None
                stretch = None
            work.whole = stretch is not None and stretch.whole
            work.missed = [] if stretch is None else await self._missed(work, stretch)

    async def _missed(self, work: Work, stretch: histories.Stretch) -> list[Incoming]:
        own = reading.own(stretch.items, self.self_id)
        found: list[Incoming] = []
        now = clock.now()
        for item in stretch.items:
            seq = histories.sequence(item) if work.chat.is_group else None
            if not work.span.has(histories.when(item), seq, self.until):
                continue
            said = reading.incoming(item, self.self_id, work.chat, now)
            if said is not None:
                found.append(await reading.with_quote(said, own, self.self_id))
        kept = domain.without_retyped((said.account, _typed(said)) for said in found)
        return [said for said, keep in zip(found, kept, strict=True) if keep]

    async def _do(self, said: Incoming) -> None:
        done = None if waiting.is_live(said) else await router.receive_late(said)
        if done is not None:
            self._answers.append(done)

    async def _answer(self) -> None:
        """Acknowledgements gather into one line a chat; of the rest, who was refused hears it only while that is still
        useful."""
        said, now = 0, clock.now()
        for request, outcome in self._answers:
            if outcome.refused and not domain.is_still_useful(request.time, now):
                continue
            said += speak.is_answer(request, outcome.reply)
            if said <= MOST_ANSWERS:
                await speak.give_late(request, outcome.reply)
        self._answers.clear()

    async def _show_gaps(self) -> None:
        await gaps.keep(
            [
                Gap(work.chat, work.span.away, self.until)
                for work in self._works
                if not work.whole and work.chat.is_group and domain.is_gap_shown(work.span.away, self.until)
            ]
        )


def _typed(said: Incoming) -> str:
    return repr((said.text, said.quoted.message_id if said.quoted else "", said.segments))
