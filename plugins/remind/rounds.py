"""A moment being served, as the service sees it."""

from dataclasses import dataclass
from datetime import datetime

from . import owed
from .kinds import Kind
from .owed import Owed


@dataclass(frozen=True, slots=True)
class Round:
    """An open round of a registered kind, with its line."""

    id: int
    matter: int
    kind: Kind
    ref: str
    number: int | None
    lapses_at: datetime | None
    scope: str
    noted: bool
    line: str

    def owed(self, place: int) -> Owed:
        return owed.owed(self.kind, self.ref, self.matter, round_id=self.id, scope=self.scope, place=place)
