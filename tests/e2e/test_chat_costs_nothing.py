"""Chat costs nothing: 10,000 lines among people in bound groups leave no trace in the database, the log or the groups."""

import random
import sqlite3
from contextlib import closing

import pytest

from plugins.sandbox.model import at, face, text
from tests.e2e.harness import Bot
from tests.e2e.hospital import BOT, Hospital, a_hospital, serving
from tests.e2e.story import Story

LINES = 10_000
CHAT = (
    "收到",
    "签到 8 人了",
    "请假 8 天",
    "任务 辛苦了",
    "确认",
    "取消",
    "已阅了吗",
    "签到了吗?",
    "完成 5 台手术",
    "意见不大,先这样",
    "传达 室今天谁值班",
    "菜单发一下",
    "完毕",
    "催办一下后勤",
    "[CQ:at,qq=all] 开会",
    "好的👌",
    "3床王某的检查结果出来了",
    "",
)
pytestmark = pytest.mark.slow


def database(bot: Bot) -> tuple[dict[str, list[tuple]], int]:
    """Every row of every table, and the size of the write-ahead log."""
    with closing(sqlite3.connect(f"file:{bot.data / 'tongxin.db'}?mode=ro", uri=True)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables = {name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for name in sorted(names)}
    return tables, (bot.data / "tongxin.db-wal").stat().st_size


async def people_chat(hospital: Hospital) -> None:
    """Each line by anybody: plain, with a face, to a colleague, or quoting one."""
    dice = random.Random(7)
    last = {}
    for index in range(LINES):
        branch = hospital.branches[index % len(hospital.branches)]
        person = dice.choice(branch.people)
        line = CHAT[index % len(CHAT)]
        pieces = [text(line), *([face(76)] if index % 5 == 0 or not line else [])]
        if index % 7 == 0:
            pieces = [at(dice.choice(branch.people).id), *pieces]
        quote = last.get(branch) if index % 50 == 0 else None
        last[branch] = await person.says(pieces, in_=branch.group, quote=quote)


async def test_ten_thousand_lines_leave_no_trace(tmp_path):
    hospital = a_hospital(branches=4, people=10)
    async with serving(hospital, tmp_path, LOG_LEVEL="TRACE") as (bot, endpoint):
        story = Story(bot, hospital, endpoint)
        await story.relay()
        await story.quiet()
        rows, journal = database(bot)
        shown = hospital.world.truth.count(sender=BOT)
        log = bot.log()

        await people_chat(hospital)
        await story.quiet()

        assert database(bot) == (rows, journal)
        assert hospital.world.truth.count(sender=BOT) == shown
        assert bot.log() == log
        await story.board(0)
