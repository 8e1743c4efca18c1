"""Faults to order: what goes wrong with a call, with a history, with events on their way."""

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from . import words
from .messages import Event
from .model import Chat, Message

SENDS = frozenset(
    [
        "send_group_msg",
        "send_private_msg",
        "send_msg",
        "send_group_forward_msg",
        "send_private_forward_msg",
        "upload_group_file",
        "upload_private_file",
    ]
)
"""Every action that puts something before people's eyes."""
HISTORIES = frozenset(("get_group_msg_history", "get_friend_msg_history"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action is answered with: `data` (any JSON) when `retcode` is 0, else `words`."""

    data: Any = None
    retcode: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a call ends: answered with `outcome` `after` so many seconds, never (None), or with the socket cut."""

    outcome: Outcome | None
    after: float = 0.0
    cut: bool = False


class Deal(Protocol):
    """The call that a fault meets."""

    def perform(self) -> Outcome | None:
        """Does for real what was asked. None when it is never answered."""
        ...

    def keep_failed(self) -> None:
        """Puts the message into the bot's own history as one that failed; nobody sees it."""
        ...


class Fault(Protocol):
    def plan(self, deal: Deal) -> Plan: ...


@dataclass(frozen=True, slots=True)
class TimeoutButShown:
    """Answered as timed out, though people see the message."""

    def plan(self, deal: Deal) -> Plan:
        deal.perform()
        return Plan(Outcome(retcode=1200, words=words.timed_out()))


@dataclass(frozen=True, slots=True)
class TimeoutNotShown:
    """Answered as timed out, and nobody sees anything."""

    def plan(self, deal: Deal) -> Plan:
        return Plan(Outcome(retcode=1200, words=words.timed_out()))


@dataclass(frozen=True, slots=True)
class Unanswered:
    """No answer ever comes."""

    shown: bool = False

    def plan(self, deal: Deal) -> Plan:
        if self.shown:
            deal.perform()
        return Plan(None)


@dataclass(frozen=True, slots=True)
class Refused:
    """The service refuses for certain: 110 removed, 120 muted, 1006514 offline, or any other result."""

    result: int = words.MUTED
    reason: str | None = None

    def plan(self, deal: Deal) -> Plan:
        return Plan(Outcome(retcode=1200, words=words.refused(self.result, self.reason)))


@dataclass(frozen=True, slots=True)
class AnswerUnknown:
    """Refused in words that no bot has seen before."""

    words: str = "未知错误，可能操作超时"
    retcode: int = 1200
    shown: bool = False

    def plan(self, deal: Deal) -> Plan:
        if self.shown:
            deal.perform()
        return Plan(Outcome(retcode=self.retcode, words=self.words))


@dataclass(frozen=True, slots=True)
class ZeroId:
    """Answered as done with message id 0, which proves nothing."""

    shown: bool = False

    def plan(self, deal: Deal) -> Plan:
        if self.shown:
            deal.perform()
        return Plan(Outcome({"message_id": 0}))


@dataclass(frozen=True, slots=True)
class CutDuring:
    """The socket is cut in the middle of the call."""

    shown: bool = False

    def plan(self, deal: Deal) -> Plan:
        if self.shown:
            deal.perform()
        return Plan(None, cut=True)


@dataclass(frozen=True, slots=True)
class LateAnswer:
    """Done at once, answered `seconds` later."""

    seconds: float

    def plan(self, deal: Deal) -> Plan:
        return Plan(deal.perform(), after=self.seconds)


@dataclass(frozen=True, slots=True)
class ShownAsFailed:
    """Nobody sees it, it fails as `how` says, and the bot's own history has it (NapCat: with `real_seq` "0")."""

    how: Fault = TimeoutNotShown()

    def plan(self, deal: Deal) -> Plan:
        deal.keep_failed()
        return self.how.plan(deal)


@dataclass(slots=True)
class _Rule:
    actions: Collection[str]
    fault: Fault
    chat: Chat | None
    left: int | None


class HistoryFaults:
    """What is wrong with the histories. `wrong_way`: pages go forward when they should go back; `off`: 1404."""

    def __init__(self) -> None:
        self.wrong_way = False
        self.off = False
        self._gaps: list[tuple[Chat, range]] = []

    def gap(self, chat: Chat, seqs: range) -> None:
        """Messages with these true sequences are missing from the history of the chat."""
        self._gaps.append((chat, seqs))

    def seen(self, chat: Chat, messages: list[Message]) -> list[Message]:
        """The messages without what lies in a gap."""
        gaps = [seqs for place, seqs in self._gaps if place == chat]
        return [m for m in messages if not any(m.seq in seqs for seqs in gaps)] if gaps else messages

    def hides(self, action: str) -> bool:
        return self.off and action in HISTORIES


class EventFaults:
    """What happens to events on their way. `skew` shifts their times, `milliseconds` writes them so, `bare` leaves
    of the sender only the number.
    """

    def __init__(self) -> None:
        self.skew = timedelta()
        self.milliseconds = False
        self.bare = False
        self._lose: Callable[[], bool] = lambda: False
        self._double: Callable[[], bool] = lambda: False
        self._swap = False
        self._held: Event | None = None

    def lose(self, rate: float, seed: int = 1) -> None:
        """From now on loses this share of events; 0 ends it."""
        self._lose = _chance(rate, seed)

    def lose_next(self, count: int = 1) -> None:
        self._lose = _countdown(count)

    def double(self, rate: float, seed: int = 1) -> None:
        """From now on reports this share of events twice; 0 ends it."""
        self._double = _chance(rate, seed)

    def double_next(self, count: int = 1) -> None:
        self._double = _countdown(count)

    def swap_next(self) -> None:
        """The next event comes after the one that follows it."""
        self._swap = True

    def pass_on(self, event: Event) -> tuple[Event, ...]:
        """What goes out in place of one event."""
        if self._lose():
            return ()
        if self.skew or self.milliseconds or self.bare:
            event = self._distorted(event)
        if self._swap:
            self._swap, self._held = False, event
            return ()
        events = (event, event) if self._double() else (event,)
        if self._held is not None:
            events, self._held = (*events, self._held), None
        return events

    def _distorted(self, event: Event) -> Event:
        time = event["time"] + int(self.skew.total_seconds())
        changed = {**event, "time": time * 1000 if self.milliseconds else time}
        if self.bare and "sender" in event:
            changed["sender"] = {"user_id": event["user_id"]}
        return changed


@dataclass(slots=True)
class Faults:
    """All that can be made to go wrong at one endpoint."""

    history: HistoryFaults = field(default_factory=HistoryFaults)
    events: EventFaults = field(default_factory=EventFaults)
    hang_sends: bool = False
    """Online by status, while every send hangs and shows nothing."""
    stale_members: dict[int, list[Event]] = field(default_factory=dict)
    """Member lists that stay as they were; `Endpoint.freeze_members` fills it."""
    _rules: list[_Rule] = field(default_factory=list)

    def next(
        self, actions: str | Collection[str], fault: Fault, *, in_: Chat | None = None, times: int | None = 1
    ) -> None:
        """The next `times` calls of these actions (in this chat) meet the fault; None means all from now on."""
        names = (actions,) if isinstance(actions, str) else actions
        self._rules.append(_Rule(names, fault, in_, times))

    def clear(self) -> None:
        """Calls meet no ordered fault any more."""
        self._rules.clear()
        self.hang_sends = False

    @property
    def waiting(self) -> bool:
        """Whether a counted fault has not been met yet."""
        return any(rule.left for rule in self._rules)

    def meet(self, action: str, chat: Chat | None) -> Fault | None:
        """The fault for this call, used up by it."""
        if self.hang_sends and action in SENDS:
            return Unanswered()
        for rule in self._rules:
            if action in rule.actions and (rule.chat is None or rule.chat == chat):
                if rule.left is not None:
                    rule.left -= 1
                    if rule.left <= 0:
                        self._rules.remove(rule)
                return rule.fault
        return None


def _chance(rate: float, seed: int) -> Callable[[], bool]:
    dice = random.Random(seed)
    return lambda: dice.random() < rate


def _countdown(count: int) -> Callable[[], bool]:
    left = iter(range(count))
    return lambda: next(left, None) is not None
