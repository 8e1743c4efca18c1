"""The use cases of incidents, a function each."""

from .errors import NoSuchIncident, NothingSaid, NotKnown, NotNow, NotOneThing, NotYours, NoUnit, WhichIncident
from .filing import Double, Filed, Report, file, unit_for
from .names import SETTLE
from .personal import MonthRow, OwnEntry, entries_of, erase_old, erase_person, month_of
from .reached import wait
from .reminders import line, owing
from .settle import settle
from .views import open_ones, timeline, waiting

__all__ = [
    "SETTLE",
    "Double",
    "Filed",
    "MonthRow",
    "NoSuchIncident",
    "NoUnit",
    "NotKnown",
    "NotNow",
    "NotOneThing",
    "NotYours",
    "NothingSaid",
    "OwnEntry",
    "Report",
    "WhichIncident",
    "entries_of",
    "erase_old",
    "erase_person",
    "file",
    "line",
    "month_of",
    "open_ones",
    "owing",
    "settle",
    "timeline",
    "unit_for",
    "wait",
    "waiting",
]
