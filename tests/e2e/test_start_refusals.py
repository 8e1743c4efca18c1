"""What makes a start impossible is said in one line that can be acted on, and the exit code is 2."""

import re
import signal
import socket
import sqlite3
from pathlib import Path

import pytest

from tests.e2e.harness import Bot, Ended, free_port, installation

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    return installation(tmp_path)


def says_one_line(ended: Ended, *facts: str) -> None:
    lines = ended.err.strip().splitlines()
    assert (ended.code, len(lines)) == (2, 1), ended
    assert CHINESE.search(lines[0])
    assert all(fact in lines[0] for fact in facts), lines[0]
    assert "Traceback" not in ended.out


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SEND_INTERVAL", "sometimes"),
        ("PERSON_RATE", "-7654321"),
        ("QUIET_HOURS", "from-late-to-early"),
        ("TIMEZONE", "Mars/Olympus"),
        ("BACKUP_KEEP_DAYS", "forever"),
        ("DATABASE_URL", "mysql://root:hunter2@localhost/x"),
        ("PORT", "99999999"),
        ("HOST", "not an address"),
        ("LOG_LEVEL", "CHATTY"),
        ("SUPERUSERS", "{broken"),
        ("ONEBOT_ACCESS_TOKEN", "钥匙"),
        ("CAPABILITIES", "telepathy"),
    ],
)
async def test_a_wrong_setting_is_named_and_its_value_is_not_shown(bot, name, value):
    ended = await bot.run("serve", **{name: value})
    says_one_line(ended, name)
    assert value not in ended.err + ended.out


async def test_a_busy_port(bot):
    with socket.socket() as other:
        other.bind(("127.0.0.1", bot.port))
        other.listen()
        says_one_line(await bot.run("serve"), str(bot.port), "PORT")


async def test_a_data_folder_that_cannot_be_written(bot, tmp_path):
    (tmp_path / "a file").write_text("")
    impossible = str(tmp_path / "a file" / "data")
    says_one_line(await bot.run("serve", DATA_DIR=impossible, DATABASE_URL=""), "DATA_DIR")


@pytest.mark.parametrize("token", ["", None])
async def test_an_open_address_without_a_token(bot, token):
    if token is None:
        del bot.env["ONEBOT_ACCESS_TOKEN"]
    env = {} if token is None else {"ONEBOT_ACCESS_TOKEN": token}
    says_one_line(await bot.run("serve", HOST="0.0.0.0", **env), "ONEBOT_ACCESS_TOKEN")


async def test_a_database_newer_than_the_program(bot):
    assert (await bot.run("db", "migrate")).code == 0
    with sqlite3.connect(bot.data / "tongxin.db") as database:
        database.execute(
            "INSERT INTO tortoise_migrations (app, name, applied_at) VALUES ('storage', '9999_from_the_future', '2099-01-01')"
        )
    database.close()
    says_one_line(await bot.run("serve"), "9999_from_the_future")
    says_one_line(await bot.run("db", "check"), "9999_from_the_future")


async def test_an_unreadable_table_of_migrations(bot):
    assert (await bot.run("db", "migrate")).code == 0
    with sqlite3.connect(bot.data / "tongxin.db") as database:
        database.execute("ALTER TABLE tortoise_migrations RENAME COLUMN name TO nom")
    database.close()
    says_one_line(await bot.run("serve"), "迁移记录")
    with sqlite3.connect(bot.data / "tongxin.db") as database:
        assert database.execute("SELECT count(*) FROM tortoise_migrations WHERE nom LIKE '0001%'").fetchone()[0] > 0
    database.close()


async def test_a_file_that_is_no_database(bot):
    (bot.data / "tongxin.db").write_bytes(b"this is a letter, not a database\n" * 200)
    says_one_line(await bot.run("serve"))
    assert (bot.data / "tongxin.db").read_bytes().startswith(b"this is a letter")


async def test_a_good_start_is_refused_nothing(bot):
    bot.port = free_port()
    await bot.start()
    assert await bot.stop() in {0, -signal.SIGTERM}  # uvicorn tidies up, then ends by the signal it got
    assert "ERROR" not in bot.log()
