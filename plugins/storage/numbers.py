"""The one sequence of the numbers people type: directives, sessions, tasks, incidents, quizzes."""

from .transactions import Transaction

_NEXT = (
    "INSERT INTO storage_sequence (name, value) VALUES ('main', 1) "
    "ON CONFLICT (name) DO UPDATE SET value = storage_sequence.value + 1 RETURNING value"
)


async def take(tx: Transaction) -> int:
    """The next number, from 1 on; given back when the use case is not kept."""
    return int((await tx.execute(_NEXT))[0]["value"])
