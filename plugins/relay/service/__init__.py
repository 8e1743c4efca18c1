"""The use cases of relay, a function each."""

from .board import View, board, latest, unread, view_of
from .errors import (
    MaybeSecret,
    NeedsContent,
    NeedsScope,
    NoGroups,
    NoSuchDirective,
    NothingToStop,
    QuoteMissing,
    SentAfterDeadline,
    UnknownAddition,
)
from .issue import Issued, issue, propose
from .personal import RECEIPT_DAYS, OwnReceipt, Unread, erase_old_receipts, receipts_of, unread_by
from .receipts import (
    Again,
    Claim,
    Closed,
    First,
    NoSuch,
    NotAddressed,
    Outcome,
    Unclear,
    UnknownPerson,
    record,
)
from .stop import Stoppable, Stopped, stop
from .stop import propose as propose_stop

__all__ = [
    "RECEIPT_DAYS",
    "Again",
    "Claim",
    "Closed",
    "First",
    "Issued",
    "MaybeSecret",
    "NeedsContent",
    "NeedsScope",
    "NoGroups",
    "NoSuch",
    "NoSuchDirective",
    "NotAddressed",
    "NothingToStop",
    "Outcome",
    "OwnReceipt",
    "QuoteMissing",
    "SentAfterDeadline",
    "Stoppable",
    "Stopped",
    "Unclear",
    "UnknownAddition",
    "UnknownPerson",
    "Unread",
    "View",
    "board",
    "erase_old_receipts",
    "issue",
    "latest",
    "propose",
    "propose_stop",
    "receipts_of",
    "record",
    "stop",
    "unread",
    "unread_by",
    "view_of",
]
