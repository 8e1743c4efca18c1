"""The bot is killed; people go on typing. Restarted it does what they typed, once, with the times they typed it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from plugins.sandbox.dialect import Dialect
from plugins.sandbox.endpoint import Endpoint
from tests.e2e.harness import Bot
from tests.e2e.hospital import Hospital, a_hospital, serving
from tests.e2e.story import TITLE, Story, recorded
from tests.e2e.telling import kept

pytestmark = pytest.mark.slow
AWAY = timedelta(minutes=5)
SECOND = "关于下周的通知"
READ_AT = "SELECT read_at FROM relay_receipt WHERE read_at IS NOT NULL"


async def back(bot: Bot, endpoint: Endpoint) -> None:
    await bot.start()
    await endpoint.connected()


async def people_read(hospital: Hospital, number: int) -> None:
    for branch in hospital.branches:
        for person in branch.people[:10]:
            await person.says(f"已阅 {number}", in_=branch.group)
            await person.says("收到,辛苦了", in_=branch.group)


@pytest.mark.parametrize("dialect", [Dialect.NAPCAT, Dialect.LLONEBOT])
async def test_everything_typed_while_it_was_dead_counts_once(tmp_path, dialect: Dialect):
    hospital = a_hospital(branches=3, people=11)
    async with serving(hospital, tmp_path, dialect=dialect, ACK_BATCH_SECONDS="0.3") as (bot, endpoint):
        story = Story(bot, hospital, endpoint)
        await story.relay()
        first = story.number
        await story.step("预览", lambda: story.writes(f"传达 全体\n标题: {SECOND}\n请看。"), story.previewed)
        await story.quiet(1.5)  # what a second ago was typed last is written by now
        await bot.kill()
        await people_read(hospital, first)
        await hospital.secretary.private("确认")
        typed = datetime.now(UTC)
        await back(bot, endpoint)
        await hospital.world.wait_for(lambda: set(hospital.lines(SECOND).values()) == {1}, within=30)
        story.number = first
        await story.board(30)
        assert set(story.copies().values()) == {1}
        assert endpoint.calls_of("set_msg_emoji_like") == []
        await bot.stop()
        await back(bot, endpoint)
        await story.quiet(1.5)
        assert set(hospital.lines(SECOND).values()) == {1}
        await bot.kill()
        assert len(await recorded(bot)) == 30
        for (read_at,) in await kept(bot, READ_AT):
            assert datetime.fromisoformat(str(read_at)).replace(tzinfo=UTC) <= typed


async def test_without_a_history_the_gap_is_shown_once_and_nothing_else_happens(tmp_path):
    hospital = a_hospital(branches=3, people=4)
    async with serving(hospital, tmp_path, dialect=Dialect.PLAIN) as (bot, endpoint):
        story = Story(bot, hospital, endpoint)
        await story.relay()
        await story.quiet(1.5)
        await bot.kill()
        with closing(sqlite3.connect(bot.data / "tongxin.db", isolation_level=None)) as database:
            away = (datetime.now(UTC) - AWAY).isoformat(" ")
            database.execute("UPDATE gateway_watermark SET at = ?", [away])
        await people_read(hospital, story.number)
        await back(bot, endpoint)
        heads = [branch.people[0] for branch in hospital.branches]
        await hospital.world.wait_for(lambda: all(gaps(head) == 1 for head in heads), within=30)
        await bot.stop()
        await back(bot, endpoint)
        await story.quiet(1.5)
        assert [gaps(head) for head in heads] == [1, 1, 1]
        await bot.kill()
        assert await recorded(bot) == set()
        assert set(hospital.lines(TITLE).values()) == {1}


def gaps(person) -> int:
    """How often this officer was told that something was not heard."""
    return sum("不在线" in line for line in person.heard())
