"""代报平安: why nobody can say for a person that they are safe."""

from enum import StrEnum


class WhyNot(StrEnum):
    """Why nobody can say for a person that they are safe."""

    UNKNOWN = "unknown"
    """Not asked in this incident, or not within the officer's units."""
    DONE = "done"
    """Their answer is there."""
