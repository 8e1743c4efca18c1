"""The same story on PostgreSQL, with the process killed in the middle of it."""

import pytest

from tests.e2e.hospital import a_hospital, serving
from tests.e2e.story import Story, recorded
from tests.support.databases import Server

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


async def test_a_directive_and_its_receipts_outlive_a_kill(tmp_path, postgres_server: Server):
    hospital = a_hospital(branches=2, people=3)
    name = await postgres_server.create()
    async with serving(hospital, tmp_path, DATABASE_URL=postgres_server.url(name)) as (bot, endpoint):
        story = Story(bot, hospital, endpoint)
        await story.relay()
        await bot.kill()
        await story.answer()
        await bot.kill()
    assert story.deaths == [-9]
    assert set(story.copies().values()) == {1}
    assert story.lost == set()
    assert await recorded(bot) == {person.id for person in hospital.people}
    await postgres_server.drop(name)
