"""A way out that is not the chat service: for what must reach somebody while no account can speak. A floor above (ops)
registers it; without one nothing is told."""

from collections.abc import Awaitable, Callable

Teller = Callable[[str], Awaitable[bool | None]]

_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """`teller(text)` tells whoever is set to be told, and says whether anybody took it; None: nobody is set. Called while
    a plugin loads."""
    _tellers.append(teller)


async def tell(text: str) -> bool | None:
    """Whether somebody took it, by any way; None where there is no way. Never called inside a use case: it waits for the
    network."""
    outcomes = [await teller(text) for teller in _tellers]
    asked = [outcome for outcome in outcomes if outcome is not None]
    return any(asked) if asked else None
