"""The use cases of tasks, a function each."""

from .acts import REVIEW, Did, Wish, act
from .close import Closing, close
from .close import propose as propose_close
from .errors import (
    AlreadyClosed,
    NeedsContent,
    NeedsScope,
    NobodyToDoIt,
    NoSuchTask,
    NotAmongThem,
    NothingToStop,
    NotLater,
    NotNow,
    NotYours,
    WhichAssignment,
    WhichTask,
)
from .evidence import MOST as MOST_PICTURES
from .evidence import Brought, shown
from .evidence import touch as touch_pictures
from .issue import SAID, Issued, issue, propose
from .nudging import Nudge, nudge
from .personal import OwnEvent, erase_old, erase_person, events_of, month_of
from .repeating import lay_out
from .reviews import tell
from .series import DUE as REPEAT
from .stopping import DUE as RECALLED
from .stopping import Found, Stopped, propose_recall, propose_stop, recall, stop, tell_recalled
from .views import Detail, Happened, acts_for, board, detail, look, mine, whole

__all__ = [
    "MOST_PICTURES",
    "RECALLED",
    "REPEAT",
    "REVIEW",
    "SAID",
    "AlreadyClosed",
    "Brought",
    "Closing",
    "Detail",
    "Did",
    "Found",
    "Happened",
    "Issued",
    "NeedsContent",
    "NeedsScope",
    "NoSuchTask",
    "NobodyToDoIt",
    "NotAmongThem",
    "NotLater",
    "NotNow",
    "NotYours",
    "NothingToStop",
    "Nudge",
    "OwnEvent",
    "Stopped",
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
    "lay_out",
    "look",
    "mine",
    "month_of",
    "nudge",
    "propose",
    "propose_close",
    "propose_recall",
    "propose_stop",
    "recall",
    "shown",
    "stop",
    "tell",
    "tell_recalled",
    "touch_pictures",
    "whole",
]
