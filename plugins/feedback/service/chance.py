"""The one place randomness comes from, so that a test can fix it."""

import os
import secrets

ID_BITS = 53
"""Random primary keys: whole numbers a JSON reader keeps exactly."""


def octets(count: int) -> bytes:
    """Random bytes of the operating system."""
    return os.urandom(count)


def between(lowest: int, highest: int) -> int:
    """A random whole number, both ends included."""
    return lowest + secrets.randbelow(highest - lowest + 1)


def identity() -> int:
    """A primary key that says nothing."""
    return between(1, 2**ID_BITS - 1)


def digits(count: int) -> str:
    """A random string of decimal digits."""
    return "".join(str(between(0, 9)) for _ in range(count))
