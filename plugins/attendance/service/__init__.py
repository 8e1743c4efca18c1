"""The use cases of attendance. Every error says by its type what is wrong."""

from .rows import Reach, lead, load, proposal_of, reach, record_of, recount, reference_of, session_of, store

__all__ = [
    "Reach",
    "lead",
    "load",
    "proposal_of",
    "reach",
    "record_of",
    "recount",
    "reference_of",
    "session_of",
    "store",
]
