"""The rules of incidents. Times come in as arguments, aware; nothing here knows a database."""

from . import clocks
from .incident import Brief, Entry, Line, Reached, Timeline, in_order, title_and_text
from .states import MAY, OPEN, Act, Refusal, Role, State, is_open, step

__all__ = [
    "MAY",
    "OPEN",
    "Act",
    "Brief",
    "Entry",
    "Line",
    "Reached",
    "Refusal",
    "Role",
    "State",
    "Timeline",
    "clocks",
    "in_order",
    "is_open",
    "step",
    "title_and_text",
]
