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


OWN_SECONDS = 120
"""A person's own code for the page is new every two minutes; the one before is still taken."""


def wall_token(secret: str, number: int) -> str:
    """What the QR picture of a session carries behind the # of its address."""
    return hmac.new(secret.encode(), f"wall:{number}".encode(), sha256).hexdigest()[:32]


def is_wall_token(secret: str, number: int, token: str) -> bool:
    return bool(secret) and hmac.compare_digest(wall_token(secret, number).encode(), token.encode())


def own_code(secret: str, person_id: int, at: datetime) -> str:
    """The code that the bot tells one person in private: nobody else is signed in with it."""
    return _own(secret, person_id, int(at.timestamp()) // OWN_SECONDS)


def is_own_code(secret: str, person_id: int, code: str, at: datetime) -> bool:
    step = int(at.timestamp()) // OWN_SECONDS
    return any(hmac.compare_digest(_own(secret, person_id, one).encode(), code.encode()) for one in (step, step - 1))


def _own(secret: str, person_id: int, step: int) -> str:
    digest = hmac.new(secret.encode(), f"own:{person_id}:{step}".encode(), sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10_000:04d}"


def _code(secret: str, step: int) -> str:
    digest = hmac.new(secret.encode(), str(step).encode(), sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10_000:04d}"
