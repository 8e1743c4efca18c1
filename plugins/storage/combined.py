"""The hot path: many small use cases of one kind as one set-based statement."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from nonebot.log import logger

from .errors import WriteFailed
from .transactions import Transaction
from .writer import write

I = TypeVar("I")  # noqa: E741 - the contract's name: item
R = TypeVar("R")

BATCH_LIMIT = 500
"""Items in one use case at most: a statement has room for some 32,000 values."""


class _Waiting(NamedTuple, Generic[I, R]):
    item: I
    told: Callable[[R], None]
    failed: Callable[[BaseException], None]


class Combined(Generic[I, R]):
    """Gathers items while the writer is busy and runs them as one use case.

    `run` gets the items in the order they came and returns a result for each, in that order; it may run again.
    Each item stands alone: when a batch fails, its items are retried one by one, so that one bad item costs no other.
    """

    def __init__(self, run: Callable[[Transaction, Sequence[I]], Awaitable[Sequence[R]]]) -> None:
        self._run = run
        self._waiting: list[_Waiting[I, R]] = []
        self._drains: set[asyncio.Task[None]] = set()
        self._asked = False

    async def add(self, item: I) -> R:
        """The result for `item`, once it is kept. Raises what `run` raises for it alone, and WriteFailed."""
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self.put(item, partial(_answer, future), partial(_refuse, future))
        return await future

    def put(self, item: I, told: Callable[[R], None], failed: Callable[[BaseException], None]) -> None:
        """As `add`, for who does not wait: `told` gets the result once it is kept, or `failed` what `add` raises."""
        self._waiting.append(_Waiting(item, told, failed))
        self._start()

    def _start(self) -> None:
        """Asks for a use case, unless one is asked for already or nobody waits."""
        if self._asked or not self._waiting:
            return
        self._asked = True
        drain = asyncio.create_task(self._drain())
        self._drains.add(drain)
        drain.add_done_callback(self._drained)

    def _drained(self, drain: asyncio.Task[None]) -> None:
        self._drains.discard(drain)
        self._start()

    def _take(self, taken: list[_Waiting[I, R]]) -> None:
        if not taken:
            taken.extend(self._waiting[:BATCH_LIMIT])
            del self._waiting[:BATCH_LIMIT]
            self._asked = False

    async def _drain(self) -> None:
        taken: list[_Waiting[I, R]] = []

        async def work(tx: Transaction) -> Sequence[R]:
            self._take(taken)
            return await self._results(tx, [one.item for one in taken])

        try:
            results = await write(work)
        except BaseException as error:
            self._take(taken)
            if len(taken) == 1 or isinstance(error, WriteFailed) or not isinstance(error, Exception):
                for one in taken:
                    _tell(one.failed, error)
            else:
                for one in taken:
                    await self._one(one)
            if not isinstance(error, Exception):
                raise
            return
        for one, result in zip(taken, results, strict=True):
            _tell(one.told, result)

    async def _one(self, one: _Waiting[I, R]) -> None:
        async def work(tx: Transaction) -> R:
            return (await self._results(tx, [one.item]))[0]

        try:
            result = await write(work)
        except Exception as error:
            _tell(one.failed, error)
        else:
            _tell(one.told, result)

    async def _results(self, tx: Transaction, items: Sequence[I]) -> Sequence[R]:
        results = await self._run(tx, items)
        if len(results) != len(items):
            raise ValueError(f"{len(items)} items, {len(results)} results")
        return results


def _tell(who: Callable[[R], None], what: R) -> None:
    try:
        who(what)
    except Exception as error:  # one that fails costs no other its answer
        logger.error("what became of a use case could not be told: {}", type(error).__name__)


def _answer(future: asyncio.Future[R], result: R) -> None:
    if not future.done():
        future.set_result(result)


def _refuse(future: asyncio.Future[R], error: BaseException) -> None:
    if future.done():
        return
    if isinstance(error, Exception):
        future.set_exception(error)
    else:
        future.cancel()
