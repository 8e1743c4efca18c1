"""The rotating four-digit code: whoever sees the wall (or is read it aloud) can type it."""

import hmac
from datetime import datetime
from hashlib import sha256

SECONDS = 60
"""A code is new every minute; the one before is still taken."""


def code_at(secret: str, at: datetime) -> str:
    """The code shown at that moment (aware)."""
    return _code(secret, int(at.timestamp()) // SECONDS)


def seconds_left(at: datetime) -> int:
    """How long the code of that moment is still shown."""
    return SECONDS - int(at.timestamp()) % SECONDS


def is_valid(secret: str, code: str, at: datetime) -> bool:
    """Whether the code is that of the moment or the one before."""
    step = int(at.timestamp()) // SECONDS
    return any(hmac.compare_digest(_code(secret, one), code) for one in (step, step - 1))


def _code(secret: str, step: int) -> str:
    digest = hmac.new(secret.encode(), str(step).encode(), sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10_000:04d}"
