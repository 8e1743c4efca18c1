"""What the record of a session (会议记录) says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from .counts import Counts
from .quorum import Quorum
from .session import Proposal, Session


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody expected who was not there. `reason` is that of their leave, "" where there is none."""

    name: str
    unit: str
    state: str
    """leave, absent, pending, waiting."""
    official: bool
    reason: str
    made_up: bool


@dataclass(frozen=True, slots=True)
class Protocol:
    """One session as it is filed. Times are aware UTC."""

    session: Session
    proposal: Proposal
    unit: str
    counts: Counts
    quorum: Quorum | None
    present: Sequence[str]
    """Names of those who were there, in the order of the roster; empty for very many."""
    observers: Sequence[str]
    missing: Sequence[Missing]
    minutes: str


@dataclass(frozen=True, slots=True)
class UnitRates:
    """One unit over a month: counts summed over its sessions."""

    unit: str
    path: tuple[int, ...]
    sessions: int
    counts: Mapping[str, int]
    """expected, present, late, leave, absent, pending."""

    @property
    def share(self) -> int | None:
        """Whole per cent of those expected who were there; None where nobody was."""
        expected = self.counts["expected"]
        return round(self.counts["present"] * 100 / expected) if expected else None


@dataclass(frozen=True, slots=True)
class Month:
    """出勤统计: units in the order of the roster, nobody ranked. `first` is a local day as aware UTC."""

    unit: str
    begins: datetime
    sessions: int
    lines: Sequence[UnitRates]
