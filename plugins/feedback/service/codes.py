"""查询码: drawn, fingerprinted, and checked at a bounded pace. Who asks is counted in memory only."""

import asyncio
import hashlib
import hmac

from argon2.low_level import Type, hash_secret_raw

from plugins.storage.errors import DomainError

from .. import domain
from . import chance, vault

MEMORY_KIB = 19 * 1024
PASSES = 2
AT_ONCE = 2
"""Argon2id computations at once: two cores' worth of attack at most."""

_room = asyncio.Semaphore(AT_ONCE)
_guard = domain.Guard()


class TooManyWrongCodes(DomainError):
    """This person typed too many wrong codes within the hour."""


def draw() -> str:
    """A new code: 16 random digits."""
    return chance.digits(domain.DIGITS)


async def fingerprint(code: str) -> str:
    """HMAC(pepper, Argon2id(code, salt)) in hex: what is stored of a code. One Argon2id, in a thread."""
    salt, pepper = await asyncio.to_thread(vault.ring().receipts)
    async with _room:
        slow = await asyncio.to_thread(_slow, code.encode(), salt)
    return hmac.new(pepper, slow, hashlib.sha256).hexdigest()


def check_allowed(account: str) -> None:
    """Raises TooManyWrongCodes; nothing is computed then."""
    if _guard.ask(account, _seconds()) is domain.Verdict.TOO_MANY:
        raise TooManyWrongCodes


async def was_wrong(account: str) -> None:
    """Counts a wrong code, and holds the answer back when very many come in all: others are not kept waiting by it."""
    await asyncio.sleep(_guard.wrong(account, _seconds()))


def forget_wrong_codes() -> None:
    """As after a restart."""
    global _guard
    _guard = domain.Guard()


def _seconds() -> float:
    return asyncio.get_running_loop().time()


def _slow(code: bytes, salt: bytes) -> bytes:
    return hash_secret_raw(code, salt, PASSES, MEMORY_KIB, 1, 32, Type.ID)
