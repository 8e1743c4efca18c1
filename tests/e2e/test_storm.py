"""A session opens and everybody signs in at once: what was acknowledged is kept, what is kept is right, the groups stay calm."""

import asyncio
import random
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from plugins.attendance import domain
from plugins.sandbox.dialect import Dialect
from plugins.sandbox.model import Message
from plugins.sandbox.people import Person
from tests.e2e.attendance_story import SessionTelling
from tests.e2e.harness import Bot
from tests.e2e.hospital import BOT, Branch, Hospital, a_hospital, serving
from tests.e2e.signing_story import LEAVES, TALLY, there
from tests.e2e.telling import kept

pytestmark = pytest.mark.slow
STALE, STRANGERS = 20, 10
WAVES, WAVE_SECONDS = 9, 1.0
BATCH_SECONDS = 5
SECRET = "SELECT secret FROM attendance_session"
EXTRA = "SELECT COUNT(*) FROM attendance_record WHERE signed_in_at IS NOT NULL AND means <> 'typed'"


@dataclass(frozen=True)
class Crowd:
    """Who signs in where, in the order they do, those with a stale code, and those in no roster."""

    signing: list[tuple[Person, Branch]]
    stale: frozenset[int]
    strangers: list[tuple[Person, Branch]]

    @property
    def right(self) -> set[int]:
        """Who is there."""
        return {person.id for person, _ in self.signing} - self.stale

    def right_in(self, branch: Branch) -> int:
        return len(self.right & {person.id for person in branch.people})

    def wrong_in(self, branch: Branch) -> set[int]:
        """Whose code is stale, and who is in no roster."""
        strangers = {person.id for person, where in self.strangers if where is branch}
        return strangers | self.stale & {person.id for person in branch.people}


def a_crowd(hospital: Hospital) -> Crowd:
    """Everybody in an order of chance; the strangers are members of the groups."""
    signing = [(person, branch) for branch in hospital.branches for person in branch.people]
    random.Random(7).shuffle(signing)
    strangers = []
    for account, branch in zip(range(70_001, 70_001 + STRANGERS), hospital.branches, strict=False):
        hospital.world.add_account(account, f"路人{account}")
        hospital.world.join(branch.group, account)
        strangers.append((Person(hospital.world, account), branch))
    return Crowd(signing, frozenset(person.id for person, _ in signing[:: len(signing) // STALE][:STALE]), strangers)


async def storm(crowd: Crowd, code: str, stale: str) -> None:
    """All of them in WAVES waves; everybody says it again in the wave after."""
    size = -(-len(crowd.signing) // WAVES)
    waves = [crowd.signing[first : first + size] for first in range(0, len(crowd.signing), size)]
    loop = asyncio.get_running_loop()
    begun = loop.time()
    for turn, (now, again) in enumerate(zip([*waves, []], [[], *waves], strict=True)):
        for person, branch in [*now, *again]:
            await person.says(f"签到 {stale if person.id in crowd.stale else code}", in_=branch.group)
        for person, branch in crowd.strangers if turn == WAVES // 2 else []:
            await person.says(f"签到 {code}", in_=branch.group)
        await asyncio.sleep(
            begun + (turn + 1) * WAVE_SECONDS - loop.time()
        )  # the load itself, not a wait for something


def gathered(telling: SessionTelling, branch: Branch) -> list[tuple[datetime, int]]:
    """When a group was shown a line for all, and how many successes were in it."""
    shown = telling.hospital.world.truth.messages(branch.chat, sender=BOT, containing=f"#{telling.number} 签到 ")
    sums = [(line.time, sum(map(int, re.findall(r"^#\d+ 签到 \+(\d+):", line.text, re.MULTILINE)))) for line in shown]
    return [(time, count) for time, count in sums if count]


def named(telling: SessionTelling, branch: Branch, since: datetime) -> set[int]:
    """Who is spoken to in a group: with what went wrong for them."""
    shown = telling.hospital.world.truth.messages(branch.chat, sender=BOT, since=since)
    return {int(one["data"]["qq"]) for line in shown for one in line.segments if one["type"] == "at"}


def stale_code(secret: str, now: datetime) -> str:
    """One that was shown a while ago, and is none of those that are taken within minutes."""
    minute = timedelta(minutes=1)
    taken = {domain.code_at(secret, now + minute * step) for step in range(-1, 4)}
    return next(code for step in range(5, 60) if (code := domain.code_at(secret, now - minute * step)) not in taken)


async def opened(telling: SessionTelling) -> tuple[str, str]:
    """A session with codes that runs: the code that the secretary is shown, and one that is not taken any more."""
    await telling.bind()
    await telling.called("签到码: 要")
    await telling.announced()
    telling.runs(timedelta(minutes=1), timedelta(hours=1))
    await telling.step("签到码", lambda: telling.writes(f"签到码 {telling.number}"), lambda: telling.hears("签到码"))
    shown = re.search(r"\b\d{4}\b", telling.hospital.secretary.heard()[-1])
    assert shown is not None
    ((secret,),) = await kept(telling.bot, SECRET)
    return shown[0], stale_code(str(secret), datetime.now(UTC))


async def exact(bot: Bot, crowd: Crowd) -> None:
    """The files of a bot that is dead hold who was there, and nothing else."""
    assert await there(bot) == crowd.right
    assert [tuple(row) for row in await kept(bot, TALLY)] == [("open", len(crowd.right), len(crowd.signing))]
    assert [tuple(row) for row in await kept(bot, EXTRA)] == [(0,)]
    assert list(await kept(bot, LEAVES)) == []


async def test_a_storm_of_sign_ins(tmp_path):
    hospital = a_hospital(branches=12, people=25)
    crowd = a_crowd(hospital)
    async with serving(hospital, tmp_path, reactions=False, ACK_BATCH_SECONDS=str(BATCH_SECONDS)) as (bot, endpoint):
        telling = SessionTelling(bot, hospital, endpoint)
        code, stale = await opened(telling)

        begun = datetime.now(UTC)
        await storm(crowd, code, stale)
        said = datetime.now(UTC)
        await hospital.world.wait_for(
            lambda: all(
                sum(count for _, count in gathered(telling, branch)) >= crowd.right_in(branch)
                and named(telling, branch, begun) >= crowd.wrong_in(branch)
                for branch in hospital.branches
            ),
            within=60,
        )
        await bot.kill()
        await exact(bot, crowd)
        for branch in hospital.branches:
            assert sum(count for _, count in gathered(telling, branch)) == crowd.right_in(branch)
            assert named(telling, branch, begun) == crowd.wrong_in(branch)
            lines = hospital.world.truth.messages(branch.chat, sender=BOT, since=begun)
            assert len(lines) <= (lines[-1].time - begun) / timedelta(seconds=BATCH_SECONDS) + 1
        assert said - begun < timedelta(seconds=WAVES * WAVE_SECONDS + 5)


async def test_killed_in_the_middle_of_it(tmp_path):
    """All at once; it dies while some are told, some are being written, and some never reached it. Nobody types again."""
    hospital = a_hospital(branches=12, people=25)
    crowd = a_crowd(hospital)
    async with serving(hospital, tmp_path, dialect=Dialect.NAPCAT, ACK_BATCH_SECONDS="0.3") as (bot, endpoint):
        telling = SessionTelling(bot, hospital, endpoint)
        code, stale = await opened(telling)
        typed: dict[int, Message] = {}
        third = len(crowd.signing) // 3
        for turn, (person, branch) in enumerate(crowd.signing):
            if turn == third:
                await hospital.world.wait_for(lambda: told(typed), within=30)
            content = f"签到 {stale if person.id in crowd.stale else code}"
            if turn < 2 * third:
                typed[person.id] = await person.says(content, in_=branch.group)
            else:
                typed[person.id] = hospital.world.say(person.id, branch.chat, content)
        await bot.kill()
        recorded = await there(bot)
        assert told(typed) <= recorded < crowd.right
        await bot.start()
        await endpoint.connected()
        await telling.step(
            "出勤",
            lambda: telling.writes(f"出勤 {telling.number}"),
            lambda: telling.hears(f"实到 {len(crowd.right)}"),
            within=2,
            tries=20,
        )
        await bot.kill()
        await exact(bot, crowd)


def told(typed: dict[int, Message]) -> set[int]:
    """Whose 签到 has the bot's reaction."""
    return {account for account, message in typed.items() if any(BOT in who for who in message.reactions.values())}
