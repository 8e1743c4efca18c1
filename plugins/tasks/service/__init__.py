"""The use cases of tasks, a function each."""

from .acts import REVIEW, Did, Wish, act
from .close import Closing, close
from .close import propose as propose_close
from .errors import (
    AlreadyClosed,
    NeedsContent,
    NeedsDeadline,
    NeedsScope,
    NobodyToDoIt,
    NoSuchTask,
    NotAmongThem,
    NotLater,
    NotNow,
    NotYours,
    WhichAssignment,
    WhichTask,
)
from .issue import Issued, issue, propose
from .personal import OwnEvent, erase_old, erase_person, events_of, month_of
from .reviews import tell
from .views import Detail, Happened, acts_for, board, detail, mine

__all__ = [
    "REVIEW",
    "AlreadyClosed",
    "Closing",
    "Detail",
    "Did",
    "Happened",
    "Issued",
    "NeedsContent",
    "NeedsDeadline",
    "NeedsScope",
    "NoSuchTask",
    "NobodyToDoIt",
    "NotAmongThem",
    "NotLater",
    "NotNow",
    "NotYours",
    "OwnEvent",
    "WhichAssignment",
    "WhichTask",
    "Wish",
    "act",
    "acts_for",
    "board",
    "close",
    "detail",
    "erase_old",
    "erase_person",
    "events_of",
    "issue",
    "mine",
    "month_of",
    "propose",
    "propose_close",
    "tell",
]
