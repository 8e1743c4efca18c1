"""The use cases of relay, a function each."""

from .board import View, board, latest, unread, view_of, view_of_all
from .closing import tell_officers
from .errors import (
    MaybeSecret,
    NeedsContent,
    NeedsScope,
    NoGroups,
    NoSuchDirective,
    NothingToStop,
    NotRemindable,
    NotSentYet,
    QuoteMissing,
    SentAfterDeadline,
    UnknownAddition,
)
from .issue import Issued, issue, propose
from .personal import RECEIPT_DAYS, OwnReceipt, Unread, erase_old_receipts, receipts_of, unread_by
from .planning import plan_unplanned
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
from .reminding import Nudge, nudge
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
    "NotRemindable",
    "NotSentYet",
    "NothingToStop",
    "Nudge",
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
    "nudge",
    "plan_unplanned",
    "propose",
    "propose_stop",
    "receipts_of",
    "record",
    "stop",
    "tell_officers",
    "unread",
    "unread_by",
    "view_of",
    "view_of_all",
]
