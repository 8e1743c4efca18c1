"""A directive to 12 groups and 240 people over a real WebSocket; everybody answers twice, each time another way."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import pairwise

import pytest

from plugins.sandbox.model import Message
from plugins.sandbox.people import Person
from tests.e2e.hospital import BOT, Branch, Hospital, a_hospital, serving
from tests.e2e.story import Story, recorded

GATHERED = timedelta(seconds=4.9)
"""ACK_BATCH_SECONDS is 5; the rest is what two sends can differ by on their way."""
pytestmark = pytest.mark.slow

Way = Callable[[Person, Branch, Message, int], Awaitable[object]]
WAYS: tuple[Way, ...] = (
    lambda person, branch, directive, number: person.says("已阅", in_=branch.group),
    lambda person, branch, directive, number: person.says(f"已阅{number}。谢谢", in_=branch.group),
    lambda person, branch, directive, number: person.says("收到", in_=branch.group, quote=directive),
    lambda person, branch, directive, number: person.reacts(directive),
)


async def everybody_answers(hospital: Hospital, number: int, turn: int) -> None:
    """Person i answers in the (i + turn)th way; the groups take turns, as people in different groups do."""
    posted = {branch: directive_in(hospital, branch, number) for branch in hospital.branches}
    for place in range(len(hospital.branches[0].people)):
        for branch in hospital.branches:
            way = WAYS[(place + turn) % len(WAYS)]
            await way(branch.people[place], branch, posted[branch], number)


def directive_in(hospital: Hospital, branch: Branch, number: int) -> Message:
    return next(m for m in hospital.world.history(branch.chat) if m.sender == BOT and f"#{number}" in m.text)


@pytest.mark.parametrize("reactions", [True, False], ids=["with reactions", "without reactions"])
async def test_everybody_answers_twice_and_is_counted_once(tmp_path, reactions):
    hospital = a_hospital(branches=12, people=20)
    async with serving(hospital, tmp_path, reactions=reactions) as (bot, endpoint):
        story = Story(bot, hospital, endpoint)
        await story.relay()
        assert set(story.copies().values()) == {1}
        begun = hospital.world.clock()

        await everybody_answers(hospital, story.number, turn=0)
        await story.board(240)
        await everybody_answers(hospital, story.number, turn=1)
        await story.quiet(seconds=6)

        for branch in hospital.branches:
            lines = hospital.world.truth.messages(branch.chat, sender=BOT, since=begun)
            gaps = [later.time - earlier.time for earlier, later in pairwise(lines)]
            assert all(gap >= GATHERED for gap in gaps), (branch.name, gaps)
        await story.board(240)
        await bot.kill()
    assert await recorded(bot) == {person.id for person in hospital.people}
