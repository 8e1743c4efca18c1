"""A push that times out in a process that is killed then: no row, no doubt and no evidence names whom it was for."""

import sqlite3
from contextlib import closing

import pytest

from plugins.sandbox.faults import Unanswered
from plugins.sandbox.model import private_chat
from tests.e2e.feedback_story import FeedbackStory
from tests.e2e.harness import Bot, installation
from tests.e2e.hospital import BOT, a_hospital, connected

pytestmark = pytest.mark.slow
ROSTER = "org_person"
"""The one table that knows everybody's account."""


async def test_a_push_in_doubt_and_a_kill_leave_no_target(tmp_path):
    hospital = a_hospital(branches=2, people=2)
    bot = installation(tmp_path)
    try:
        await hospital.import_into(bot)
        await bot.start()
        async with connected(hospital, bot) as endpoint:
            story = FeedbackStory(bot, hospital, endpoint)
            await story.named_to_its_end()
            await story.unnamed_until_seen()
            target = story.author.id
            before = places_of(bot, target)
            endpoint.faults.next("send_private_msg", Unanswered(), in_=private_chat(BOT, target))
            await story.says(story.head, f"受理 {story.unnamed}", "已受理")
            await hospital.world.wait_for(lambda: not endpoint.faults.waiting, 20)
            await bot.kill()
            assert places_of(bot, target) == before
            await bot.start()
            await endpoint.connected()
            await hospital.world.wait_for(lambda: not sealed_rows(bot), 20)
            await story.quiet()
            assert places_of(bot, target) == before
            assert in_doubt(bot) == 0
        assert story.pushes() == 0
    finally:
        await bot.kill()


def places_of(bot: Bot, account: int) -> dict[str, int]:
    """By table, how many rows name an account in whatever column; the roster is left out."""
    with closing(sqlite3.connect(bot.data / "tongxin.db", timeout=10)) as database:
        tables = [str(name) for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {
            table: sum(str(account) in str(row) for row in database.execute(f"SELECT * FROM {table}"))
            for table in tables
            if table != ROSTER
        }
    return {table: count for table, count in found.items() if count}


def sealed_rows(bot: Bot) -> int:
    """How many sealed rows wait in the outbox."""
    return count(bot, "SELECT COUNT(*) FROM gateway_outbox WHERE sealed IS NOT NULL")


def in_doubt(bot: Bot) -> int:
    """How many rows of the outbox are looked for, or put to a person."""
    return count(bot, "SELECT COUNT(*) FROM gateway_outbox WHERE state IN ('uncertain', 'needs_human')")


def count(bot: Bot, sql: str) -> int:
    with closing(sqlite3.connect(bot.data / "tongxin.db", timeout=10)) as database:
        return int(database.execute(sql).fetchone()[0])
