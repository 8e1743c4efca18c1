"""An anonymous opinion while it is written: in memory, for a quarter of an hour, and nowhere else."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from .. import domain
from ..domain import Command, Kind, Objection
from . import codes
from .errors import Accusation, Objected
from .filing import Opinion

LASTS = timedelta(minutes=15)


class Step(StrEnum):
    """What the next message is taken for."""

    WRITING = "writing"
    UNIT = "unit"
    AVOID = "avoid"
    PUSH = "push"
    FILING = "filing"
    """It is being written down: whatever comes meanwhile must not file it twice."""


@dataclass(slots=True)
class Draft:
    """What was written so far. Nothing of it is shown by repr: it must not reach a log."""

    kind: Kind = field(repr=False)
    code: str = field(default_factory=codes.draw, repr=False)
    pieces: list[str] = field(default_factory=list, repr=False)
    step: Step = Step.WRITING
    subject_unit_id: int | None = field(default=None, repr=False)
    avoid: tuple[str, ...] = field(default=(), repr=False)

    def write(self, text: str) -> int:
        """Takes a piece and returns how many there are. Raises Objected when it gets too long."""
        if len(self.text) + len(text) >= domain.TEXT_LIMIT:
            raise Objected(0, Command.FILE, Objection.TOO_LONG)
        if text.strip():
            self.pieces.append(text.strip())
        return len(self.pieces)

    @property
    def text(self) -> str:
        return "\n".join(self.pieces)

    def written(self) -> None:
        """No more pieces. Raises Objected when there are none, Accusation when it is none of ours."""
        if not self.pieces:
            raise Objected(0, Command.FILE, Objection.NEEDS_TEXT)
        if domain.accuses(self.text):
            raise Accusation
        self.step = Step.UNIT

    def opinion(self) -> Opinion:
        """What is filed."""
        return Opinion(self.kind, self.text, self.subject_unit_id, self.avoid)
