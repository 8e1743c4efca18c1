"""Waiting for what becomes of messages that were just said: for the few who are answered by how it went."""

import asyncio
import contextlib

from . import service
from .domain import State
from .service import Delivery

OTHERS_MAY_SEND = 1.0
"""Seconds between looks at the table: another process may be the one that sends."""
UNDER_WAY = (State.QUEUED, State.SENDING)

_waiting: dict[str, set[asyncio.Event]] = {}


def note(ref: str) -> None:
    """Something has become of a message about `ref`."""
    for event in _waiting.get(ref, ()):
        event.set()


async def settled(ref: str, within: float) -> list[Delivery]:
    """Every message about `ref` as it stands once none waits or is under way any more, after `within` seconds at the
    latest. Called outside a use case."""
    loop = asyncio.get_running_loop()
    until, event = loop.time() + within, asyncio.Event()
    _waiting.setdefault(ref, set()).add(event)
    try:
        while True:
            event.clear()
            found = await service.states(ref)
            left = until - loop.time()
            if left <= 0 or not any(one.state in UNDER_WAY for one in found):
                return found
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(event.wait(), min(left, OTHERS_MAY_SEND))
    finally:
        waiting = _waiting[ref]
        waiting.discard(event)
        if not waiting:
            del _waiting[ref]
