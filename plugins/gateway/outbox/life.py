"""The one drain of this process: begun with the program, woken by accounts that come and go."""

import nonebot

from .. import accounts
from . import bell, numbers, reach, sending
from .drain import Drain

_drain: Drain | None = None


async def start() -> None:
    """Begins to drain. Does nothing when it has begun."""
    global _drain
    if _drain is None:
        numbers.forget()
        _drain = Drain()
        _drain.start()


async def stop_drain() -> None:
    """Ends the drain; what is under way may end, within 10 s."""
    global _drain
    ending, _drain = _drain, None
    if ending is not None:
        await ending.stop()
        await sending.stop()
        await reach.stop()


def _changed(self_id: str) -> None:
    bell.ring()


accounts.on_up(_changed)
accounts.on_down(_changed)
nonebot.get_driver().on_startup(start)
nonebot.get_driver().on_shutdown(stop_drain)
