"""One soak from the roster to the verdict."""

import asyncio
import contextlib
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from plugins.sandbox.dialect import Dialect
from plugins.sandbox.endpoint import Endpoint

from ..e2e.harness import TOKEN, Bot, installation
from ..e2e.hospital import BOT, Hospital, a_hospital
from . import checker, facts
from .book import Limits
from .checker import Violation
from .evidence import Board, Facts, Sighting, Truth
from .figures import Figures, figures
from .hurried import HURRIED
from .people import NOTE, Ears, NoAnswer, Officer, Readers
from .storm import Storm, make_plain_member
from .weather import MEETS, Hours, Weather, delivery_in

PER_MINUTE = 50
"""Directives: 500 in ten minutes."""
SETTLE_SECONDS = 45.0
"""How long the bot may take, without further faults, for what is still open."""
LOOK_SECONDS = 20.0
"""How long the officers look at the boards."""
READINGS_A_SECOND = 12.0
_DOMAIN, _CALL = HURRIED["plugins.gateway.outbox.domain"], HURRIED["plugins.gateway.call"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is soaked, for how long. `seconds` is the time under faults; `program` what Python runs as the bot.

    `database` is the URL of an empty PostgreSQL database, "" for SQLite in `folder`.
    """

    seed: int
    seconds: float
    folder: Path
    directives: int
    groups: int = 50
    people: int = 4
    officers: int = 6
    odds: float = 1.0
    kills: bool = True
    database: str = ""
    program: tuple[str, ...] = ("-m", "tests.soak.hurried")


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it."""

    plan: Plan
    truth: Truth
    facts: Facts
    limits: Limits
    violations: tuple[Violation, ...]
    figures: Figures
    faults: dict[str, int]
    settled_in: float
    starts: tuple[float, ...]
    typed: int
    unlawful: tuple[str, ...]
    """Calls of the bot that no implementation would understand."""
    unanswered: tuple[str, ...]
    """Directives that no officer could get through."""
    load: float = field(default_factory=lambda: os.getloadavg()[0])


def plan(seed: int, minutes: float, folder: Path) -> Plan:
    """The soak of so many minutes: the faults last all of them but what setting up and settling take."""
    return Plan(seed, max(5.0, minutes * 60 - 25), folder, directives=max(1, round(PER_MINUTE * minutes)))


def limits() -> Limits:
    """The rules in the hurried bot's own time. A call reaches the service up to `allowance` after its row was claimed:
    as long as a claimed row may wait, and five seconds for a busy machine."""
    grace, fresh = _DOMAIN["GRACE"], HURRIED["plugins.gateway.outbox.ready"]["FRESH"]
    assert isinstance(grace, timedelta)
    assert isinstance(fresh, timedelta)
    return Limits(grace, allowance=fresh + timedelta(seconds=5), patience=timedelta(seconds=30))


async def soak(plan: Plan) -> Result:
    """Runs it. Raises what keeps it from being run at all: a bot that does not start, a port that is taken."""
    hospital = a_hospital(plan.groups, plan.people, deputies=plan.officers - 1, seed=plan.seed)
    make_plain_member(hospital)
    bot = _bot(plan)
    try:
        await hospital.import_into(bot)
        await bot.start()
        async with _connected(plan, hospital, bot) as (endpoint, weather):
            return await _Soak(plan, hospital, bot, endpoint, weather).run()
    finally:
        await bot.kill()


def _bot(plan: Plan) -> Bot:
    settings = {"MESSAGE_LIMIT": "200", "ACK_BATCH_SECONDS": "0.5"}
    if plan.database:
        settings["DATABASE_URL"] = plan.database
    bot = installation(plan.folder, **settings)
    bot.program = plan.program
    return bot


@contextlib.asynccontextmanager
async def _connected(plan: Plan, hospital: Hospital, bot: Bot) -> AsyncIterator[tuple[Endpoint, Weather]]:
    """Seeds with an even number meet NapCat, the others LLOneBot, which reports the bot's own messages too."""
    dialect = Dialect.LLONEBOT if plan.seed % 2 else Dialect.NAPCAT
    answer, grace = _CALL["API_TIMEOUT"], _DOMAIN["GRACE"]
    assert isinstance(answer, float)
    assert isinstance(grace, timedelta)
    hours = Hours(answer, grace.total_seconds())
    weather = Weather(Random(f"{plan.seed} weather"), hours, dialect is Dialect.NAPCAT, plan.odds)
    endpoint = Endpoint(
        hospital.world,
        self_id=BOT,
        url=bot.url,
        token=TOKEN,
        dialect=dialect,
        echo_sent=dialect is Dialect.LLONEBOT,
        heartbeat=3.0,
    )
    endpoint.faults.next(MEETS, weather, times=None)
    async with endpoint:
        await endpoint.connected()
        yield endpoint, weather


@dataclass
class _Soak:
    plan: Plan
    hospital: Hospital
    bot: Bot
    endpoint: Endpoint
    weather: Weather
    accepted: dict[int, str] = field(default_factory=dict)
    stops: dict[int, datetime | None] = field(default_factory=dict)
    recalls: set[int] = field(default_factory=set)
    corrections: set[int] = field(default_factory=set)
    unanswered: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        world = self.hospital.world
        self.ears = Ears(world)
        people = (self.hospital.secretary, *self.hospital.deputies)
        self.officers = [
            Officer(person, self.ears, self.accepted, self.stops, self.recalls, self.corrections) for person in people
        ]
        branches = {branch.group: branch for branch in self.hospital.branches}
        self.readers = Readers(self.ears, branches, Random(f"{self.plan.seed} readers"))
        self.storm = Storm(self.bot, self.hospital, self.endpoint, self.weather, self.plan.seed, self.plan.kills)

    async def run(self) -> Result:
        await self._bind()
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as group:
            async with self.storm.raging():
                group.create_task(self._relay_all())
                await self._read_for(self.plan.seconds)
            begun = loop.time()
        await self._settle(begun + SETTLE_SECONDS)
        settled = loop.time() - begun
        boards = await self._look_at_boards()
        await self.bot.kill()
        kept = await facts.read(self.bot)
        truth = Truth(
            sightings=tuple(self._sightings()),
            attempts=tuple(self.weather.attempts),
            pages=tuple(self.weather.pages),
            readings=tuple(self.readers.readings()),
            accepted=self.accepted,
            boards=boards,
            stops=self.stops,
            recalls=self.recalls,
            corrections=self.corrections,
        )
        bounds = limits()
        return Result(
            plan=self.plan,
            truth=truth,
            facts=kept,
            limits=bounds,
            violations=tuple(checker.check(truth, kept, bounds)),
            figures=figures(truth, kept, bounds),
            faults=dict(Counter(self.weather.met) + Counter(self.storm.met)),
            settled_in=settled,
            starts=tuple(self.storm.starts),
            typed=sum(officer.typed for officer in self.officers),
            unlawful=tuple(violation.problem for violation in self.endpoint.violations),
            unanswered=tuple(self.unanswered),
        )

    async def _bind(self) -> None:
        world = self.hospital.world
        for branch in self.hospital.branches:
            await self.hospital.bind(branch)
            await world.wait_for(lambda where=branch.chat: self.ears.lines[where], within=10)

    async def _relay_all(self) -> None:
        """The officers share the directives, which come evenly over nine tenths of the time."""
        lot = Random(f"{self.plan.seed} directives")
        tasks = [_task(lot) for _ in range(self.plan.directives)]
        begun, pace = asyncio.get_running_loop().time(), 0.9 * self.plan.seconds / self.plan.directives
        waiting = iter(range(self.plan.directives))
        await asyncio.gather(*(self._relay(officer, waiting, tasks, begun, pace) for officer in self.officers))

    async def _relay(
        self, officer: Officer, waiting: Iterator[int], tasks: list["_Task"], begun: float, pace: float
    ) -> None:
        loop = asyncio.get_running_loop()
        for place in waiting:
            if loop.time() > begun + self.plan.seconds:
                return
            await asyncio.sleep(max(0.0, begun + place * pace - loop.time()))
            title = f"浸泡{self.plan.seed}第{place + 1}件"
            try:
                number = await officer.relays(title, tasks[place].rest)
                if tasks[place].stop:
                    await officer.stops_it(number)
                elif tasks[place].hesitate:
                    await officer.thinks_better_of_it(number)
                elif tasks[place].correct:
                    await officer.corrects_it(number)
                elif tasks[place].recall:
                    await officer.takes_it_back(number)
            except NoAnswer:
                self.unanswered.append(title)

    async def _read_for(self, seconds: float) -> None:
        loop, lot = asyncio.get_running_loop(), Random(f"{self.plan.seed} pauses")
        over = loop.time() + seconds
        while loop.time() < over:
            await asyncio.sleep(lot.expovariate(READINGS_A_SECOND))
            await self.readers.one_answers()

    async def _settle(self, until: float) -> None:
        """Waits until the bot has nothing open any more, or the time is up."""
        loop = asyncio.get_running_loop()
        while loop.time() < until and await facts.still_open(self.bot):  # noqa: ASYNC110 - another process's table
            await asyncio.sleep(0.5)

    async def _look_at_boards(self) -> dict[int, Board | None]:
        """The officers look at the directives, those that are not all sent first, as long as LOOK_SECONDS allow."""
        boards: dict[int, Board | None] = {}
        open_ones = await facts.not_all_sent(self.bot)
        waiting = iter(sorted(self.accepted, key=lambda number: (number not in open_ones, number)))
        until = asyncio.get_running_loop().time() + LOOK_SECONDS

        async def look(officer: Officer) -> None:
            for number in waiting:
                boards[number] = await officer.looks(number)
                if asyncio.get_running_loop().time() > until:
                    return

        await asyncio.gather(*(look(officer) for officer in self.officers))
        return boards

    def _sightings(self) -> Iterator[Sighting]:
        truth = self.hospital.world.truth
        recalled = {(one.chat, one.seq) for one in truth.recalls()}
        for shown in truth.messages(sender=BOT):
            if shown.chat.is_group and (delivery := delivery_in(shown.chat.ids[0], shown.segments)):
                withdrawn = (shown.chat, shown.seq) in recalled
                yield Sighting(delivery, shown.message_id, shown.time, withdrawn, NOTE in shown.text)


@dataclass(frozen=True, slots=True)
class _Task:
    """What an officer does: `rest` follows the title; then they stop it, or only look whether they could, correct it or take
    it back."""

    rest: str
    stop: bool
    hesitate: bool
    correct: bool
    recall: bool


def _task(lot: Random) -> _Task:
    """One in ten is for @全体, one in five needs several messages, one in ten is stopped, one in ten nearly; of the short
    ones a tenth is corrected, of all one in ten taken back."""
    everyone = "@全体: 是\n" if lot.random() < 0.1 else ""
    words = "请各支部认真组织。" * (lot.randint(25, 50) if lot.random() < 0.2 else 1)
    after, short = lot.random(), len(words) < 20
    return _Task(everyone + words, after < 0.1, 0.1 <= after < 0.2, short and 0.2 <= after < 0.3, 0.3 <= after < 0.4)
