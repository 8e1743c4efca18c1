"""What a directive is in the outbox: which messages it comes to, and under which names they stand there."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from plugins.gateway import outbox
from plugins.gateway.chats import Chat
from plugins.gateway.config import settings
from plugins.gateway.segments import Segment, text
from plugins.storage import Transaction

from .. import texts
from ..domain import Piece, Proposal

KIND = "relay.directive"
TOGETHER = ("image",)
"""Attachments that stand in one message with the text; every other kind needs a message of its own."""

Messages = Sequence[tuple[Segment, ...]]


def reference_of(number: int) -> str:
    """What the outbox knows a directive by, corrections included."""
    return f"relay:{number}"


def messages_of(number: int, unit: str, proposal: Proposal, planned: datetime | None = None) -> Messages:
    """The messages a group gets, in order: the text with its pictures, then each attachment that must stand alone.

    `planned` (aware) is when it should have gone out, where that is said because it comes late.
    """
    said = texts.directive_text(number, unit, proposal, planned)
    return messages(number, said, proposal.pieces, at_all=proposal.at_all)


def messages(number: int, said: str, attached: Iterable[Piece], *, at_all: bool = False) -> Messages:
    """A text in its stable parts with what is attached."""
    *before, last = outbox.parts(said, settings.message_limit, number)
    pieces = [Segment(piece.type, piece.data) for piece in attached]
    everybody = (Segment("at", {"qq": "all"}), text(" ")) if at_all else ()
    found: list[tuple[Segment, ...]] = [(text(part),) for part in before]
    found.append((text(last), *(piece for piece in pieces if piece.type in TOGETHER)))
    found[0] = (*everybody, *found[0])
    return [*found, *((piece,) for piece in pieces if piece.type not in TOGETHER)]


async def say(tx: Transaction, number: int, chats: Iterable[Chat], what: Messages, *, key: str = "") -> None:
    """Says the messages in these groups. `key` tells a later message from the directive itself."""
    reference = reference_of(number)
    sayings = [
        outbox.Saying(
            key=key or reference,
            chat=chat,
            segments=segments,
            kind=KIND,
            ref=reference,
            number=number,
            part=part,
            parts=len(what),
        )
        for chat in chats
        for part, segments in enumerate(what, 1)
    ]
    await outbox.enqueue_all(tx, sayings)
