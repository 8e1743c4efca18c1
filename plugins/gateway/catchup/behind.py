"""Accounts that are connected and have not caught up: what was typed while they were away may still come."""

accounts: set[str] = set()
"""Their marks must stay where they are."""


def is_behind() -> bool:
    """Whether an account still looks up what it missed, or could not: who sums up what people typed waits for it, but not
    for ever."""
    return bool(accounts)
