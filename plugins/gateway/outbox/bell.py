"""Wakes the drain of this process when there may be something to do. No time, no database."""

import asyncio

_event: asyncio.Event | None = None
_urgent = False


def ring(*, urgent: bool = False) -> None:
    """There may be something to send; `urgent`: nothing else may begin before it. Without a drain it does nothing: the
    row waits for one."""
    global _urgent
    if _event is not None:
        _urgent = _urgent or urgent
        _event.set()


def hurries() -> bool:
    """Whether something urgent was said that may not be claimed yet."""
    return _urgent


def calm() -> None:
    """What is urgent has been claimed, as far as it can be now."""
    global _urgent
    _urgent = False


def hang() -> asyncio.Event:
    """A new bell for a drain that begins."""
    global _event
    calm()
    _event = asyncio.Event()
    return _event


def take_down(event: asyncio.Event) -> None:
    """The drain that had hung it has ended."""
    global _event
    if _event is event:
        _event = None
