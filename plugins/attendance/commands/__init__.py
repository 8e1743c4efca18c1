"""The commands of attendance, by theme: arguments in, one service call, one text out."""

from . import (
    boards,
    correcting,
    documents,
    issuing,
    leave,
    moving,
    personal,
    refusals,
    roll_call,
    room,
    sessions,
    signing,
)

__all__ = [
    "boards",
    "correcting",
    "documents",
    "issuing",
    "leave",
    "moving",
    "personal",
    "refusals",
    "roll_call",
    "room",
    "sessions",
    "signing",
]
