"""What a directive is in the outbox: which messages it comes to, and under which names they stand there."""

from collections.abc import Iterable
from datetime import datetime

from plugins.gateway import outbox
from plugins.gateway.chats import Chat
from plugins.gateway.outbox import Messages
from plugins.gateway.segments import Segment, text
from plugins.storage import Transaction

from .. import texts
from ..domain import Piece, Proposal

KIND = "relay.directive"


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
    first, *others = outbox.messages(said, number, [Segment(piece.type, piece.data) for piece in attached])
    everybody = (Segment("at", {"qq": "all"}), text(" ")) if at_all else ()
    return [(*everybody, *first), *others]


async def say(tx: Transaction, number: int, chats: Iterable[Chat], what: Messages, *, key: str = "") -> None:
    """Says the messages in these groups. `key` tells a later message from the directive itself."""
    reference = reference_of(number)
    await outbox.say(tx, chats, what, key=key or reference, kind=KIND, ref=reference, number=number)
