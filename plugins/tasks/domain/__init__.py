"""The rules of tasks. Times come in as arguments, aware; nothing here knows a database."""

from .board import Board, Line, Mine, OpenTask, counted
from .states import ACTS, Act, Refusal, Role, State, is_open, is_overdue, step
from .task import HEADERS, Outline, Proposal

__all__ = [
    "ACTS",
    "HEADERS",
    "Act",
    "Board",
    "Line",
    "Mine",
    "OpenTask",
    "Outline",
    "Proposal",
    "Refusal",
    "Role",
    "State",
    "counted",
    "is_open",
    "is_overdue",
    "step",
]
