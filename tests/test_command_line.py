"""`bot.py …` as it is typed: what is wrong is said in one Chinese line with one that works, and nothing is done."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

WRONG = {
    "wrong": ("没有这个命令", "bot.py demo"),
    "db wrong": ("没有这个命令", "bot.py db check"),
    "roster import": ("文件", "bot.py roster import 名册.csv"),
    "print board x 情况.pdf": ("编号", "bot.py print board 12 情况.pdf"),
    "demo --port 99999": ("端口", "bot.py demo --port 8089"),
    "demo --port": ("--port", "bot.py --help"),
    "doctor --quick": ("--quick", "bot.py doctor"),
    "key extra": ("多写了", "bot.py key"),
}
"""What is typed: the fault, and the command that works."""

SETTINGS = {
    "PORT": ("0", "65535"),
    "HOST": ("here", "127.0.0.1"),
    "SUPERUSERS": ('["你的QQ号"]', '["10001"'),
}
"""A wrong value, and what is allowed."""


def typed(command: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    data = {"DATA_DIR": str(folder), "DATABASE_URL": f"sqlite://{folder / 'tongxin.db'}", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, str(ROOT / "bot.py"), *command.split()],
        env={**os.environ, **data, **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", WRONG)
def test_a_command_typed_wrongly_is_answered_with_one_that_works(command: str, tmp_path: Path):
    done = typed(command, tmp_path)
    assert done.returncode == 2
    assert all(fact in done.stderr for fact in WRONG[command]), done.stderr
    assert (done.stdout, len(done.stderr.splitlines())) == ("", 1)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", SETTINGS)
def test_a_wrong_setting_of_the_framework_stops_the_start_with_what_is_allowed(name: str, tmp_path: Path):
    value, allowed = SETTINGS[name]
    done = typed("serve", tmp_path, **{name: value})
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert name in done.stderr
    assert allowed in done.stderr


def test_a_group_of_commands_alone_shows_what_there_is(tmp_path: Path):
    done = typed("roster", tmp_path)
    assert done.returncode == 2
    assert all(word in done.stdout for word in ("import", "export", "template")), done.stdout
