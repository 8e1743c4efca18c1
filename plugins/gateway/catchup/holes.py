"""Lost events: a message whose number never came is looked for in the history of its group, and done."""

import asyncio

from nonebot.log import logger

from plugins.storage import clock

from .. import accounts, chats, histories, router, sequences, speak
from ..chats import Chat
from ..directory import directory
from ..limits import Bounded
from ..sequences import Place
from . import reading
from .domain import SLACK

WAIT = 5.0
"""Seconds for which a missing event may still come: events overtake each other."""
EVERY = 60.0
"""Seconds between two looks into one group: grey lines (joins, nudges) take numbers too."""
_looked: Bounded[Place, float] = Bounded(10_000)
_tasks: set[asyncio.Task[None]] = set()
_gate = asyncio.Semaphore(2)


def _missed(place: Place) -> None:
    task = asyncio.create_task(_look_later(place))
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


async def _look_later(place: Place) -> None:
    """Looks once for what is still missing; after a look, not again for EVERY seconds."""
    now = asyncio.get_running_loop().time()
    await asyncio.sleep(max(WAIT, _looked.get(place, now - EVERY) + EVERY - now))
    missing = sequences.take(place)
    self_id, chat = place[0], chats.group(place[1])
    if not missing or accounts.socket(self_id) is None or await directory().bound(chat) is None:
        return
    _looked[place] = asyncio.get_running_loop().time()
    try:
        async with _gate:
            await _look(self_id, chat, missing)
    except Exception as error:  # what was lost stays lost; who got no answer types again
        logger.warning("lost events could not be looked for: {}", type(error).__name__)


async def _look(self_id: str, chat: Chat, missing: set[int]) -> None:
    stretch = await histories.back_to(self_id, chat, clock.now() - SLACK)
    items = () if stretch is None else stretch.items
    own = reading.own(items, self_id)
    for item in items:
        if histories.sequence(item) not in missing:
            continue
        lost = reading.incoming(item, self_id, chat, clock.now())
        if lost is None:
            continue
        done = await router.receive_late(await reading.with_quote(lost, own, self_id))
        if done is not None:
            await speak.give(done.request, done.outcome.reply)


async def stop() -> None:
    """Ends looks under way."""
    for task in tuple(_tasks):
        task.cancel()
    await asyncio.gather(*_tasks, return_exceptions=True)


sequences.on_missing(_missed)
