"""Wakes the drain of this process when there may be something to do. No time, no database."""

import asyncio

_event: asyncio.Event | None = None


def ring() -> None:
    """There may be something to send. Without a drain it does nothing: the row waits for one."""
    if _event is not None:
        _event.set()


def hang() -> asyncio.Event:
    """A new bell for a drain that begins."""
    global _event
    _event = asyncio.Event()
    return _event


def take_down(event: asyncio.Event) -> None:
    """The drain that had hung it has ended."""
    global _event
    if _event is event:
        _event = None
