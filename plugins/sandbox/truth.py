"""The truth log: what was visible to whom, and when. Append-only; tests count copies in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from .model import Chat, Message, Segment, plain_text


@dataclass(frozen=True, slots=True)
class Shown:
    """A message became visible to `audience` (the sender among them) at `time`, aware UTC."""

    chat: Chat
    seq: int
    message_id: int
    sender: int
    segments: tuple[Segment, ...]
    time: datetime
    audience: frozenset[int]

    @property
    def text(self) -> str:
        return plain_text(self.segments)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A message was recalled by `operator` at `time`: it is seen no more, but it was seen."""

    chat: Chat
    seq: int
    message_id: int
    operator: int
    time: datetime


class Truth:
    """Nothing is ever changed or removed in it."""

    def __init__(self) -> None:
        self._by_chat: dict[Chat, list[Shown]] = {}
        self._shown: list[Shown] = []
        self._withdrawn: list[Withdrawn] = []

    def show(self, message: Message, audience: frozenset[int]) -> None:
        record = Shown(message.chat, message.seq, message.id, message.sender, message.segments, message.time, audience)
        self._shown.append(record)
        self._by_chat.setdefault(message.chat, []).append(record)

    def withdraw(self, message: Message, operator: int, time: datetime) -> None:
        self._withdrawn.append(Withdrawn(message.chat, message.seq, message.id, operator, time))

    def messages(
        self,
        chat: Chat | None = None,
        *,
        sender: int | None = None,
        containing: str = "",
        seen_by: int | None = None,
        since: datetime | None = None,
    ) -> list[Shown]:
        """What was shown, oldest first, also what was recalled later."""
        return list(self._select(chat, sender, containing, seen_by, since))

    def count(self, chat: Chat | None = None, *, sender: int | None = None, containing: str = "") -> int:
        """How many copies were shown."""
        return sum(1 for _ in self._select(chat, sender, containing, None, None))

    def recalls(self, chat: Chat | None = None) -> list[Withdrawn]:
        """What was recalled, oldest first."""
        return [record for record in self._withdrawn if chat is None or record.chat == chat]

    def _select(
        self, chat: Chat | None, sender: int | None, containing: str, seen_by: int | None, since: datetime | None
    ) -> Iterator[Shown]:
        for record in self._shown if chat is None else self._by_chat.get(chat, ()):
            if sender is not None and record.sender != sender:
                continue
            if seen_by is not None and seen_by not in record.audience:
                continue
            if since is not None and record.time < since:
                continue
            if containing and containing not in record.text:
                continue
            yield record
