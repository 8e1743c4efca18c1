"""The hot path: many small use cases of one kind as one set-based statement."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from .errors import WriteFailed
from .transactions import Transaction
from .writer import write

I = TypeVar("I")  # noqa: E741 - the contract's name: item
R = TypeVar("R")

BATCH_LIMIT = 500
"""Items in one use case at most: a statement has room for some 32,000 values."""


class Combined(Generic[I, R]):
    """Gathers items while the writer is busy and runs them as one use case.

    `run` gets the items in the order they came and returns a result for each, in that order; it may run again.
    Each item stands alone: when a batch fails, its items are retried one by one, so that one bad item costs no other.
    """

    def __init__(self, run: Callable[[Transaction, Sequence[I]], Awaitable[Sequence[R]]]) -> None:
        self._run = run
        self._waiting: list[tuple[I, asyncio.Future[R]]] = []
        self._drains: set[asyncio.Task[None]] = set()
        self._asked = False

    async def add(self, item: I) -> R:
        """The result for `item`, once it is kept. Raises what `run` raises for it alone, and WriteFailed."""
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        self._start()
        return await future

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

    def _take(self, taken: list[tuple[I, asyncio.Future[R]]]) -> None:
        if not taken:
            taken.extend(self._waiting[:BATCH_LIMIT])
            del self._waiting[:BATCH_LIMIT]
            self._asked = False

    async def _drain(self) -> None:
        taken: list[tuple[I, asyncio.Future[R]]] = []

        async def work(tx: Transaction) -> Sequence[R]:
            self._take(taken)
            return await self._results(tx, [item for item, _ in taken])

        try:
            results = await write(work)
        except BaseException as error:
            self._take(taken)
            if len(taken) == 1 or isinstance(error, WriteFailed) or not isinstance(error, Exception):
                _fail(taken, error)
            else:
                for pair in taken:
                    await self._one(*pair)
            if not isinstance(error, Exception):
                raise
            return
        for (_, future), result in zip(taken, results, strict=True):
            if not future.done():
                future.set_result(result)

    async def _one(self, item: I, future: asyncio.Future[R]) -> None:
        async def work(tx: Transaction) -> R:
            return (await self._results(tx, [item]))[0]

        try:
            result = await write(work)
        except Exception as error:
            _fail([(item, future)], error)
        else:
            if not future.done():
                future.set_result(result)

    async def _results(self, tx: Transaction, items: Sequence[I]) -> Sequence[R]:
        results = await self._run(tx, items)
        if len(results) != len(items):
            raise ValueError(f"{len(items)} items, {len(results)} results")
        return results


def _fail(pairs: Sequence[tuple[I, asyncio.Future[R]]], error: BaseException) -> None:
    for _, future in pairs:
        if future.done():
            continue
        if isinstance(error, Exception):
            future.set_exception(error)
        else:
            future.cancel()
