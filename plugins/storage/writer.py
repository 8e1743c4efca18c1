"""The one writer. Everything that changes the database is a use case handed to `write`."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

from .errors import NotOpen
from .transactions import Transaction, inside

T = TypeVar("T")
Work = Callable[[Transaction], Awaitable[T]]

WORK_LIMIT = 60.0
"""Seconds after which a use case is given up: it awaits nothing but the database, so by then something is broken."""


class Writer(Protocol):
    """What both databases offer."""

    def submit(self, work: Work[Any], *, alone: bool = False) -> asyncio.Future[Any]: ...  # each use case its own

    async def stop(self) -> None: ...


_writer: Writer | None = None


def use(writer: Writer | None) -> None:
    """For the life cycle: the writer of the open database, or None."""
    global _writer
    _writer = writer


def submit(work: Work[T], *, alone: bool = False) -> asyncio.Future[T]:
    """Hands a use case to the writer without waiting for it; `write` is what everybody else wants."""
    if _writer is None:
        raise NotOpen
    if inside.get():
        raise RuntimeError("a use case asked for another one; call its steps with the same transaction instead")
    return _writer.submit(work, alone=alone)


async def write(work: Work[T], *, alone: bool = False) -> T:
    """Runs `work` whole (load, decide, write) in a transaction and returns its result once it is kept on disk.

    What `work` raises is raised here, and nothing of it is kept. Raises WriteFailed when the database did not keep it,
    or when it took longer than WORK_LIMIT.
    `work` awaits nothing but the database, starts no task, and may run again when another process was in its way.
    A caller that is cancelled gives up the answer, not the use case. `alone` keeps it out of others' commits.
    """
    return await asyncio.shield(submit(work, alone=alone))
