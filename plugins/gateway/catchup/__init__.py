"""Catch-up: after a reconnect or a start, what was typed while the bot was away is read from the histories and done."""

from ..sequences import heard
from .behind import is_behind
from .gaps import Gap
from .gaps import since as gaps_since
from .marks import note
from .waiting import before

__all__ = ["Gap", "before", "gaps_since", "heard", "is_behind", "note"]
