"""Saying something to a person whom no row may name: the route is sealed, and opened for the time of one send.

The row carries `scheme:token` and a chat that is none. It is tried once. Whatever becomes of that, also when the process
dies in between, the row is erased: no message id, no evidence, nothing to put to a person. The capability that seals
routes registers how they are opened; its key never comes near the outbox.
"""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from plugins.storage import Transaction

from ..chats import Chat, ChatKind
from ..segments import Segment
from .domain import Lane
from .saying import Saying, enqueue_all

Opener = Callable[[str], Awaitable[Chat | None]]
"""The private chat behind a token; None when nobody is to be told any more. What it raises says the same, and only
the class of that is logged."""

_openers: dict[str, Opener] = {}


def opens(scheme: str, opener: Opener) -> None:
    """Has `opener` called with the token, in the sender and just before the send, for rows of this scheme.

    Raises ValueError when the scheme is taken or contains a colon.
    """
    if scheme in _openers or ":" in scheme:
        raise ValueError(f"{scheme} is taken or no scheme")
    _openers[scheme] = opener


async def enqueue(
    tx: Transaction,
    *,
    scheme: str,
    token: str,
    key: str,
    segments: Sequence[Segment],
    kind: str,
    ref: str,
    expires_at: datetime,
    lane: Lane = Lane.NORMAL,
    not_before: datetime | None = None,
) -> None:
    """Says `segments`, at most once, to whom the token stands for. Nothing here may name the person, `key` and `ref`
    neither. The same key again changes nothing while the row waits; at
    `expires_at` it is erased untried. Times are aware UTC."""
    stand_in = Chat(ChatKind.SEALED, hashlib.sha256(f"{scheme}:{key}".encode()).hexdigest()[:16])
    saying = Saying(
        key,
        stand_in,
        segments,
        kind,
        ref,
        lane=lane,
        not_before=not_before,
        expires_at=expires_at,
        sealed=f"{scheme}:{token}",
    )
    await enqueue_all(tx, [saying])


async def opened(sealed: str) -> Chat | None:
    """The chat behind a sealed route. Raises what the opener raises, and KeyError for a scheme nobody opens."""
    scheme, _, token = sealed.partition(":")
    return await _openers[scheme](token)
