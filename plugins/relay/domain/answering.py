"""代阅: why nobody can answer for a person."""

from enum import StrEnum


class WhyNot(StrEnum):
    """Why nobody can answer for a person."""

    UNKNOWN = "unknown"
    """Not addressed, or not within the officer's units."""
    HAS_ACCOUNT = "has account"
    """They can answer for themselves."""
    DONE = "done"
    """Their receipt is there."""
