"""The use cases of incidents, a function each."""

from .acts import Did, Wish, act
from .broadcasting import broadcast
from .broadcasting import propose as propose_broadcast
from .errors import (
    NobodyAsked,
    NobodyReached,
    NobodyToSpeakFor,
    NoSafetyNow,
    NoSuchIncident,
    NothingSaid,
    NotKnown,
    NotNow,
    NotOneThing,
    NotThere,
    NotYours,
    NoUnit,
    SeveralSoNamed,
    WhichIncident,
    WhichSafety,
)
from .filing import Double, Filed, Report, file, unit_for
from .merging import Joining, join
from .merging import propose as propose_join
from .names import NEWS, SETTLE
from .news import pass_on
from .personal import MonthRow, OwnEntry, entries_of, erase_old, erase_person, month_of
from .reached import wait
from .recalls import Recalled, recalled
from .reminders import line, owing
from .safety import Claim as SafetyClaim
from .safety import Nobody as NobodyKnown
from .safety import NotAsked, Safe, SafeBefore, WhichAsk, asks_of
from .safety import answer as answer_safe
from .safety import line as safety_line
from .safety import owing as owing_safety
from .safety_views import Missing, missing
from .settle import settle
from .summary import summary, summary_of
from .telling import WORD as SPEAK_FOR
from .telling import Speakable, SpokenFor, speak_for
from .telling import propose as propose_to_speak_for
from .views import look, open_ones, timeline, waiting

__all__ = [
    "NEWS",
    "SETTLE",
    "SPEAK_FOR",
    "Did",
    "Double",
    "Filed",
    "Joining",
    "Missing",
    "MonthRow",
    "NoSafetyNow",
    "NoSuchIncident",
    "NoUnit",
    "NobodyAsked",
    "NobodyKnown",
    "NobodyReached",
    "NobodyToSpeakFor",
    "NotAsked",
    "NotKnown",
    "NotNow",
    "NotOneThing",
    "NotThere",
    "NotYours",
    "NothingSaid",
    "OwnEntry",
    "Recalled",
    "Report",
    "Safe",
    "SafeBefore",
    "SafetyClaim",
    "SeveralSoNamed",
    "Speakable",
    "SpokenFor",
    "WhichAsk",
    "WhichIncident",
    "WhichSafety",
    "Wish",
    "act",
    "answer_safe",
    "asks_of",
    "broadcast",
    "entries_of",
    "erase_old",
    "erase_person",
    "file",
    "join",
    "line",
    "look",
    "missing",
    "month_of",
    "open_ones",
    "owing",
    "owing_safety",
    "pass_on",
    "propose_broadcast",
    "propose_join",
    "propose_to_speak_for",
    "recalled",
    "safety_line",
    "settle",
    "speak_for",
    "summary",
    "summary_of",
    "timeline",
    "unit_for",
    "wait",
    "waiting",
]
