"""The simulated chat service without a socket: what the bot calls is answered by its actions, as an implementation does."""

from collections.abc import Mapping
from typing import Any

import pytest

from plugins.gateway import call
from plugins.gateway.outcomes import Outcome, classify
from plugins.gateway.segments import Segment
from plugins.sandbox.actions import Actions
from plugins.sandbox.dialect import Dialect
from plugins.sandbox.faults import Faults
from plugins.sandbox.messages import Messages
from plugins.sandbox.words import Refusal
from plugins.sandbox.world import World, system_clock

BOT = 90000


class Service:
    """A world with the bot in it. `asked` are the actions it called, in order."""

    def __init__(self, patch: pytest.MonkeyPatch, dialect: Dialect = Dialect.NAPCAT) -> None:
        self.world = World(clock=system_clock)
        self.world.add_account(BOT, "同心", bot=True)
        self.reporter = Messages(self.world, BOT, dialect)
        self._actions = Actions(self.world, BOT, dialect, self.reporter, Faults())
        self.asked: list[str] = []
        patch.setattr(call, "call", self._call)

    def arriving(self, said: Mapping[str, Any]) -> Segment:  # a segment of the world
        """A segment of the world as it comes in an event."""
        shown = self.reporter.segment(said)
        return Segment(shown["type"], shown["data"])

    async def _call(self, self_id: str, action: str, /, **params: Any) -> Outcome:  # JSON of the action
        self.asked.append(action)
        try:
            data = self._actions.find(action)(params)
        except Refusal as refused:
            return classify(
                action, {"status": "failed", "retcode": refused.retcode, "message": refused.words, "wording": ""}
            )
        return classify(action, {"status": "ok", "retcode": 0, "data": data})
