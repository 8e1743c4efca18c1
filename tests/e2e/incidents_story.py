"""A bad night: an incident is reported, taken on, followed and closed, and the bot may die anywhere in it."""

import re
from dataclasses import dataclass, field

from plugins.sandbox.people import Person

from .telling import SETTLE_SECONDS, Telling, kept

TITLE, TEXT = "三楼停电", "手术室在用备用电源"
WORDS = f"突发 {TITLE}\n{TEXT}"
KINDS = "SELECT kind, number FROM incidents_report ORDER BY id"
STATES = "SELECT id, state FROM incidents_incident ORDER BY id"
OPEN_LOOKS = "SELECT COUNT(*) FROM storage_due WHERE kind = 'incidents.settle' AND payload LIKE '%\"look\": 0%'"


@dataclass
class Incident(Telling):
    """What all of them begin with. A member of the second branch reports; its head and the secretary are officers."""

    _before: dict[Person, int] = field(default_factory=dict)

    @property
    def reporter(self) -> Person:
        return self.hospital.branches[1].people[1]

    @property
    def head(self) -> Person:
        return self.hospital.branches[1].people[0]

    @property
    def officers(self) -> tuple[Person, Person]:
        return self.head, self.hospital.secretary

    async def report(self) -> None:
        """It is reported, and both officers have it. Raises NeverGotThere."""
        await self.step("突发", lambda: self.types(self.reporter, WORDS), lambda: self._filed(self.reporter))
        await self.step("通知", self.nothing, lambda: all(self.alerts(one) for one in self.officers), SETTLE_SECONDS)

    async def types(self, person: Person, line: str) -> None:
        """In private; what `person` heard before does not count."""
        self._before[person] = len(person.heard())
        await person.private(line)

    def heard(self, person: Person, *fragments: str) -> bool:
        """Whether one of them was said to `person` since they last typed."""
        lines = person.heard()[self._before.get(person, 0) :]
        return any(fragment in line for line in lines for fragment in fragments)

    def alerts(self, person: Person) -> int:
        """How many copies of the alert somebody was shown."""
        return sum(f"{TITLE}\n{TEXT}" in line for line in person.heard())

    async def told_once(self) -> None:
        """When the bot is dead: one incident, each officer alerted once."""
        assert [self.alerts(one) for one in self.officers] == [1, 1]
        assert len(await kept(self.bot, STATES)) == 1

    def _filed(self, person: Person) -> bool:
        """Whether their report was answered, or told to be filed; keeps its number."""
        for line in person.heard()[self._before.get(person, 0) :]:
            if found := re.search(r"#(\d+) (?:已报|先前已报|〔突发〕[^\n]*:已通知)", line):
                self.number = int(found[1])
                return True
        return False


@dataclass
class IncidentStory(Incident):
    """From the first report to the last; people retype what got no answer."""

    async def tell(self) -> None:
        await self.report()
        for who, words, heard in (
            (self.head, f"接手 {self.number}", ("由您办理", "先前已由您接手")),
            (self.reporter, f"续报 {self.number} 备用电源已接上", ("续报已记下", "先前已记下")),
            (self.head, f"终报 {self.number} 已恢复", ("已终报",)),
        ):
            await self.step(words, lambda w=who, x=words: self.types(w, x), lambda w=who, x=heard: self.heard(w, *x))

    async def verify(self) -> None:
        await self.told_once()
        assert [kind for kind, _ in await kept(self.bot, KINDS)] == ["first", "taken", "report", "closing"]
        assert [tuple(row) for row in await kept(self.bot, STATES)] == [(self.number, "closed")]


@dataclass
class SettleStory(Incident):
    """Nobody does anything: the bot looks by itself how the alert went, and dies over it."""

    async def tell(self) -> None:
        await self.report()
        await self.step("看送达", self.nothing, lambda: bool(self.deaths), 20)
        await self.quiet(1.5)

    async def verify(self) -> None:
        await self.told_once()
        assert [tuple(row) for row in await kept(self.bot, OPEN_LOOKS)] == [(0,)]
        assert sum(f"#{self.number}" in line for line in self.reporter.heard()) == 1


@dataclass
class NewsStory(Incident):
    """Two reports in a row: the second is passed on a little later."""

    async def tell(self) -> None:
        await self.report()
        for words in ("一处", "二处"):
            line = f"续报 {self.number} {words}"
            await self.step(
                line,
                lambda x=line: self.types(self.reporter, x),
                lambda: self.heard(self.reporter, "续报已记下", "先前已记下"),
            )
        await self.step("转告", self.nothing, lambda: all(self._knows(one) for one in self.officers), SETTLE_SECONDS)

    async def verify(self) -> None:
        await self.told_once()
        assert [sum("二处" in line for line in one.heard()) for one in self.officers] == [1, 1]

    def _knows(self, person: Person) -> bool:
        return any("二处" in line for line in person.heard())


@dataclass
class DoubleStory(Incident):
    """The head reports the same a moment later, joins the two, and the reporter recalls a message of theirs."""

    _recalls: int = 0

    async def tell(self) -> None:
        await self.report()
        first = self.number
        await self.step("又报", lambda: self.types(self.head, "突发 三楼黑了"), lambda: self._filed(self.head))
        second, self.number = self.number, first
        join = f"并入 {second} {first}"
        await self.step(join, lambda: self.types(self.head, join), lambda: self.heard(self.head, f"#{second}"))
        await self.step("确认", lambda: self.types(self.head, "确认"), lambda: self.heard(self.head, f"#{second}"))
        await self.step("撤回", self._recall, lambda: self.heard(self.reporter, "您撤回了"), tries=3)

    async def verify(self) -> None:
        assert [self.alerts(one) for one in self.officers] == [1, 1]
        states = [str(state) for _, state in await kept(self.bot, STATES)]
        assert states == ["reported", "merged"]
        kinds = [kind for kind, _ in await kept(self.bot, KINDS)]
        assert kinds.count("merged") == 1
        assert kinds.count("first") == 2
        assert 1 <= kinds.count("recalled") <= self._recalls

    async def _recall(self) -> None:
        """Whoever recalls while the bot is dead has recalled in vain: the next try is another message."""
        self._recalls += 1
        before = len(self.reporter.heard())
        message = await self.reporter.private(f"续报 {self.number} 说错了{'啊' * self._recalls}")
        await self.hospital.world.wait_for(
            lambda: any("续报已记下" in line for line in self.reporter.heard()[before:]) or self.bot.is_dead, 12
        )
        self._before[self.reporter] = len(self.reporter.heard())
        await self.reporter.recalls(message)
