"""Four-digit codes that change: one for the wall, and for the page behind 签到二维码 one of each person's own."""

import hmac
from datetime import datetime
from hashlib import sha256

SECONDS = 60
"""The wall's code is new every minute; the one before is still taken."""
OWN_SECONDS = 120
"""A person's own code for the page is new every two minutes; the one before is still taken."""

CODE_TRIES = 5
CODE_TRIES_SECONDS = 600
"""So many codes a person may try in so many seconds: of 10,000 codes two are right at any moment, so who guesses through a
session of an hour and a half and the quarter of an hour before it (60 tries at most) finds one in about one of 80 sessions."""


def code_at(secret: str, at: datetime) -> str:
    """The code shown on the wall at that moment (aware)."""
    return _four(secret, "", _step(at, SECONDS))


def seconds_left(at: datetime) -> int:
    """How long the code of that moment is still shown."""
    return SECONDS - int(at.timestamp()) % SECONDS


def is_valid(secret: str, code: str, at: datetime) -> bool:
    """Whether the code is that of the wall at that moment, or the one before."""
    return _is_fresh(secret, "", code, _step(at, SECONDS))


def own_code(secret: str, person_id: int, at: datetime) -> str:
    """The code that the bot tells one person in private: nobody else is signed in with it."""
    return _four(secret, f"own:{person_id}:", _step(at, OWN_SECONDS))


def is_own_code(secret: str, person_id: int, code: str, at: datetime) -> bool:
    """Whether the code is this person's at that moment, or the one before."""
    return _is_fresh(secret, f"own:{person_id}:", code, _step(at, OWN_SECONDS))


def wall_token(secret: str, number: int) -> str:
    """What the QR picture of a session carries behind the # of its address."""
    return hmac.new(secret.encode(), f"wall:{number}".encode(), sha256).hexdigest()[:32]


def is_wall_token(secret: str, number: int, token: str) -> bool:
    """Whether the token is that of the session's picture; never where no picture was asked for."""
    return bool(secret) and hmac.compare_digest(wall_token(secret, number).encode(), token.encode())


def _step(at: datetime, seconds: int) -> int:
    return int(at.timestamp()) // seconds


def _is_fresh(secret: str, whose: str, code: str, step: int) -> bool:
    return any(hmac.compare_digest(_four(secret, whose, one).encode(), code.encode()) for one in (step, step - 1))


def _four(secret: str, whose: str, step: int) -> str:
    digest = hmac.new(secret.encode(), f"{whose}{step}".encode(), sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10_000:04d}"
