"""What becomes of each call of the bot, by lot; and the book of what the service saw of them."""

import asyncio
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from plugins.sandbox import faults
from plugins.sandbox.calls import Call, Performed
from plugins.sandbox.faults import HISTORIES, SENDS, Deal, Fault, Plan
from plugins.sandbox.messages import Event

from ..e2e.hospital import BOT
from .evidence import Attempt, Delivery, Entry, Page

MEETS = SENDS | HISTORIES | {"set_msg_emoji_like", "get_msg", "delete_msg", "get_group_list", "get_friend_list"}
TOO_FAST = 299
"""A result number that the bot has no word for: risk control."""

_SAID = re.compile(r"(?:@全体成员)?\s*#(\d+)(?: 〔传达〕|\((\d+)/\d+\)\n| 〔更正(\d+)〕)")


@dataclass(frozen=True, slots=True)
class Hours:
    """How long things take here, in seconds: what the bot waits for an answer, and for absence to count."""

    answer: float
    grace: float


@dataclass(frozen=True, slots=True)
class ShownLater:
    """Never answered, and seen `seconds` later only."""

    seconds: float

    def plan(self, deal: Deal) -> Plan:
        asyncio.get_running_loop().call_later(self.seconds, deal.perform)
        return Plan(None)


@dataclass(slots=True)
class Weather:
    """The fault that every call meets: it draws what happens. Nothing does while it is `calm`.

    `odds` multiplies all chances. With `tells_failed` a failed send shows in the bot's own history as failed.
    """

    lot: Random
    hours: Hours
    tells_failed: bool = True
    odds: float = 1.0
    calm: bool = True
    refusing: bool = False
    """A burst of refusals: every send is refused."""
    reactions: bool = True
    met: Counter[str] = field(default_factory=Counter)
    """Faults by what they do."""
    attempts: list[Attempt] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def plan(self, deal: Deal) -> Plan:
        assert isinstance(deal, Performed)
        name, fault = self._draw(deal.call.action)
        if name:
            self.met[name] += 1
        plan = fault.plan(deal) if fault else Plan(deal.perform())
        self._note(deal.call, name, plan)
        return plan

    def _draw(self, action: str) -> tuple[str, Fault | None]:
        if action == "set_msg_emoji_like" and not self.reactions:
            return "", faults.AnswerUnknown("不支持的Api set_msg_emoji_like", retcode=1404)
        if self.calm:
            return "", None
        if action in SENDS and self.refusing:
            return "拒绝", faults.Refused(TOO_FAST, "操作过于频繁")
        left = self.lot.random()
        for chance, name, fault in self._chances(action):
            left -= chance * self.odds
            if left < 0:
                return name, fault
        return "", None

    def _chances(self, action: str) -> Sequence[tuple[float, str, Fault]]:
        if action not in SENDS:
            return (
                (0.02, "查询没有回答", faults.Unanswered(shown=self.lot.random() < 0.5)),
                (0.02, "查询失败", faults.AnswerUnknown()),
                (0.002, "查询中断线", faults.CutDuring()),
            )
        late = self.hours.answer * self.lot.uniform(0.3, 1.7)
        unseen = self.lot.choice(
            (faults.Unanswered(), faults.TimeoutNotShown(), faults.AnswerUnknown(), *self._kept_as_failed())
        )
        return (
            (0.04, "回答丢失", faults.Unanswered(shown=True)),
            (0.03, "回答丢失", faults.TimeoutButShown()),
            (0.01, "回答丢失", faults.ZeroId(shown=True)),
            (0.01, "回答丢失", faults.AnswerUnknown(shown=True)),
            (0.01, "回答晚到", faults.LateAnswer(late)),
            (0.05, "发送丢失", unseen),
            (0.005, "晚些才出现", ShownLater(self.hours.grace * self.lot.uniform(0.1, 0.6))),
            (0.001, "发送中断线", faults.CutDuring(shown=True)),
            (0.001, "发送中断线", faults.CutDuring()),
            (0.005, "拒绝", faults.Refused(TOO_FAST, "操作过于频繁")),
        )

    def _kept_as_failed(self) -> Sequence[Fault]:
        return (faults.ShownAsFailed(),) if self.tells_failed else ()

    def _note(self, call: Call, name: str, plan: Plan) -> None:
        if call.action in HISTORIES and plan.outcome is not None and not plan.outcome.retcode:
            messages = plan.outcome.data["messages"]
            if "group_id" in call.params and messages:
                missing = self._leave_out(messages)
                self.pages.append(_page(int(call.params["group_id"]), call.time, messages, missing))
        elif delivery := delivery_of(call):
            refused = plan.outcome is not None and "EventChecker Failed" in plan.outcome.words
            everyone = any(segment["type"] == "at" for segment in call.params["message"])
            self.attempts.append(Attempt(delivery, call.time, name, refused, everyone))

    def _leave_out(self, messages: list[Event]) -> list[Event]:
        """Sometimes a page lacks some of its messages, neither the oldest nor the newest: those, now gone from it."""
        if self.calm or len(messages) < 3 or self.lot.random() > 0.03 * self.odds:
            return []
        begin = self.lot.randrange(1, len(messages) - 1)
        end = min(begin + self.lot.randint(1, 4), len(messages) - 1)
        missing = messages[begin:end]
        del messages[begin:end]
        self.met["历史缺几条"] += 1
        return missing


def _page(group: int, at: datetime, messages: Sequence[Event], missing: Sequence[Event]) -> Page:
    own = frozenset(Entry(m["message_id"], m["time"]) for m in messages if m["user_id"] == BOT)
    oldest = min(_time(message) for message in messages)
    return Page(group, at, oldest, own, tuple(_time(message) for message in missing))


def _time(message: Event) -> datetime:
    return datetime.fromtimestamp(message["time"], UTC)


def delivery_of(call: Call) -> Delivery | None:
    """The delivery that a send is about, None for everything else that is said."""
    if call.action not in SENDS or "group_id" not in call.params:
        return None
    return delivery_in(int(call.params["group_id"]), call.params["message"])


def delivery_in(group: int, segments: Sequence[Mapping[str, object]]) -> Delivery | None:
    """The delivery that a message in a group is a copy of, or None."""
    texts = (segment["data"] for segment in segments if segment["type"] == "text")
    found = _SAID.match("".join(str(data["text"]) for data in texts if isinstance(data, Mapping)))
    return Delivery(int(found[1]), group, int(found[2] or 1), int(found[3] or 0)) if found else None
