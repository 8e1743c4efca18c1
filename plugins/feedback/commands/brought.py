"""Pictures sent with an opinion: fetched when they come, encoded anew, kept sealed; whatever else was sent is left."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from plugins.gateway import attachments
from plugins.gateway.request import Request
from plugins.gateway.segments import Segment

from ..service import pictures

WORDS = frozenset({"text", "face", "mface", "at", "reply"})
"""What is no attachment."""
_turns = asyncio.Semaphore(2)
"""Decoding takes memory: two pictures at once."""


class Left(StrEnum):
    """Why something that was sent is not kept; the first word of a sentence about it."""

    KIND = "kind"
    MANY = "many"
    LARGE = "large"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Brought:
    """What a message brought: pictures as JPEG, and what was left of it and why."""

    pictures: tuple[bytes, ...] = ()
    left: tuple[Left, ...] = ()


async def fetch(request: Request, room: int) -> Brought:
    """At most `room` pictures of a message, in its order. Never raises for what people send."""
    pieces = [piece for piece in request.segments if piece.type not in WORDS]
    images = [piece for piece in pieces if piece.type == "image"]
    taken = await asyncio.gather(*(_picture(request, piece) for piece in images[:room]))
    kept = tuple(one for one in taken if isinstance(one, bytes))
    left = [one for one in taken if isinstance(one, Left)]
    left += [Left.MANY] * len(images[room:]) + [Left.KIND] * (len(pieces) - len(images))
    return Brought(kept, tuple(left))


async def _picture(request: Request, piece: Segment) -> bytes | Left:
    try:
        async with _turns:
            content = await attachments.fetch(request, piece)
            return await asyncio.to_thread(pictures.reencode, content)
    except (attachments.FileTooLarge, pictures.TooManyPixels):
        return Left.LARGE
    except attachments.FileGone:
        return Left.GONE
    except pictures.NotAPicture:
        return Left.KIND
