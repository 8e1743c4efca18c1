"""The rules of incidents. Times come in as arguments, aware; nothing here knows a database."""

from . import clocks, safety
from .broadcast import HEADERS, Broadcast, Outline, Sent, Told, goes_first, next_version
from .incident import Brief, Entry, Line, Reached, Timeline, in_order, title_and_text
from .safety import Ask, Names, Person, Roll, roll
from .states import MAY, OPEN, Act, Refusal, Role, State, is_open, step
from .summary import Corrected, Summary, corrections

__all__ = [
    "HEADERS",
    "MAY",
    "OPEN",
    "Act",
    "Ask",
    "Brief",
    "Broadcast",
    "Corrected",
    "Entry",
    "Line",
    "Names",
    "Outline",
    "Person",
    "Reached",
    "Refusal",
    "Role",
    "Roll",
    "Sent",
    "State",
    "Summary",
    "Timeline",
    "Told",
    "clocks",
    "corrections",
    "goes_first",
    "in_order",
    "is_open",
    "next_version",
    "roll",
    "safety",
    "step",
    "title_and_text",
]
