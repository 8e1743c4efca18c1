"""How many were there: 应到 = 实到 (迟到 among them) + 请假 + 缺席, what is open counted apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from .record import Record, RecordState, Role, is_on_site, state_of
from .session import Session


@dataclass(frozen=True, slots=True)
class Counts:
    """One session, or one unit of it. `late` are among `present`, `official` among `leave`, `made_up` beside."""

    expected: int = 0
    present: int = 0
    late: int = 0
    leave: int = 0
    official: int = 0
    absent: int = 0
    pending: int = 0
    waiting: int = 0
    """Not there yet, and it is not over."""
    observers: int = 0
    """列席 who were there; no part of `expected`."""
    made_up: int = 0
    online: int = 0
    """Among `present`: who was there online."""

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def adds_up(self) -> bool:
        """The identity that always holds."""
        return self.expected == self.present + self.leave + self.absent + self.pending + self.waiting


def count(records: Iterable[Record], session: Session) -> Counts:
    """The counts of these records."""
    total = Counts()
    for record in records:
        total += one(record, session)
    return total


def one(record: Record, session: Session) -> Counts:
    """What one record adds."""
    state = state_of(record, session)
    there = state in (RecordState.PRESENT, RecordState.LATE)
    if record.role is not Role.EXPECTED:
        return Counts(observers=int(there and record.role is Role.OBSERVER))
    return Counts(
        expected=1,
        present=int(there),
        late=int(state is RecordState.LATE),
        leave=int(state is RecordState.LEAVE),
        official=int(state is RecordState.LEAVE and record.official),
        absent=int(state is RecordState.ABSENT),
        pending=int(state is RecordState.PENDING),
        waiting=int(state is RecordState.WAITING),
        made_up=int(record.made_up_at is not None),
        online=int(there and not is_on_site(record.means, session.mode)),
    )
