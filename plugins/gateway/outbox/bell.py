"""Wakes the drain of this process when there may be something to do. No time, no database."""

import asyncio

_event: asyncio.Event | None = None
_urgent = 0


def ring(*, urgent: bool = False) -> None:
    """There may be something to send; `urgent`: nothing else may begin before it. Without a drain it does nothing: the
    row waits for one."""
    global _urgent
    _urgent += urgent
    if _event is not None:
        _event.set()


def urgent() -> int:
    """How often something urgent was said so far: while the drain has not looked since, nothing else begins."""
    return _urgent


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
