"""What befalls the whole: the socket is cut, groups are muted, refusals come in bursts, the bot is killed."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

from plugins.sandbox.endpoint import Endpoint

from ..e2e.harness import Bot
from ..e2e.hospital import BOT, Hospital
from .weather import Weather

KILL_EVERY = 20.0
KEPT_CALLS = 5.0
"""Seconds after which the endpoint's list of calls is thrown away: a soak makes too many."""


@dataclass
class Storm:
    """All that goes wrong apart from single calls, each kind by a lot of its own."""

    bot: Bot
    hospital: Hospital
    endpoint: Endpoint
    weather: Weather
    seed: int
    kills: bool = True
    met: dict[str, int] = field(default_factory=dict)
    """How often each thing happened."""
    starts: list[float] = field(default_factory=list)
    """Seconds that each start after a kill took."""
    _over: asyncio.Event = field(default_factory=asyncio.Event)

    @contextlib.asynccontextmanager
    async def raging(self) -> AsyncIterator[None]:
        """As long as the block runs. At the end the socket is back, nobody is muted, the bot runs."""
        self._over.clear()
        deeds = [
            (self._cut, 6.0),
            (self._stay_away, 20.0),
            (self._mute, 2.0),
            (self._refuse, 15.0),
            (self._log_out, 30.0),
            (self._hide_history, 30.0),
        ]
        if self.kills:
            deeds.append((self._kill, KILL_EVERY))
        self.weather.calm = False
        self.endpoint.faults.events.double(0.05, self.seed)
        self.endpoint.faults.events.lose(0.02, self.seed)
        try:
            async with asyncio.TaskGroup() as group:
                for deed, every in deeds:
                    group.create_task(self._again_and_again(deed, every))
                group.create_task(self._forget_calls())
                yield
                self._over.set()
        finally:
            self._over.set()
            self._clear_up()

    def _clear_up(self) -> None:
        self.weather.calm, self.weather.refusing = True, False
        self.endpoint.faults.events.double(0)
        self.endpoint.faults.events.lose(0)
        self.endpoint.faults.history.off = False
        self.endpoint.come_back()
        self.hospital.world.set_online(BOT, True)
        for branch in self.hospital.branches:
            if self.hospital.world.group(branch.group).whole_mute:
                self.hospital.world.mute_all(branch.group, False, operator=branch.people[0].id)

    async def _again_and_again(self, deed: Callable[[Random], Awaitable[str]], every: float) -> None:
        """A deed about `every` seconds (the kill exactly so) until it is over."""
        lot = Random(f"{self.seed} {deed.__name__}")
        while not await self._passes(every if deed == self._kill else every * lot.uniform(0.5, 1.5)):
            name = await deed(lot)
            self.met[name] = self.met.get(name, 0) + 1

    async def _passes(self, seconds: float) -> bool:
        """Waits; whether it is over."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), max(seconds, 0.01))
        return self._over.is_set()

    async def _forget_calls(self) -> None:
        while not await self._passes(KEPT_CALLS):
            self.endpoint.calls.clear()

    async def _cut(self, _: Random) -> str:
        self.endpoint.cut()
        return "断线"

    async def _stay_away(self, lot: Random) -> str:
        """The implementation is away for a moment; one in two comes back with its message ids begun again."""
        await self.endpoint.disconnect()
        await self._passes(lot.uniform(0.5, 2.5))
        if anew := lot.random() < 0.5:
            self.hospital.world.restart_ids()
        self.endpoint.come_back()
        return "断开一阵,消息号重来" if anew else "断开一阵"

    async def _log_out(self, lot: Random) -> str:
        self.hospital.world.set_online(BOT, False)
        await self._passes(lot.uniform(0.5, 3))
        self.hospital.world.set_online(BOT, True)
        return "账号掉线"

    async def _hide_history(self, lot: Random) -> str:
        self.endpoint.faults.history.off = True
        await self._passes(lot.uniform(0.5, 3))
        self.endpoint.faults.history.off = False
        return "不提供历史"

    async def _mute(self, lot: Random) -> str:
        """One group, for a while of its own; several may be muted at a time."""
        branch = lot.choice(self.hospital.branches)
        world, operator = self.hospital.world, branch.people[0].id
        if world.group(branch.group).whole_mute:
            return "禁言"
        world.mute_all(branch.group, True, operator=operator)
        seconds = lot.uniform(1, 8)

        def lift() -> None:
            if world.group(branch.group).whole_mute:
                world.mute_all(branch.group, False, operator=operator)

        asyncio.get_running_loop().call_later(seconds, lift)
        return "禁言"

    async def _refuse(self, lot: Random) -> str:
        self.weather.refusing = True
        await self._passes(lot.uniform(0.3, 2))
        self.weather.refusing = False
        return "连续拒绝"

    async def _kill(self, lot: Random) -> str:
        """kill -9, and a start on the same files."""
        loop = asyncio.get_running_loop()
        await self.bot.kill()
        begun = loop.time()
        self.weather.reactions = lot.random() < 0.7  # another implementation may be connected next
        await self.bot.start()
        self.starts.append(loop.time() - begun)
        return "kill -9"


def make_plain_member(hospital: Hospital) -> None:
    """The bot is no administrator of any group, so that a mute concerns it."""
    for branch in hospital.branches:
        hospital.world.set_admin(branch.group, BOT, False)
