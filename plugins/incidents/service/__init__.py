"""The use cases of incidents, a function each."""

from .acts import Did, Wish, act
from .errors import NoSuchIncident, NothingSaid, NotKnown, NotNow, NotOneThing, NotYours, NoUnit, WhichIncident
from .filing import Double, Filed, Report, file, unit_for
from .merging import Joining, join
from .merging import propose as propose_join
from .names import NEWS, SETTLE
from .news import pass_on
from .personal import MonthRow, OwnEntry, entries_of, erase_old, erase_person, month_of
from .reached import wait
from .recalls import Recalled, recalled
from .reminders import line, owing
from .settle import settle
from .views import open_ones, timeline, waiting

__all__ = [
    "NEWS",
    "SETTLE",
    "Did",
    "Double",
    "Filed",
    "Joining",
    "MonthRow",
    "NoSuchIncident",
    "NoUnit",
    "NotKnown",
    "NotNow",
    "NotOneThing",
    "NotYours",
    "NothingSaid",
    "OwnEntry",
    "Recalled",
    "Report",
    "WhichIncident",
    "Wish",
    "act",
    "entries_of",
    "erase_old",
    "erase_person",
    "file",
    "join",
    "line",
    "month_of",
    "open_ones",
    "owing",
    "pass_on",
    "propose_join",
    "recalled",
    "settle",
    "timeline",
    "unit_for",
    "wait",
    "waiting",
]
