"""kill -9 at every failpoint of backup and restore: the old state or the new one, and never a backup that is half."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.beginnings import prepared
from tests.e2e.harness import ROOT, Bot, installation
from tests.e2e.hospital import a_hospital
from tests.e2e.test_failpoints import failpoints

pytestmark = pytest.mark.slow

NAMES = failpoints(ROOT / "plugins" / "ops")
OF_BACKUP = [name for name in NAMES if name.startswith("ops.backup")]
OF_RESTORE = [name for name in NAMES if name.startswith("ops.restore")]
IN_THE_BOT = ["ops.restore.before_replace", "ops.restore.after_replace", "ops.backup.before_replace"]


def people(file: Path) -> int:
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return database.execute("SELECT COUNT(*) FROM org_person").fetchone()[0]


async def a_bot_with_a_backup(folder: Path) -> tuple[Bot, Path]:
    """Its backup has 3 people, its database 5."""
    bot = installation(folder)
    await prepared(bot, "a backup", _prepare)
    return bot, bot.data / "kept.db"


async def _prepare(bot: Bot) -> None:
    await a_hospital(branches=1, people=3).import_into(bot)
    assert (await bot.run("backup", str(bot.data / "kept.db"))).code == 0
    await a_hospital(branches=1, people=5).import_into(bot)


def test_they_are_named_after_ops():
    assert OF_BACKUP
    assert set(NAMES) == {*OF_BACKUP, *OF_RESTORE}


@pytest.mark.parametrize("name", OF_BACKUP)
async def test_a_killed_backup_leaves_none_or_a_whole_one(name, tmp_path):
    bot, _ = await a_bot_with_a_backup(tmp_path)
    assert (await bot.run("backup", TONGXIN_FAILPOINT=name)).code == -9
    finished = list((bot.data / "backups").glob("tongxin-*Z.db"))
    assert len(finished) == (name == "ops.backup.after_replace")
    assert all(people(file) == 5 for file in finished)
    assert people(bot.data / "tongxin.db") == 5


@pytest.mark.parametrize("name", OF_RESTORE)
async def test_a_killed_restore_leaves_the_old_state_or_the_new_one(name, tmp_path):
    bot, kept = await a_bot_with_a_backup(tmp_path)
    assert (await bot.run("restore", str(kept), "--yes", TONGXIN_FAILPOINT=name)).code == -9
    assert people(bot.data / "tongxin.db") == (3 if name == "ops.restore.after_replace" else 5)
    assert (await bot.run("db", "check")).code == 0
    assert (await bot.run("restore", str(kept), "--yes")).code == 0
    assert people(bot.data / "tongxin.db") == 3


@pytest.mark.parametrize("name", IN_THE_BOT)
async def test_a_bot_killed_while_it_restores_starts_on_the_old_state_or_the_new_one(name, tmp_path):
    bot, kept = await a_bot_with_a_backup(tmp_path)
    await bot.start(TONGXIN_FAILPOINT=name)
    try:
        ended = await bot.run("restore", str(kept), "--yes", within=150)
        assert ended.code == 2
        assert await bot.exit_code() == -9
        await bot.start()
        assert people(bot.data / "tongxin.db") == (3 if name == "ops.restore.after_replace" else 5)
    finally:
        await bot.kill()
