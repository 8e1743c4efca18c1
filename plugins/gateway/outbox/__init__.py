"""The outbox: everything the program says on its own. One row per chat and part, written in the transaction that
decides it, then drained: claimed, paced, sent, and proved to be there or shown as doubt."""

from . import blobs, retention, sealed
from .bell import ring as wake
from .content import parts
from .domain import OPEN, Lane, Recall, State
from .hearing import concerns, hear
from .life import start, stop_drain
from .numbers import number_of, number_then
from .pace import Pace, pace
from .saying import Messages, Saying, enqueue, enqueue_all, messages, say
from .sending import unsettled
from .service import Delivery, Stopped, accept, in_doubt, resend, states, stop
from .settling import settled
from .wishes import asks_before

__all__ = [
    "OPEN",
    "Delivery",
    "Lane",
    "Messages",
    "Pace",
    "Recall",
    "Saying",
    "State",
    "Stopped",
    "accept",
    "asks_before",
    "blobs",
    "concerns",
    "enqueue",
    "enqueue_all",
    "hear",
    "in_doubt",
    "messages",
    "number_of",
    "number_then",
    "pace",
    "parts",
    "resend",
    "retention",
    "say",
    "sealed",
    "settled",
    "start",
    "states",
    "stop",
    "stop_drain",
    "unsettled",
    "wake",
]
