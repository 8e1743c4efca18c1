"""The bot is killed; people go on typing. Restarted it does what they typed, once, with the times they typed it."""

from datetime import UTC, datetime, timedelta

import pytest

from plugins.sandbox.dialect import Dialect
from plugins.sandbox.endpoint import Endpoint
from tests.e2e.harness import Bot
from tests.e2e.hospital import Hospital, a_hospital, serving
from tests.e2e.story import TITLE, Story, recorded
from tests.e2e.telling import kept

pytestmark = pytest.mark.slow
AWAY = timedelta(minutes=9)
READ_AT = "SELECT read_at FROM relay_receipt WHERE read_at IS NOT NULL"


async def back(bot: Bot, endpoint: Endpoint) -> None:
    await bot.start()
    await endpoint.connected()


def later(hospital: Hospital, by: timedelta) -> None:
    """People's clock: what they do now is dated `by` from the present."""
    clock = hospital.world.clock
    hospital.world.clock = lambda: clock() + by


@pytest.mark.parametrize("dialect", [Dialect.NAPCAT, Dialect.LLONEBOT])
async def test_everything_typed_while_it_was_dead_counts_once(tmp_path, dialect: Dialect):
    hospital = a_hospital(branches=3, people=11)
    async with serving(hospital, tmp_path, dialect=dialect, ACK_BATCH_SECONDS="0.3") as (bot, endpoint):
        story = Story(bot, hospital, endpoint)
        await story.relay()
        await bot.kill()
        for branch in hospital.branches:
            for person in branch.people[:10]:
                await person.says("已阅", in_=branch.group)
                await person.says("收到,辛苦了", in_=branch.group)
        typed = datetime.now(UTC)
        await back(bot, endpoint)
        await story.board(30)
        assert set(story.copies().values()) == {1}
        await bot.stop()
        assert len(await recorded(bot)) == 30
        for (read_at,) in await kept(bot, READ_AT):
            assert datetime.fromisoformat(str(read_at)).replace(tzinfo=UTC) <= typed
        assert TITLE
