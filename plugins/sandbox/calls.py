"""One call of the bot: what it asked, what may be done with it, what it is answered with."""

import contextlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .actions import Actions
from .faults import SENDS, Outcome
from .messages import Event
from .model import Chat, WorldError
from .words import NeverAnswered, Refusal


@dataclass(slots=True, eq=False)
class Call:
    """One call of the bot. `answer` is what it was answered with, None if it was not (yet); `time` aware UTC."""

    action: str
    params: dict[str, Any]  # as the bot sent them: any JSON
    time: datetime
    answer: Event | None = None

    @property
    def retcode(self) -> int | None:
        return self.answer["retcode"] if self.answer else None


@dataclass(frozen=True, slots=True)
class Violation:
    """A call that NapCat's schema does not allow."""

    call: Call
    problem: str


@dataclass(slots=True)
class Performed:
    """What a fault can do with a call: it is the `Deal` of faults.py."""

    actions: Actions
    call: Call

    def perform(self) -> Outcome | None:
        try:
            return Outcome(self.actions.find(self.call.action)(self.call.params))
        except Refusal as refusal:
            return Outcome(retcode=refusal.retcode, words=refusal.words)
        except (WorldError, ValueError) as error:
            return Outcome(retcode=1200, words=f"{type(error).__name__}: {error}")
        except NeverAnswered:
            return None

    def keep_failed(self) -> None:
        if (chat := self.chat()) is not None and "message" in self.call.params:
            segments = self.actions.content(self.call.params, chat)
            self.actions.world.keep_failed(self.actions.self_id, chat, segments)

    def chat(self) -> Chat | None:
        """Where a send goes, None for anything else."""
        if self.call.action not in SENDS:
            return None
        kind = "group" if "group" in self.call.action else "private" if "private" in self.call.action else ""
        with contextlib.suppress(Refusal, ValueError):
            return self.actions.target(self.call.params, self.call.params.get("message_type", kind))[0]
        return None


def answer_to(outcome: Outcome, echo: object) -> Event:
    """The answer as NapCat shapes it."""
    return {
        "status": "failed" if outcome.retcode else "ok",
        "retcode": outcome.retcode,
        "data": None if outcome.retcode else outcome.data,
        "message": outcome.words,
        "wording": outcome.words,
        "echo": echo,
        "stream": "normal-action",
    }
