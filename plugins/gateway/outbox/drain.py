"""The drain: claims what is due, sends it at each account's pace, looks after what is in doubt."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import Coroutine
from typing import Any

from nonebot.log import logger

from plugins.storage import Transaction, clock, failpoint, write
from plugins.storage.errors import NotOpen, WriteFailed

from .. import accounts
from . import bell, looks, outlook, reach, rows, sending
from .domain import Lane
from .ready import Ready
from .rows import Claimed

CONCURRENCY = 16
"""Sends under way at once in this process (facts.md: more let other answers wait)."""
AHEAD = 384
"""Rows claimed in one go for an account that is not paced: a claim costs about as much for few. With a pace only what may
go at once is claimed, where sends take long only what is likely to begin in AHEAD_FOR: other processes may be faster."""
AHEAD_FOR = 2.0
REFILL_AT = 384
"""Claimed rows left at which the next are claimed: they last until that claim is kept on disk."""
MOST_UNSETTLED = 1024
"""Sends begun whose result is not kept yet: beyond it the database is waited for."""
OTHERS_MAY_ADD = 2.0
"""Seconds between looks at the table where other processes write to it."""
IDLE = 30.0
VIEW_FOR = 0.5
"""Seconds for which the table need not be read again while claims come back full."""
AFTER_TROUBLE = 3.0
STOP_WITHIN = 10.0


class Drain:
    """Sends what this process's accounts reach. One a process; `owner` names it in the rows it claims."""

    def __init__(self) -> None:
        self.owner = secrets.token_hex(8)
        self._bell = bell.hang()
        self._stopping = False
        self._under_way = 0
        self._unsettled = 0
        self._share = CONCURRENCY
        self._ready = Ready()
        self._tasks: set[asyncio.Task[None]] = set()
        self._looking: set[int] = set()
        self._view = outlook.NOTHING
        self._viewed = 0.0
        self._more = False
        self._served = bell.urgent()
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins. Rows that a process before this one left half sent become uncertain."""
        self._loop = asyncio.create_task(self._run(), name="outbox-drain")

    async def stop(self) -> None:
        """Claims nothing any more, and lets what is under way end, for at most 10 s."""
        self._stopping = True
        self._bell.set()
        if self._loop is not None:
            await self._loop
        if unsent := self._ready.give_up(everything=True):
            await self._give_back(unsent)
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=STOP_WITHIN)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_WITHIN):
                while self._unsettled:
                    self._bell.clear()
                    await self._bell.wait()
        bell.take_down(self._bell)

    async def _run(self) -> None:
        begun = False
        while not self._stopping:
            self._bell.clear()
            try:
                if not begun:
                    await outlook.begin()
                    begun = True
                wait = await self._pass()
            except Exception as error:  # whatever it was, the next pass begins from the table again
                logger.error("the outbox could not go on: {}", type(error).__name__)
                wait = AFTER_TROUBLE
            if not self._stopping:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._bell.wait(), wait)

    async def _pass(self) -> float:
        """Does what can be done now; seconds until something is due again."""
        now = clock.now()
        if not self._more or time.monotonic() - self._viewed > VIEW_FOR:
            self._view, self._viewed = await outlook.read(), time.monotonic()
        view = self._view
        if view.needs_sweep(now):
            await outlook.sweep(now, [*self._ready.ids(), *sending.in_the_air()])
        for row in view.doubtful(now):
            if looks.witness(row):
                self._spawn_once(row.id, looks.look(row))
        for row in view.to_recall(now):
            if row.account in accounts.connected():
                self._spawn_once(row.id, looks.recall(row))
        wait = IDLE if view.alone else OTHERS_MAY_ADD
        if view.queued(now) or self._more or self._ready or bell.urgent() != self._served:
            wait = min(wait, await self._send_what_is_due())
        return max(0.01, min(wait, view.seconds_to_next(now)))

    async def _send_what_is_due(self) -> float:
        """Claims on every account and starts sends; seconds until one of them may claim more."""
        wait = AFTER_TROUBLE
        urgent, more = bell.urgent(), False
        if given_up := self._ready.give_up():
            await self._give_back(given_up)
        connected = accounts.connected()
        self._share = max(1, CONCURRENCY // max(1, len(connected)))
        for self_id in connected:
            account = accounts.of(self_id)
            where = await reach.of(self_id)
            if where != reach.NOWHERE:
                if urgent != self._served and self._has_enough(account):
                    await self._fetch_urgent(account, where)
                more = await self._fetch(account, where) or more
            pause = account.wait()
            wait = min(wait, pause) if pause > 0 else wait
        self._more = more or bool(self._ready)
        self._served = urgent
        self._begin_sends()
        return wait

    async def _fetch(self, account: accounts.Account, where: rows.Reach | None) -> bool:
        """Claims what an account may send; whether there may be more."""
        more = False
        while (most := self._wanted(account)) > 0:
            claimed = await self._claim(account.id, most, where)
            self._ready.add(account, claimed)
            more = len(claimed) == most
            if not more or not account.pacer.interval:
                break
            self._begin_sends()
        return more

    async def _fetch_urgent(self, account: accounts.Account, where: rows.Reach | None) -> None:
        """Claims everything urgent, and nothing else: enough is claimed already."""
        full = True
        while full and account.budget(1) > 0:
            claimed = await self._claim(account.id, AHEAD, where, Lane.URGENT)
            self._ready.add(account, claimed)
            full = len(claimed) == AHEAD

    def _wanted(self, account: accounts.Account) -> int:
        """How many rows to claim for an account: what its pace allows now, and without a pace some ahead."""
        if account.pacer.interval:
            return account.budget(CONCURRENCY - self._under_way) - self._ready.count(account)
        if account.budget(1) <= 0 or self._has_enough(account):
            return 0
        most = max(self._ahead(account), CONCURRENCY - self._under_way)
        return account.breaker.limit(time.monotonic(), most + account.under_way) - account.under_way

    def _has_enough(self, account: accounts.Account) -> bool:
        """Whether what is claimed for an account that is not paced lasts for now."""
        return not account.pacer.interval and self._ready.count(account) > min(REFILL_AT, self._ahead(account))

    def _ahead(self, account: accounts.Account) -> int:
        """How many rows to claim ahead by how long sends take: all AHEAD up to 0.08 s each."""
        return int(min(AHEAD, CONCURRENCY * AHEAD_FOR / max(account.takes, 0.001)))

    def _begin_sends(self) -> None:
        """Starts what was claimed, as far as it may go now."""
        while taken := self._next():
            self._spawn(self._send(*taken))

    def _next(self) -> tuple[accounts.Account, Claimed] | None:
        """A row to send at once, urgent ones first: there is room, and nothing more urgent is to come."""
        if self._stopping or not self._has_room() or bell.urgent() != self._served:
            return None
        taken = self._ready.take(self._share)
        if taken is None:
            if given_up := self._ready.give_up():
                self._spawn(self._give_back(given_up))
            return None
        account, _ = taken
        account.pacer.take(time.monotonic(), 1)
        self._under_way += 1
        self._unsettled += 1
        account.under_way += 1
        return taken

    def _has_room(self) -> bool:
        return self._under_way < CONCURRENCY and self._unsettled < MOST_UNSETTLED

    async def _give_back(self, claimed: list[Claimed]) -> None:
        """Rows whose account may not speak now. If this cannot be kept it is tried again, until their leases end."""

        async def work(tx: Transaction) -> None:
            await rows.give_back(tx, claimed, clock.now())

        try:
            await write(work)
        except (WriteFailed, NotOpen) as error:
            logger.error("what was claimed could not be given back yet: {}", type(error).__name__)
            self._ready.not_given_up(claimed)

    async def _claim(self, self_id: str, most: int, where: rows.Reach | None, least: Lane = Lane.BULK) -> list[Claimed]:
        now = clock.now()

        async def work(tx: Transaction) -> list[Claimed]:
            found = await rows.claim(
                tx, owner=self.owner, account=self_id, now=now, most=most, reach=where, least=least
            )
            failpoint("outbox.claim.before_commit")
            return found

        claimed = await write(work)
        failpoint("outbox.claim.after_commit")
        return claimed

    async def _send(self, account: accounts.Account, row: Claimed) -> None:
        """Sends a row, then whichever may go next, until none may."""
        taken: tuple[accounts.Account, Claimed] | None = (account, row)
        while taken is not None:
            account, row = taken
            begun = time.monotonic()
            try:
                await sending.send(account, row, self._landed)
            finally:
                account.takes += (time.monotonic() - begun - account.takes) / 8
                self._under_way -= 1
                account.under_way -= 1
                if not self._has_enough(account):
                    self._bell.set()
            taken = self._next()

    def _landed(self) -> None:
        self._unsettled -= 1
        self._bell.set()

    def _spawn_once(self, row_id: int, work: Coroutine[Any, Any, None]) -> None:
        """Starts what concerns a row in doubt, unless it is being looked after already."""
        if row_id in self._looking:
            work.close()
            return
        self._looking.add(row_id)

        async def run() -> None:
            try:
                await work
            except (WriteFailed, NotOpen) as error:
                logger.error("a look after a doubtful message could not be kept: {}", type(error).__name__)
                await asyncio.sleep(AFTER_TROUBLE)
            finally:
                self._looking.discard(row_id)
                self._bell.set()

        self._spawn(run())

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
