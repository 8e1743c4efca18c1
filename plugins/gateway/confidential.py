"""A private conversation that is held in memory and nowhere else.

While one is open, what its account says in private goes to the capability that opened it, and to nothing that writes:
no draft, no inbox key, no watermark. It lapses by time, and a restart ends it. A command behind `/` is one still.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import dispatch, registry, texts
from .limits import Bounded
from .request import Answer, Reply, Request

Receive = Callable[[Request], Awaitable[Reply]]
"""Takes one message; what it raises is answered like what a command raises."""

MOST = 2_000
"""Conversations at once; the oldest goes first."""


@dataclass(frozen=True, slots=True)
class _Open:
    receive: Receive
    until: datetime


_open: Bounded[str, _Open] = Bounded(MOST)


def begin(account: str, receive: Receive, now: datetime, lasts: timedelta) -> None:
    """Everything this account says in private goes to `receive` for so long; again replaces what was open."""
    for other in [one for one, held in _open.items() if held.until <= now]:
        del _open[other]
    _open[account] = _Open(receive, now + lasts)


def end(account: str) -> None:
    """Nothing goes there any more."""
    _open.pop(account, None)


def is_open(account: str, now: datetime) -> bool:
    """Whether a conversation with this account is open; one that has lapsed is forgotten here."""
    held = _open.get(account)
    if held is not None and held.until <= now:
        del _open[account]
        return False
    return held is not None


async def receive(request: Request) -> Reply:
    """What the capability says to one message. Never raises."""
    try:
        return await _open[request.account].receive(request)
    except Exception as error:  # what the person typed must get an answer whatever happens
        sentence = registry.sentence_for(error)
        return Answer(sentence or texts.failed_text(dispatch.log(error, "a confidential conversation")))
